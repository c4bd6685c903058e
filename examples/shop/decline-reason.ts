/**
 * What the shop tells a customer whose payment failed. A decline code is for the merchant: the customer gets a reason only
 * where knowing it helps, and a lost, stolen, or suspicious card reads like every other decline.
 */
import type { Payment } from '../../client/src/flowlix.ts'

type Reason = Readonly<{ title: string; reason: string }>

const declined: Reason = { title: 'Payment failed', reason: 'Your card was declined.' }

const byStatus: Readonly<Record<string, Reason>> = {
  expired: { title: 'Time ran out', reason: 'The payment link is no longer valid.' },
  canceled: { title: 'Payment canceled', reason: 'The shop canceled this payment.' },
}

const details = 'Your bank couldn’t match the card details. Check them and try again.'
const funds = 'Your card was declined because of its balance or a limit.'
const unsupported = 'This card can’t be used for this payment. Please use a different card.'

const byCode: Readonly<Record<string, Reason>> = {
  canceled_by_customer: { title: 'Payment canceled', reason: 'You canceled the payment.' },
  invalid_number: { ...declined, reason: details },
  invalid_expiry: { ...declined, reason: details },
  invalid_cvc: { ...declined, reason: details },
  expired_card: { ...declined, reason: 'Your card has expired. Please use a different card.' },
  insufficient_funds: { ...declined, reason: funds },
  cardholder_limit: { ...declined, reason: funds },
  not_permitted: { ...declined, reason: unsupported },
  invalid_currency: { ...declined, reason: unsupported },
  authentication_failed: { ...declined, reason: 'Your bank couldn’t confirm that it was you.' },
  processing_error: {
    ...declined,
    reason: 'Something went wrong on the way to your bank. Please try again.',
  },
}

export function declineReason(payment: Pick<Payment, 'status' | 'decline_code'>): Reason {
  return byStatus[payment.status] ?? byCode[payment.decline_code ?? ''] ?? declined
}
