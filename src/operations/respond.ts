/** The response to a request, made from the payment that is about to be saved and kept in the same commit. */
import type { IdempotencyRecord } from '../core/idempotency-record.ts'
import type { Payment } from '../core/payment/payment.ts'

export type Responded<Response> = Readonly<{
  response: Response
  /** Keeps the response for a repeated request; null where the request has no idempotency key. */
  record: IdempotencyRecord | null
}>

export type Respond<Response> = (payment: Payment) => Responded<Response>

/** For a change without a waiting request. */
export const noResponse: Respond<null> = () => ({ response: null, record: null })
