/** Whole payments as the examples of the published description. */
import { declineMessages } from '../../src/core/decline.ts'

export const pathId = 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'
export const endpointId = 'we_01j1ndzr5x8kq2v7m3c4t6w9ya'
export const eventId = 'evt_01j1ndzr5x8kq2v7m3c4t6w9ya'
export const exampleSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='
export const created = 1719792000
const paidAt = created + 180

/** The keys in the order of the responses. */
export const sessionCreated = {
  id: pathId,
  object: 'payment',
  amount: 2500,
  currency: 'eur',
  status: 'pending',
  description: 'Order 1042',
  card: null,
  customer: null,
  metadata: { order_id: '1042' },
  decline_code: null,
  decline_message: null,
  redirect_url: `https://pay.example.org/hpp/${pathId}`,
  refunded_at: null,
  succeeded_at: null,
  failed_at: null,
  created,
  livemode: false,
  refunded_amount: 0,
  provider_transaction_id: null,
  refunds: [],
  next_action: null,
}

const card = { brand: 'visa', last4: '1111', exp_month: 12, exp_year: 2030, country: 'US' }

const succeeded = {
  ...sessionCreated,
  status: 'succeeded',
  card,
  customer: { email: 'alex@example.com', name: 'Alex Johnson' },
  redirect_url: null,
  succeeded_at: paidAt,
}

export const refund = {
  id: '01j1ndzr5x8kq2v7m3c4t6w9ya',
  amount: 1000,
  currency: 'eur',
  reason: 'requested_by_customer',
  status: 'pending',
  decline_code: null,
  decline_message: null,
  created_at: paidAt + 3600,
  updated_at: paidAt + 3600,
  completed_at: null,
  provider_refund_id: null,
}

export const payments = {
  directCreated: {
    ...sessionCreated,
    card: { brand: null, last4: '1111', exp_month: null, exp_year: null, country: null },
    description: null,
    metadata: null,
    redirect_url: null,
  },
  succeeded,
  refunding: { ...succeeded, refunded_amount: 1000, refunds: [refund] },
  declined: {
    ...succeeded,
    status: 'failed',
    decline_code: 'insufficient_funds',
    decline_message: declineMessages.insufficient_funds,
    succeeded_at: null,
    failed_at: paidAt,
  },
  /** The customer is known as soon as the page has been completed. */
  confirming: {
    ...succeeded,
    status: 'requires_action',
    succeeded_at: null,
    next_action: { redirect_url: `https://pay.example.org/hpp/${pathId}/authenticate` },
  },
  expired: { ...sessionCreated, status: 'expired', redirect_url: null },
  canceled: { ...sessionCreated, status: 'canceled', redirect_url: null },
  left: {
    ...sessionCreated,
    status: 'failed',
    decline_code: 'canceled_by_customer',
    decline_message: declineMessages.canceled_by_customer,
    redirect_url: null,
    failed_at: paidAt,
  },
}
