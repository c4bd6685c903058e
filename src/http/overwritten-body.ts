/** The bytes of a request's body as they came from its connection: overwritten when it is over, because cards come in them. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Call this before anything is read. The body can be read as usual until the response has ended. */
export function overwriteBody(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (incoming.method !== 'POST') return
  const chunks: Uint8Array[] = []
  const { push } = incoming
  incoming.push = (chunk, encoding) => {
    if (chunk instanceof Uint8Array) chunks.push(chunk)
    return push.call(incoming, chunk, encoding)
  }
  outgoing.once('close', () => {
    for (const chunk of chunks) chunk.fill(0)
  })
}
