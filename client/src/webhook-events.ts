/** Names for the events that the gateway sends. Their types are generated, with everything else that openapi.json describes. */
import type { Event, WebhookEndpointTestEvent } from './api-types.ts'

/**
 * An event; `type` determines what `data` contains. Later versions of the gateway may send new types: give a `switch` over
 * `type` a `default`.
 */
export type WebhookEvent = Event

/** What happened to a payment. */
export type PaymentEvent = Extract<Event, { type: `payment.${string}` }>

/** What happened to a refund. */
export type RefundEvent = Extract<Event, { type: `refund.${string}` }>

/** Sent only when you ask for it, to see whether an endpoint works. */
export type WebhookTestEvent = WebhookEndpointTestEvent
