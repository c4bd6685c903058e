/**
 * What the client of a refused request is still sending. A connection that ends while bytes arrive is reset, and the
 * reset takes a response with it that the client has not read yet, so a short rest is read first and thrown away.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** What the work of reading a chunk counts as, however small the chunk is. */
const chunkBytesMin = 512

type RestLimits = Readonly<{ discardedBytesMax: number; discardMs: number }>

/** Bodies of other methods are looked at before: see {@link ignoredBodyBytes}. */
export function mayHaveRest({ method }: IncomingMessage): boolean {
  return method !== 'GET' && method !== 'HEAD'
}

/** Call this when the response is known. Null if nothing is left, or more than would be read. */
export function restOfBody(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  limits: RestLimits,
): Promise<void> | null {
  if (incoming.complete) return null
  // A route may have read a part of the body and left the rest in its stream.
  outgoing.setHeader('Connection', 'close')
  if (Number(incoming.headers['content-length']) > limits.discardedBytesMax) return null
  return discard(incoming, limits)
}

function discard(incoming: IncomingMessage, limits: RestLimits): Promise<void> {
  const { socket, push } = incoming
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, limits.discardMs).unref()
    // The bytes that came with the headers are already buffered.
    let bytes = incoming.readableLength
    const done = (): void => {
      clearTimeout(timer)
      socket.off('close', done)
      resolve()
    }
    incoming.push = (chunk, encoding) => {
      if (chunk === null) done()
      if (!(chunk instanceof Uint8Array)) return push.call(incoming, chunk, encoding)
      chunk.fill(0)
      bytes += Math.max(chunk.length, chunkBytesMin)
      if (bytes > limits.discardedBytesMax) done()
      return true
    }
    socket.once('close', done)
    if (bytes > limits.discardedBytesMax) done()
    // The route that paused it will not read on.
    socket.resume()
  })
}
