/** A proxy between the browser and the gateway: remembers the headers of every post and can take some of them away. */
import { type IncomingHttpHeaders, type RequestListener, request } from 'node:http'
import { type LocalServer, listenLocally } from '../support/listen-locally.ts'
import type { Certificate } from '../support/own-certificate.ts'

export type RecordingProxy = LocalServer &
  Readonly<{
    /** The headers of the posts as the gateway got them. */
    posts: readonly IncomingHttpHeaders[]
    /** Where it leads; to be said before the first request. */
    leadTo(origin: string): void
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
  const server = await listenLocally(passOn, certificate)
  return {
    ...server,
    posts,
    leadTo: (origin) => {
      target = origin
    },
  }
}
