/** What an endpoint of the merchant API is: a method, a path, what it takes, and what it answers. */

import type { ApiKey } from '../core/api-key.ts'
import type { IdempotencyRecord } from '../core/idempotency-record.ts'
import type { Gateway } from '../operations/gateway.ts'
import type { RequestContext } from '../request-context.ts'
import type { Needs } from './permit.ts'
import type { QueryParameters } from './query.ts'
import type { JsonObject } from './strict-json.ts'

export type Endpoint = Readonly<{
  method: 'GET' | 'POST'
  /** As Hono writes it: `/v1/payments/:id`. */
  path: string
  /** The parameters of its query, by name. */
  query: QueryParameters
  /** `optional`: no body at all is as good as an empty object. */
  body: 'none' | 'required' | 'optional'
  /** What a live key needs for it. */
  needs: Needs
  handle(call: Call): Promise<Answer>
}>

export type Call = Readonly<{
  gateway: Gateway
  key: ApiKey
  /** Of the request, for what is logged about it. */
  context: RequestContext
  payUrl: string
  params: Readonly<Record<string, string>>
  query: ReadonlyMap<string, string>
  /** Strictly parsed, without members that are null; empty where the endpoint takes no body. */
  body: JsonObject
  /** The record that keeps this answer for a repeated request, or null when the request has no key. */
  keep(answer: Answer): IdempotencyRecord | null
}>

export type Answer = Readonly<{ status: number; body: string }>

/** Thrown when the key was taken between our look and our commit; the kept answer decides. */
export class KeyTakenMeanwhile extends Error {
  override name = 'KeyTakenMeanwhile'
}
