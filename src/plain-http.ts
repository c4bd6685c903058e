/**
 * Requests and responses as plain data, for what is served without a router: all that the API needs of a request and gives
 * in return, whoever transports it.
 */
import type { RequestContext } from './request-context.ts'

export type PlainRequest = Readonly<{
  method: string
  /** Without the query. */
  path: string
  /** With its question mark; empty where there is none. */
  query: string
  /** By its name in lower case. */
  header(name: string): string | null
  /** Whether a header came more than once, where that matters. */
  isRepeated(name: 'authorization' | 'idempotency-key'): boolean
  readBody(limits: BodyLimits): Promise<Uint8Array | BodyProblem>
}>

export type BodyLimits = Readonly<{ bytesMax: number; chunksMax: number }>
/** `incomplete`: the sender has gone away. */
export type BodyProblem = 'too_large' | 'too_many_chunks' | 'incomplete'

export type ResponseHeaders = Readonly<Record<string, string>>
export type PlainResponse = Readonly<{ status: number; headers: ResponseHeaders; body: string }>

/** Null for what needs a router. */
export type PlainHandler = (request: PlainRequest, context: RequestContext) => Promise<PlainResponse> | null

/** `rawHeaders`: names and values by turns, as Node has them; its parsed headers hide repetitions. `name` in lower case. */
export function isRepeated(rawHeaders: readonly string[], name: string): boolean {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2) if (isNamed(rawHeaders[i] ?? '', name)) count++
  return count > 1
}

/** Most headers are told apart by their length, without a look at their letters. */
export function isNamed(given: string, name: string): boolean {
  return given.length === name.length && given.toLowerCase() === name
}
