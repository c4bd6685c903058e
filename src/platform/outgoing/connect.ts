/**
 * Opens a connection to another host: directly or through a proxy's tunnel, and verified before anyone can write to it. As
 * long as this has not succeeded, not one byte of a request has left.
 */
import { connect as connectPlain, isIPv6, type LookupFunction, type Socket } from 'node:net'
import { connect as startTls, type TLSSocket } from 'node:tls'
import type { ConnectFailure } from './connect-failure.ts'
import type { Deadline } from './deadline.ts'
import { outcomeOf } from './outcome-of.ts'
import { openTunnel } from './tunnel.ts'

export type ConnectOptions = Readonly<{
  /** An HTTP or HTTPS proxy, perhaps with a name and a password. */
  proxy: URL | null
  /** Certificates, in PEM, that are trusted instead of the public authorities. */
  trusted?: string
  /** The only IP addresses that the host may have. Without this, the name is looked up as usual. */
  addresses?: readonly string[]
}>

type Connected =
  | Readonly<{ kind: 'connected'; socket: Socket }>
  | Readonly<{ kind: 'failed'; cause: ConnectFailure }>

/** `ended` aborts with the cause as its reason, and then the connection is closed. */
export async function connect(
  url: URL,
  options: ConnectOptions,
  { ended, isOver }: Deadline,
): Promise<Connected> {
  if (isOver()) return failed(ended.reason)
  const connected = await reached(url, options, ended)
  return connected.kind === 'connected' && isOver() ? closed(connected.socket, ended.reason) : connected
}

async function reached(url: URL, options: ConnectOptions, ended: AbortSignal): Promise<Connected> {
  const { proxy } = options
  const direct = await opened(proxy ?? url, options, ended)
  if (proxy === null) return direct
  if (direct.kind === 'failed') return overProxy(direct.cause)
  const refusal = await openTunnel(direct.socket, `${url.hostname}:${portOf(url)}`, proxy, ended)
  if (refusal !== null) return closed(direct.socket, refusal)
  return isEncrypted(url) ? verified(direct.socket, url, options, ended) : direct
}

async function opened(to: URL, options: ConnectOptions, ended: AbortSignal): Promise<Connected> {
  // The addresses are the target's, so a proxy is not among them.
  const addresses = options.proxy === null ? options.addresses : undefined
  const socket = connectPlain({
    host: hostOf(to),
    port: portOf(to),
    noDelay: true,
    ...(addresses !== undefined && { lookup: lookupAmong(addresses) }),
  })
  const failure = await established(socket, 'connect', ended)
  if (failure !== null) return failed(failure)
  // A host that is itself an address is not looked up.
  if (addresses !== undefined && !addresses.includes(socket.remoteAddress ?? '')) {
    return closed(socket, 'address_not_allowed')
  }
  return isEncrypted(to) ? verified(socket, to, options, ended) : { kind: 'connected', socket }
}

function lookupAmong(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  return (_host, { all: wantsAll }, callback) => {
    const [first] = all
    if (first === undefined)
      return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), [])
    if (wantsAll === true) return callback(null, all)
    callback(null, first.address, first.family)
  }
}

async function verified(
  plain: Socket,
  url: URL,
  { trusted }: ConnectOptions,
  ended: AbortSignal,
): Promise<Connected> {
  const host = hostOf(url)
  const secure: TLSSocket = startTls({
    socket: plain,
    host,
    // The server's name extension does not know addresses.
    ...(/[a-z]/i.test(host) && !host.includes(':') && { servername: host }),
    ...(trusted !== undefined && { ca: trusted }),
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    // Written out, because otherwise an environment variable can turn it off.
    rejectUnauthorized: true,
  })
  const failure = await established(secure, 'secureConnect', ended)
  return failure === null ? { kind: 'connected', socket: secure } : closed(plain, inTls(failure))
}

/** Null once the event has come; else why it cannot come anymore. */
function established(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  ended: AbortSignal,
): Promise<ConnectFailure | null> {
  return outcomeOf(socket, ended, (settle) => {
    socket.once(event, () => settle(null))
    // Errors of later come here, too, and change nothing anymore.
    socket.on('error', (error) => settle(causeOf(error)))
    socket.once('close', () => settle('connection_failed'))
  })
}

const causes: Readonly<Record<string, ConnectFailure>> = {
  ECONNREFUSED: 'connection_refused',
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
}

/** A refusal on every address of a host is one error with a code. */
function causeOf({ code = '' }: NodeJS.ErrnoException): ConnectFailure {
  if (isAboutCertificates(code)) return 'certificate_rejected'
  return (
    causes[code] ?? (code.startsWith('ERR_SSL') || code === 'EPROTO' ? 'tls_failed' : 'connection_failed')
  )
}

/** OpenSSL's names of what is wrong with a certificate have no prefix of their own. */
function isAboutCertificates(code: string): boolean {
  return /CERT|SIGNATURE|ALTNAME|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE/.test(code)
}

/** The connection ended during the handshake: it is TLS that has failed. */
function inTls(cause: ConnectFailure): ConnectFailure {
  return cause === 'connection_failed' ? 'tls_failed' : cause
}

function overProxy(cause: ConnectFailure): Connected {
  return failed(cause === 'deadline' || cause === 'aborted' ? cause : 'proxy_failed')
}

function isEncrypted({ protocol }: URL): boolean {
  return protocol === 'https:'
}

function closed(socket: Socket, cause: ConnectFailure): Connected {
  socket.destroy()
  return failed(cause)
}

function failed(cause: ConnectFailure): Connected {
  return { kind: 'failed', cause }
}

/** Without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}
