/**
 * Requests and responses as plain data, for what is served without a router: everything that the API needs from a request
 * and returns, however it is transported.
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
  /** Whether a header was sent more than once. */
  isRepeated(name: 'authorization' | 'idempotency-key'): boolean
  readBody(limits: BodyLimits): Promise<Uint8Array | BodyProblem>
}>

export type BodyLimits = Readonly<{ bytesMax: number; chunksMax: number }>
/** `incomplete`: the sender has closed the connection. */
export type BodyProblem = 'too_large' | 'too_many_chunks' | 'incomplete'

export type ResponseHeaders = Readonly<Record<string, string>>
export type PlainResponse = Readonly<{ status: number; headers: ResponseHeaders; body: string }>

/** Null for requests that need the router. */
export type PlainHandler = (request: PlainRequest, context: RequestContext) => Promise<PlainResponse> | null

/** `rawHeaders`: alternating names and values, as Node provides them; its parsed headers hide repetitions. `name` in lowercase. */
export function isRepeated(rawHeaders: readonly string[], name: string): boolean {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2) if (isNamed(rawHeaders[i] ?? '', name)) count++
  return count > 1
}

/** Lengths are compared first, because this runs over every header of a request. */
export function isNamed(given: string, name: string): boolean {
  return given.length === name.length && given.toLowerCase() === name
}
