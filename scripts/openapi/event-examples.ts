/** An event of each type, about the payment of the other examples. */
import { declineMessages } from '../../src/core/decline.ts'
import type { EventType } from '../../src/core/public-events.ts'
import { created, endpointId, eventId, pathId, payments, refund } from './examples.ts'

const settledAt = refund.created_at + 60
const settled = { updated_at: settledAt, completed_at: settledAt }
const refused = {
  ...settled,
  status: 'failed',
  decline_code: 'generic_decline',
  decline_message: declineMessages.generic_decline,
}

const refundData = (changes: Partial<Record<keyof typeof refund, unknown>>, refundedAmount: number) => {
  const changed = { ...refund, ...changes }
  const { id, ...rest } = changed
  return {
    refund: { id, payment_id: pathId, ...rest },
    payment: { ...payments.refunding, refunded_amount: refundedAmount, refunds: [changed] },
  }
}

const contents: Readonly<Record<EventType, readonly [createdAt: number, data: object]>> = {
  'payment.succeeded': [payments.succeeded.succeeded_at, { payment: payments.succeeded }],
  'payment.failed': [payments.declined.failed_at, { payment: payments.declined }],
  'payment.canceled': [created + 600, { payment: payments.canceled }],
  'payment.expired': [created + 86_400, { payment: payments.expired }],
  'payment.requires_action': [created + 150, { payment: payments.confirming }],
  'refund.created': [refund.created_at, refundData({}, refund.amount)],
  'refund.succeeded': [settledAt, refundData({ ...settled, status: 'succeeded' }, refund.amount)],
  // A failed refund gives its amount back.
  'refund.failed': [settledAt, refundData(refused, 0)],
  'webhook_endpoint.test': [created, { webhook_endpoint: endpointId }],
}

export function eventExample(type: EventType) {
  const [created_at, data] = contents[type]
  return { id: eventId, object: 'event', type, created_at, livemode: false, data }
}
