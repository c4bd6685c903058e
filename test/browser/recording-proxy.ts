/** A proxy between the browser and the gateway: remembers the headers of every post and can take some of them away. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type RequestListener, request } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Certificate } from '../support/own-certificate.ts'

export type RecordingProxy = Readonly<{
  port: number
  /** The headers of the posts as the gateway got them. */
  posts: readonly IncomingHttpHeaders[]
  /** Where it leads; to be said before the first request. */
  leadTo(origin: string): void
  close(): Promise<void>
}>

/** With a certificate, browsers reach it by https. */
export async function openProxy(
  removes: readonly string[],
  certificate: Certificate | null = null,
): Promise<RecordingProxy> {
  const posts: IncomingHttpHeaders[] = []
  let target = ''
  const passOn: RequestListener = (incoming, outgoing) => {
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).filter(([name]) => !removes.includes(name)),
    )
    if (incoming.method === 'POST') posts.push(headers)
    const onward = request(`${target}${incoming.url}`, { method: incoming.method ?? 'GET', headers })
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  }
  const server = certificate === null ? createServer(passOn) : createTlsServer(certificate, passOn)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    posts,
    leadTo: (origin) => {
      target = origin
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
