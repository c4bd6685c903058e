/**
 * What an endpoint of the API is, and the two forms of a request: `Incoming`, as the server receives it, and `Call`, as an
 * endpoint gets it. An endpoint declares everything that it takes, and a call holds nothing else, so whatever is generated
 * from the declarations, such as `openapi.json`, is complete.
 */
import { z } from 'zod'
import type { ApiKey } from '../core/api-key.ts'
import type { Mode } from '../core/payment/payment.ts'
import type { Gateway } from '../operations/gateway.ts'
import type { Responded } from '../operations/respond.ts'
import type { PlainRequest } from '../plain-http.ts'
import type { Storage } from '../ports/storage.ts'
import type { RequestContext } from '../request-context.ts'
import type { ApiError } from './api-error.ts'
import type { PaymentBodies } from './payment-bodies.ts'
import type { Needs } from './permit.ts'

export type Endpoint<Target = unknown, Query = unknown, Body = unknown> = Readonly<{
  method: 'GET' | 'POST' | 'DELETE'
  /** May contain IDs: `/v1/payments/:id`. */
  path: string
  /** Loads what the IDs in the path name. Left out where there is none. */
  target?: Loader<Target>
  /** Its query parameters. Others are refused. */
  query: z.ZodObject & z.ZodType<Query>
  /** `ignored`: a JSON object may be sent, but its members are ignored. */
  body: 'none' | 'ignored' | BodySchemas<Body>
  /** A request without a body is one with an empty object. */
  isBodyOptional?: true
  /** What must be set up before a live key can use it. */
  needs: Needs
  handle(call: Call<Query, Body, Target>): Promise<ApiResponse>
}>

/** In the order of the path. Rejects with the error that the caller sees if nothing of theirs has these IDs. */
export type Loader<Target> = (storage: Storage, key: ApiKey, ids: readonly string[]) => Promise<Target>

/** The rules for live keys are stricter than those for test keys. */
export type BodySchemas<Body = unknown> = Readonly<Record<Mode, z.ZodType<Body>>>

/** Types the call of the handler from the declaration. */
export function defineEndpoint<Target, Query, Body>(endpoint: Endpoint<Target, Query, Body>): Endpoint {
  return endpoint as unknown as Endpoint
}

export const noQuery = z.object({})

/** A request as the server receives it, and its route. */
export type Incoming = Readonly<{
  request: PlainRequest
  context: RequestContext
  /** Or the error, 404 or 405, which only an authenticated caller may see. */
  route: Route | ApiError
}>

export type Route = Readonly<{ endpoint: Endpoint; ids: readonly string[] }>

/** An authenticated request in which everything has been validated. */
export type Call<Query = unknown, Body = unknown, Target = unknown> = Readonly<{
  gateway: Gateway
  key: ApiKey
  /** Collects what is logged about the request. */
  context: RequestContext
  payUrl: string
  bodies: PaymentBodies
  /** What the path names. It belongs to the caller. */
  target: Target
  query: Query
  body: Body
  /** Makes the response, and the record from which a repeated request gets the same response. */
  respond(status: number, body: object): Responded<ApiResponse>
  /** The same, where the body holds a secret: it is sealed where it is kept. */
  respondSealed(status: number, body: object): Responded<ApiResponse>
}>

export type ApiResponse = Readonly<{ status: number; body: string }>

/** Thrown when another request used the idempotency key before ours was committed. The kept response decides. */
export class KeyTakenMeanwhile extends Error {
  override name = 'KeyTakenMeanwhile'
}
