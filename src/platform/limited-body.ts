/** The bytes of a request's body, never more than a limit. */

type BodyLimits = Readonly<{
  bytesMax: number
  /** A chunk of one byte costs as much as a large one. Not counted if the length was declared. */
  chunksMax?: number
}>

type LimitedBody = Uint8Array | 'too_large' | 'too_many_chunks'

/** Rejects when the connection ends before the body does. */
export async function readLimitedBody(request: Request, limits: BodyLimits): Promise<LimitedBody> {
  const declared = request.headers.get('content-length')
  if (Number(declared) > limits.bytesMax) return 'too_large'
  // The server holds the sender to the declared length.
  return declared === null ? readChunks(request, limits) : new Uint8Array(await request.arrayBuffer())
}

async function readChunks(
  { body }: Request,
  { bytesMax, chunksMax = Number.POSITIVE_INFINITY }: BodyLimits,
): Promise<LimitedBody> {
  if (body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > bytesMax) return 'too_large'
    if (chunks.length === chunksMax) return 'too_many_chunks'
    chunks.push(chunk)
  }
  const whole = Buffer.concat(chunks)
  // A card may be among them.
  for (const chunk of chunks) chunk.fill(0)
  return whole
}
