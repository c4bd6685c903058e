/** Asks a proxy for a tunnel (HTTP CONNECT). What goes through it is TLS, which the proxy cannot read. */
import { request as requestPlain } from 'node:http'
import type { Socket } from 'node:net'
import type { ConnectFailure } from './connect-failure.ts'
import { outcomeOf } from './outcome-of.ts'

const headerBytesMax = 16 * 1024

/** Null once the socket leads to the target, such as `api.example.com:443`. */
export function openTunnel(
  socket: Socket,
  target: string,
  proxy: URL,
  ended: AbortSignal,
): Promise<ConnectFailure | null> {
  return outcomeOf(socket, ended, (settle) => {
    requestPlain({
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...credentialsOf(proxy) },
      maxHeaderSize: headerBytesMax,
      createConnection: () => socket,
    })
      // Nobody speaks before us in the tunnel, so early bytes are the proxy's own.
      .once('connect', ({ statusCode = 0 }, _socket, early) => {
        const isOpen = statusCode >= 200 && statusCode < 300 && early.length === 0
        settle(isOpen ? null : 'proxy_refused')
      })
      .on('error', () => settle('proxy_failed'))
      .end()
  })
}

/** As a header; none if the proxy needs no credentials. */
export function credentialsOf({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '') return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}
