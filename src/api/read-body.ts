/** Reads the body of a request within a limit, and parses it as a JSON object. */

import type { BodyLimits, PlainRequest } from '../plain-http.ts'
import { ApiError } from './api-error.ts'
import { type JsonObject, JsonRefused, parseStrictJson } from './strict-json.ts'

const limits: BodyLimits = {
  /** The largest valid request, 50 metadata values of 500 escaped characters, is about 450 KiB. */
  bytesMax: 512 * 1024,
  /** A valid body has about 1,500 tokens at most. A chunk of one byte costs as much as a large one. */
  chunksMax: 4_096,
}

/** Compared literally, because parsers of media types have been fooled by unusual spacing. */
const jsonMediaType = /^application\/json(?:; ?charset=utf-8)?$/i

export function requireJson(request: PlainRequest): void {
  if (!jsonMediaType.test(request.header('content-type') ?? '')) {
    throw new ApiError('unsupported_media_type', 'The body must be sent with Content-Type: application/json.')
  }
}

export async function readBody(request: PlainRequest): Promise<Uint8Array> {
  if (Number(request.header('content-length')) > limits.bytesMax) throw tooLarge()
  const body = await request.readBody(limits)
  if (typeof body !== 'string') return body
  if (body === 'too_large') throw tooLarge()
  if (body === 'too_many_chunks') throw tooManyChunks()
  // Nobody reads this response, but it is not our fault either.
  throw new ApiError('parameter_invalid', 'The body ended before it was complete.')
}

function tooLarge(): ApiError {
  return new ApiError('body_too_large', `The body must not be larger than ${limits.bytesMax} bytes.`)
}

/** The rest of the body is not read: the connection is closed. */
function tooManyChunks(): ApiError {
  const message = `The body must not be sent in more than ${limits.chunksMax} chunks.`
  return new ApiError('parameter_invalid', message, null, { Connection: 'close' })
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Overwrites the bytes, which may contain a card. */
export function parseBody(bytes: Uint8Array): JsonObject {
  const value = parseOrRefuse(decodeOrRefuse(bytes))
  if (!isObject(value)) throw new ApiError('parameter_invalid', 'The body must be a JSON object.')
  return value
}

function decodeOrRefuse(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new ApiError('parameter_invalid', 'The body is not valid UTF-8.')
  } finally {
    bytes.fill(0)
  }
}

function parseOrRefuse(text: string) {
  try {
    return parseStrictJson(text)
  } catch (error) {
    if (error instanceof JsonRefused) throw new ApiError('parameter_invalid', error.message)
    throw error
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Null means the same as absence, so members that are null are removed, at every depth. */
export function withoutNulls(object: JsonObject): JsonObject {
  for (const key of Object.keys(object)) {
    const value = object[key]
    if (value === null) delete object[key]
    else if (isObject(value)) withoutNulls(value)
  }
  return object
}
