/**
 * What an endpoint of the merchant API is, and the two forms of a request: `Incoming`, as the transport has it, and
 * `Call`, as an endpoint gets it. An endpoint declares all that it takes, and a call holds nothing else, so whatever
 * is made from the declarations, such as `openapi.json`, is complete.
 */
import { z } from 'zod'
import type { ApiKey } from '../core/api-key.ts'
import type { Mode, Payment } from '../core/payment/payment.ts'
import type { Gateway } from '../operations/gateway.ts'
import type { Responded } from '../operations/respond.ts'
import type { PlainRequest } from '../plain-http.ts'
import type { RequestContext } from '../request-context.ts'
import type { ApiError } from './api-error.ts'
import type { PaymentBodies } from './payment-bodies.ts'
import type { Needs } from './permit.ts'

export type Endpoint<Path extends string = string, Query = unknown, Body = unknown> = Readonly<{
  method: 'GET' | 'POST'
  /** At most one part of it varies, the ID of a payment: `/v1/payments/:id`. */
  path: Path
  /** The parameters of its query, each a string. Others are refused. */
  query: z.ZodObject & z.ZodType<Query>
  /** `ignored`: a JSON object may be sent, and nothing in it counts. */
  body: 'none' | 'ignored' | BodySchemas<Body>
  /** What a live key needs for it. */
  needs: Needs
  handle(call: Call<Query, Body, Target<Path>>): Promise<ApiResponse>
}>

/** A live key is held to stricter rules than a test key. */
export type BodySchemas<Body = unknown> = Readonly<Record<Mode, z.ZodType<Body>>>

type Target<Path extends string> = string extends Path
  ? Payment | null
  : Path extends `${string}/:id${string}`
    ? Payment
    : null

/** Checks that the declaration and what its handler takes are the same. */
export function defineEndpoint<const Path extends string, Query, Body>(
  endpoint: Endpoint<Path, Query, Body>,
): Endpoint {
  return endpoint as unknown as Endpoint
}

export const noQuery = z.object({})

/** A request as it comes in, and where it goes. */
export type Incoming = Readonly<{
  request: PlainRequest
  context: RequestContext
  /** Or the 404 or 405 that an authenticated caller may see. */
  route: Route | ApiError
}>

export type Route = Readonly<{ endpoint: Endpoint; paymentId: string | null }>

/** An authenticated request whose every part has been checked. */
export type Call<Query = unknown, Body = unknown, Target = Payment | null> = Readonly<{
  gateway: Gateway
  key: ApiKey
  /** For what is logged about the request. */
  context: RequestContext
  payUrl: string
  bodies: PaymentBodies
  /** The caller's own payment whose ID is in the path; null where the path has none. */
  payment: Target
  query: Query
  body: Body
  /** The response, with the record that keeps it for a repeated request. */
  respond(status: number, body: object): Responded<ApiResponse>
}>

export type ApiResponse = Readonly<{ status: number; body: string }>

/** Thrown when the key was taken between our look and our commit; the kept response decides. */
export class KeyTakenMeanwhile extends Error {
  override name = 'KeyTakenMeanwhile'
}
