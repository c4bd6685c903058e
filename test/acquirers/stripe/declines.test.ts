/** What each of Stripe's reasons means in the words of the contract. */
import { expect, it } from 'vitest'
import { declinedBy, refundDeclineCode } from '../../../src/acquirers/stripe/declines.ts'
import { problemIn } from '../../../src/acquirers/stripe/stripe-error.ts'
import { recordedLog } from './recorded-log.ts'

const meanings = {
  do_not_honor: ['do_not_honor'],
  insufficient_funds: ['insufficient_funds'],
  expired_card: ['expired_card'],
  invalid_number: ['incorrect_number', 'invalid_number', 'invalid_account'],
  invalid_expiry: ['invalid_expiry_month', 'invalid_expiry_year'],
  invalid_cvc: ['incorrect_cvc', 'invalid_cvc'],
  lost_card: ['lost_card'],
  stolen_card: ['stolen_card'],
  card_velocity_exceeded: ['card_velocity_exceeded'],
  cardholder_limit: ['withdrawal_count_limit_exceeded'],
  issuer_declined: [
    'call_issuer',
    'pickup_card',
    'restricted_card',
    'revocation_of_all_authorizations',
    'revocation_of_authorization',
    'stop_payment_order',
    'do_not_try_again',
    'no_action_taken',
    'incorrect_pin',
    'invalid_pin',
    'offline_pin_required',
    'online_or_offline_pin_required',
    'pin_try_exceeded',
  ],
  not_permitted: [
    'card_not_supported',
    'transaction_not_allowed',
    'service_not_allowed',
    'not_permitted',
    'security_violation',
  ],
  suspect_fraud: ['fraudulent'],
  fraud_filter: ['merchant_blacklist'],
  authentication_failed: ['payment_intent_authentication_failure', 'authentication_required'],
  invalid_amount: ['invalid_amount', 'amount_too_small', 'amount_too_large'],
  invalid_currency: ['currency_not_supported'],
  processing_error: ['processing_error', 'issuer_not_available', 'reenter_transaction', 'try_again_later'],
  generic_decline: ['generic_decline'],
} as const

/** `blocked`: by Stripe's own filter. */
function meaningOf(reason: object, isBlocked = false) {
  const log = recordedLog()
  const problem = problemIn({ type: 'card_error', ...reason })
  if (problem === null) throw new Error('not an error')
  const charge = isBlocked ? { country: null, last4: null, isRefunded: false, isBlocked } : null
  return { declineCode: declinedBy(problem, charge, log).declineCode, lines: log.lines }
}

it.each(
  Object.entries(meanings).flatMap(([declineCode, reasons]) =>
    reasons.map((reason) => [reason, declineCode]),
  ),
)('%s means %s, as the code of an error or as its reason', (reason, declineCode) => {
  const known = { declineCode, lines: [] }
  expect(meaningOf({ code: 'card_declined', decline_code: reason })).toEqual(known)
  expect(meaningOf({ code: reason })).toEqual(known)
})

it('what Stripe itself has blocked is the merchant’s own filter, whatever else it says', () => {
  const reason = { code: 'card_declined', decline_code: 'fraudulent' }
  expect(meaningOf(reason, true)).toEqual({ declineCode: 'fraud_filter', lines: [] })
})

it.each(['testmode_decline', 'duplicate_transaction'])('%s is general, and raises an alarm', (reason) => {
  const { declineCode, lines } = meaningOf({ code: 'card_declined', decline_code: reason })
  expect(declineCode).toBe('generic_decline')
  expect(lines).toMatchObject([
    { level: 'error', fields: { alarm: 'acquirer_request', declineCode: reason } },
  ])
})

it.each([
  ['lost_or_stolen_card', 'lost_card', 0],
  ['expired_or_canceled_card', 'expired_card', 0],
  ['declined', 'issuer_declined', 0],
  ['insufficient_funds', 'processing_error', 1],
  ['charge_for_pending_refund_disputed', 'processing_error', 1],
  [null, 'processing_error', 1],
])('a refund that fails for %s is %s', (reason, declineCode, alarms) => {
  const log = recordedLog()
  expect(refundDeclineCode(reason, log)).toBe(declineCode)
  expect(log.lines).toHaveLength(alarms)
})
