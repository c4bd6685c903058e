/** The events that the gateway sends to webhook endpoints, as a union that `type` tells apart. */
import type { Payment, Refund } from './api-types.ts'

type Envelope<Type extends string, Data> = Readonly<{
  /** The same in every attempt to deliver the event, so use it to recognize one that you have already handled. */
  id: string
  object: 'event'
  type: Type
  /** When it happened, in Unix seconds. */
  created_at: number
  /** False for events of payments made with a test key. */
  livemode: boolean
  data: Readonly<Data>
}>

type Snapshot = {
  /** The payment as it was when the event happened. Retrieve it to know its latest state. */
  payment: Payment
  /** What was left out because the event would have been too large, such as `payment.metadata`. */
  truncated?: readonly string[]
}

export type PaymentEvent = Envelope<
  'payment.succeeded' | 'payment.failed' | 'payment.canceled' | 'payment.expired' | 'payment.requires_action',
  Snapshot
>

export type RefundEvent = Envelope<
  'refund.created' | 'refund.succeeded' | 'refund.failed',
  Snapshot & { refund: Refund & Readonly<{ payment_id: string }> }
>

/** Sent only when you ask for it, to see whether an endpoint works. */
export type WebhookTestEvent = Envelope<
  'webhook_endpoint.test',
  {
    /** The ID of the endpoint. */
    webhook_endpoint: string
  }
>

/** Later versions of the gateway may send further types: give a `switch` over `type` a `default`. */
export type WebhookEvent = PaymentEvent | RefundEvent | WebhookTestEvent
