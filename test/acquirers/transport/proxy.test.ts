/** Through an egress proxy: a tunnel that the proxy cannot look into, and whose failures are told apart. */
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { makeCertificate } from '../../support/own-certificate.ts'
import { type Behavior, type RawServer, startRawServer } from './raw-server.ts'
import { sendOnce } from './send-once.ts'

const response = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'
const own = makeCertificate('localhost')
const opened = 'HTTP/1.1 200 Connection established\r\n\r\n'

const servers: RawServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function start(...of: Parameters<typeof startRawServer>): Promise<RawServer> {
  const server = await startRawServer(...of)
  servers.push(server)
  return server
}

/** Sends by TLS to an acquirer, through a proxy that behaves like this. */
async function sentThrough(
  proxyBehavior: (acquirerPort: number) => Behavior,
  acquirerBehavior: Behavior = {},
) {
  const acquirer = await start({ onRequest: (socket) => void socket.end(response), ...acquirerBehavior }, own)
  const proxy = await start(proxyBehavior(acquirer.port))
  const outcome = await sendOnce(`https://localhost:${acquirer.port}`, {
    trusted: own.cert,
    proxy: `http://us%65r:p%40ss@127.0.0.1:${proxy.port}`,
    deadlineMs: 5_000,
  })
  expect(acquirer.requestsSeen()).toBeLessThanOrEqual(1)
  return { outcome, acquirer, proxy }
}

const tunnel = (port: number): Behavior => ({
  onRequest: (socket: Socket, request) => {
    if (!request.startsWith('CONNECT ')) return
    const behind = connect(port, '127.0.0.1', () => {
      socket.write(opened)
      socket.pipe(behind).pipe(socket)
    })
    behind.on('error', () => socket.destroy())
    socket.on('close', () => behind.destroy())
  },
})
const saying = (text: string) => (): Behavior => ({ onRequest: (socket) => void socket.end(text) })

describe('through a proxy, a request', () => {
  it('arrives by a tunnel, and the proxy sees nothing of it but the host', async () => {
    const { outcome, acquirer, proxy } = await sentThrough(tunnel)
    expect(outcome).toMatchObject({ kind: 'response', body: '{}' })
    expect(acquirer.received()).toContain('{"amount":1250}')
    expect(proxy.received()).toContain(`CONNECT localhost:${acquirer.port} HTTP/1.1\r\n`)
    expect(proxy.received()).toContain(
      `proxy-authorization: Basic ${Buffer.from('user:p@ss').toString('base64')}\r\n`,
    )
    expect(proxy.received()).not.toContain('amount')
    expect(acquirer.received()).not.toContain('proxy-authorization')
  })

  it('arrives by a proxy that is itself reached by TLS', async () => {
    const acquirer = await start({ onRequest: (socket) => void socket.end(response) }, own)
    const proxy = await start(tunnel(acquirer.port), own)
    const proxyUrl = `https://localhost:${proxy.port}`
    const sent = { trusted: own.cert, proxy: proxyUrl }
    expect(await sendOnce(`https://localhost:${acquirer.port}`, sent)).toMatchObject({ kind: 'response' })
    const untrusted = await sendOnce(`https://localhost:${acquirer.port}`, { proxy: proxyUrl })
    expect(untrusted).toStrictEqual({ kind: 'not_sent', cause: 'proxy_failed' })
    expect(acquirer.connectionsSeen()).toBe(1)
  })

  it.each([
    ['refuses', saying('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'), 'proxy_refused'],
    ['asks for a password', saying('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'), 'proxy_refused'],
    ['speaks for the acquirer', saying(`${opened}${response}`), 'proxy_refused'],
    ['does not speak HTTP', saying('SSH-2.0-OpenSSH_9.6\r\n'), 'proxy_failed'],
    [
      'dies before it responds',
      () => ({ onRequest: (socket: Socket) => void socket.destroy() }),
      'proxy_failed',
    ],
    [
      'dies once the tunnel is open',
      () => ({ onRequest: (socket: Socket) => void socket.write(opened, () => socket.destroy()) }),
      'tls_failed',
    ],
  ])('is not sent if the proxy %s', async (_name, behavior, cause) => {
    const { outcome, acquirer } = await sentThrough(behavior)
    expect(outcome).toStrictEqual({ kind: 'not_sent', cause })
    expect(acquirer.connectionsSeen()).toBe(0)
  })

  it('is not sent if no proxy listens, and not past it either', async () => {
    const gone = await startRawServer({})
    await gone.close()
    const acquirer = await start({ onRequest: (socket) => void socket.end(response) })
    const outcome = await sendOnce(`http://127.0.0.1:${acquirer.port}`, {
      proxy: `http://127.0.0.1:${gone.port}`,
    })
    expect(outcome).toStrictEqual({ kind: 'not_sent', cause: 'proxy_failed' })
    expect(acquirer.connectionsSeen()).toBe(0)
  })

  it('is inconclusive if the proxy dies while the acquirer works', async () => {
    const inTunnel: Socket[] = []
    const { outcome, acquirer } = await sentThrough(
      (port) => ({
        ...tunnel(port),
        onConnection: (socket) => void inTunnel.push(socket),
      }),
      { onRequest: () => inTunnel[0]?.destroy() },
    )
    expect(outcome).toStrictEqual({ kind: 'inconclusive', cause: 'connection_lost' })
    expect(acquirer.requestsSeen()).toBe(1)
  })
})
