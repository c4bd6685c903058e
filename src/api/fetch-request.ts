/** Requests and responses as `fetch` has them: of calls inside the process, and of what a router has to look at. */
import type { BodyLimits, BodyProblem, PlainRequest, PlainResponse } from '../plain-http.ts'
import { isRepeated } from '../plain-http.ts'

/** `rawHeaders`: names and values by turns, as Node has them; empty for a call inside the process. */
export function fromFetch(request: Request, rawHeaders: readonly string[]): PlainRequest {
  const { method, url, headers } = request
  return {
    method,
    path: new URL(url).pathname,
    query: /\?[^#]*/.exec(url)?.[0] ?? '',
    header: (name) => headers.get(name),
    isRepeated: (name) => isRepeated(rawHeaders, name),
    readBody: (limits) => readBody(request, limits).catch(() => 'incomplete'),
  }
}

export function toFetch({ status, headers, body }: PlainResponse): Response {
  return new Response(body, { status, headers })
}

async function readBody(request: Request, limits: BodyLimits): Promise<Uint8Array | BodyProblem> {
  if (request.headers.get('content-length') === null) return readChunks(request, limits)
  const whole = new Uint8Array(await request.arrayBuffer())
  return whole.length > limits.bytesMax ? 'too_large' : whole
}

async function readChunks(
  request: Request,
  { bytesMax, chunksMax }: BodyLimits,
): Promise<Uint8Array | BodyProblem> {
  const chunks: Uint8Array[] = []
  let length = 0
  if (request.body === null) return new Uint8Array()
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > bytesMax) return 'too_large'
    if (chunks.push(chunk) > chunksMax) return 'too_many_chunks'
  }
  const whole = Buffer.concat(chunks)
  for (const chunk of chunks) chunk.fill(0)
  return whole
}
