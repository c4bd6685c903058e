/**
 * The only way to an acquirer, below every SDK: each exchange sends one request, once, on a connection of its own, and ends
 * within one deadline. It never rejects, and says whether anything can have left the gateway.
 */
import { type ConnectOptions, connect } from '../../platform/outgoing/connect.ts'
import { type Deadline, withDeadline } from '../../platform/outgoing/deadline.ts'
import { converse } from './converse.ts'
import type { Outcome, OutgoingRequest } from './outcome.ts'

export type TransportOptions = Readonly<{
  /** Such as `https://api.example.com`. Plain HTTP is possible on this machine only, which is where tests are. */
  origins: readonly string[]
  /** Such as `http://proxy.internal:3128`, perhaps with a name and a password. Every connection is a tunnel through it. */
  proxy: string | null
  /** Certificates, in PEM, that are trusted instead of the public authorities. */
  trusted?: string
}>

type ExchangeLimits = Readonly<{
  /** For everything: to connect, to be verified, to send, and to have received the whole response. */
  deadlineMs: number
  signal: AbortSignal
}>

/** One request. An SDK that sends again after a lost connection gets `sent_before` instead. */
export type Exchange = Readonly<{ send(request: OutgoingRequest): Promise<Outcome> }>

export type Transport = Readonly<{
  /** The deadline starts now. */
  exchange(limits: ExchangeLimits): Exchange
}>

const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '[::1]']

/** Throws if an origin is neither HTTPS nor on this machine, and if the proxy is not an HTTP proxy. */
export function createTransport({ origins, proxy, trusted }: TransportOptions): Transport {
  const allowed = new Set(origins.map(checkedOrigin))
  const options: ConnectOptions = {
    proxy: proxy === null ? null : checkedProxy(proxy),
    ...(trusted !== undefined && { trusted }),
  }
  return {
    exchange({ deadlineMs, signal }) {
      const endMs = performance.now() + deadlineMs
      let isUsed = false
      return {
        async send(request) {
          if (isUsed) return { kind: 'inconclusive', cause: 'sent_before' }
          isUsed = true
          const url = URL.parse(request.url)
          if (url === null) return { kind: 'not_sent', cause: 'invalid_request' }
          if (!allowed.has(url.origin)) return { kind: 'not_sent', cause: 'host_not_allowed' }
          return await withDeadline(endMs - performance.now(), signal, (deadline) =>
            sendTo(url, request, options, deadline),
          )
        },
      }
    },
  }
}

async function sendTo(
  url: URL,
  request: OutgoingRequest,
  options: ConnectOptions,
  deadline: Deadline,
): Promise<Outcome> {
  const connected = await connect(url, options, deadline)
  if (connected.kind === 'failed') return { kind: 'not_sent', cause: connected.cause }
  try {
    return await converse(connected.socket, url, request, deadline.ended)
  } finally {
    connected.socket.destroy()
  }
}

function checkedOrigin(text: string): string {
  const url = new URL(text)
  const isAllowed =
    url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.includes(url.hostname))
  if (!isAllowed) throw new Error('an acquirer is reached by https, and by http only on this machine')
  return url.origin
}

function checkedProxy(text: string): URL {
  const url = new URL(text)
  if (!['http:', 'https:'].includes(url.protocol)) throw new Error('a proxy is reached by http or https')
  return url
}
