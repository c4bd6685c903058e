/** What merchants are told about their payments: which internal events become public ones, and what their bodies hold. */
import type { AnyEvent, PaymentEvent } from './payment/events.ts'
import type { Customer, Mode, PaymentTerms } from './payment/payment.ts'

/** The types that an endpoint can subscribe to. */
export const publicEventTypes = [
  'payment.succeeded',
  'payment.failed',
  'payment.canceled',
  'payment.expired',
  'payment.requires_action',
  'refund.created',
  'refund.succeeded',
  'refund.failed',
] as const
export type PublicEventType = (typeof publicEventTypes)[number]

/** Sent on request, to one endpoint. Endpoints cannot subscribe to it. */
export const testEventType = 'webhook_endpoint.test'
export const eventTypes = [...publicEventTypes, testEventType] as const
export type EventType = (typeof eventTypes)[number]

/**
 * Null for what concerns only the gateway. A creation is not an event, because the caller knows about it. A 3-D Secure method
 * needs the customer's browser as a challenge does, so a direct payment must be told about both.
 */
const publicTypes = {
  payment_created: null,
  payment_succeeded: 'payment.succeeded',
  payment_failed: 'payment.failed',
  payment_expired: 'payment.expired',
  payment_canceled: 'payment.canceled',
  payment_extended: null,
  payment_personal_data_removed: null,
  attempt_started: null,
  attempt_prepared: null,
  attempt_challenge_requested: 'payment.requires_action',
  attempt_method_requested: 'payment.requires_action',
  attempt_resumed: null,
  attempt_challenge_returned: null,
  attempt_approved: null,
  attempt_declined: null,
  attempt_not_sent: null,
  attempt_answer_missed: null,
  attempt_inquiry_inconclusive: null,
  attempt_reversal_decided: null,
  attempt_reversal_unacknowledged: null,
  attempt_reversed: null,
  attempt_reversal_repeated: null,
  attempt_late_answer_recorded: null,
  attempt_set_aside: null,
  attempt_pay_back_decided: null,
  attempt_pay_back_unconfirmed: null,
  attempt_paid_back: null,
  refund_requested: 'refund.created',
  refund_accepted: null,
  refund_succeeded: 'refund.succeeded',
  refund_failed: 'refund.failed',
  refund_answer_missed: null,
  refund_inquiry_inconclusive: null,
  refund_reversal_decided: null,
  refund_reversal_unacknowledged: null,
  refund_set_aside: null,
} as const satisfies Readonly<Record<AnyEvent['type'], PublicEventType | null>>

/** What merchants are told of one save. */
export type PublicFact = Readonly<{ type: PublicEventType; refundId: string | null; atMs: number }>

/** In the order of the events. Most events are the gateway's own business, and have none. */
export function publicFactsOf(events: readonly PaymentEvent[]): readonly PublicFact[] {
  const facts: PublicFact[] = []
  for (const event of events) {
    const type = publicTypes[event.type]
    if (type !== null)
      facts.push({ type, refundId: 'refundId' in event ? event.refundId : null, atMs: event.atMs })
  }
  return facts
}

/** As it is saved with its cause. The body has null in place of personal data: see {@link withPersonalData}. */
export type PublicEvent = Readonly<{ id: string; type: PublicEventType; createdAtMs: number; body: string }>

/** As it is read: with the body that is sent, which is the same for every attempt. */
export type StoredEvent = Readonly<{
  /** `evt_` and a ULID, whose time is `createdAtMs`. */
  id: string
  merchantId: string
  mode: Mode
  type: EventType
  /** Null for a test. */
  paymentId: string | null
  createdAtMs: number
  body: string
}>

type PersonalPart = Pick<PaymentTerms, 'description' | 'metadata'> &
  Readonly<{ customer: Pick<Customer, 'email' | 'name'> | null }>

/** The end of a body whose metadata is left out because it would be too large. */
const withoutMetadata = '"truncated":["payment.metadata"]}}'

/**
 * The whole body. The names are found without parsing: in a string, JSON has a backslash before each quotation mark, so
 * the first place where a name stands between two bare ones is the member of the payment.
 */
export function withPersonalData(body: string, { description, metadata, customer }: PersonalPart): string {
  const shown = customer === null ? null : { email: customer.email, name: customer.name }
  const left = body.endsWith(withoutMetadata) ? null : metadata
  return filled(filled(filled(body, 'metadata', left), 'customer', shown), 'description', description)
}

function filled(body: string, name: string, value: unknown): string {
  const member = `"${name}":`
  const at = body.indexOf(`${member}null`)
  if (at === -1) return body
  const start = at + member.length
  return `${body.slice(0, start)}${JSON.stringify(value)}${body.slice(start + 'null'.length)}`
}
