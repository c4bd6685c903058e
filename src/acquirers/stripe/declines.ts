/** Stripe's reasons for a decline, in the words of our contract. */
import type { Declined } from '../../core/attempt/answers.ts'
import type { DeclineCode } from '../../core/decline.ts'
import type { Log } from '../../ports/system.ts'
import type { IntentCharge } from './intent.ts'
import type { StripeProblem } from './stripe-error.ts'

const codes = new Map<string, DeclineCode>(
  Object.entries({
    do_not_honor: 'do_not_honor',
    insufficient_funds: 'insufficient_funds',
    expired_card: 'expired_card',
    incorrect_number: 'invalid_number',
    invalid_number: 'invalid_number',
    invalid_account: 'invalid_number',
    invalid_expiry_month: 'invalid_expiry',
    invalid_expiry_year: 'invalid_expiry',
    incorrect_cvc: 'invalid_cvc',
    invalid_cvc: 'invalid_cvc',
    lost_card: 'lost_card',
    stolen_card: 'stolen_card',
    card_velocity_exceeded: 'card_velocity_exceeded',
    withdrawal_count_limit_exceeded: 'cardholder_limit',
    call_issuer: 'issuer_declined',
    pickup_card: 'issuer_declined',
    restricted_card: 'issuer_declined',
    revocation_of_all_authorizations: 'issuer_declined',
    revocation_of_authorization: 'issuer_declined',
    stop_payment_order: 'issuer_declined',
    do_not_try_again: 'issuer_declined',
    no_action_taken: 'issuer_declined',
    incorrect_pin: 'issuer_declined',
    invalid_pin: 'issuer_declined',
    offline_pin_required: 'issuer_declined',
    online_or_offline_pin_required: 'issuer_declined',
    pin_try_exceeded: 'issuer_declined',
    card_not_supported: 'not_permitted',
    transaction_not_allowed: 'not_permitted',
    service_not_allowed: 'not_permitted',
    not_permitted: 'not_permitted',
    security_violation: 'not_permitted',
    fraudulent: 'suspect_fraud',
    merchant_blacklist: 'fraud_filter',
    payment_intent_authentication_failure: 'authentication_failed',
    authentication_required: 'authentication_failed',
    authentication_not_handled: 'authentication_failed',
    invalid_amount: 'invalid_amount',
    amount_too_small: 'invalid_amount',
    amount_too_large: 'invalid_amount',
    currency_not_supported: 'invalid_currency',
    processing_error: 'processing_error',
    issuer_not_available: 'processing_error',
    reenter_transaction: 'processing_error',
    try_again_later: 'processing_error',
    generic_decline: 'generic_decline',
  } as const),
)

/** These are not the customer's fault: test cards with a live key, or two charges alike within a short time. */
const alarming: readonly string[] = ['testmode_decline', 'duplicate_transaction']

/** Stripe has refused the card. */
export function declinedBy(problem: StripeProblem, charge: IntentCharge | null, log: Log): Declined {
  const country = charge?.country ?? (typeof problem.country === 'string' ? problem.country : null)
  return { kind: 'declined', declineCode: codeFor(problem, charge, log), country, retry: retryAfter(problem) }
}

function codeFor(problem: StripeProblem, charge: IntentCharge | null, log: Log): DeclineCode {
  if (charge?.isBlocked === true) return 'fraud_filter'
  const { code, declineCode } = problem
  // `code` is often just `card_declined`.
  const found = codes.get(declineCode ?? '') ?? codes.get(code ?? '')
  if (found !== undefined) return found
  // Stripe failed before the issuer was asked.
  if (problem.type === 'api_error') return 'processing_error'
  const fields = { acquirer: 'stripe', code, declineCode }
  if (alarming.includes(declineCode ?? ''))
    log.error(
      { alarm: 'acquirer_request', ...fields },
      'Stripe declined a payment that it should not have been sent',
    )
  else log.warn(fields, 'Stripe declined for a reason that this version does not know')
  return 'generic_decline'
}

function retryAfter({ adviceCode }: StripeProblem): 'never' | 'later' | null {
  if (adviceCode === 'do_not_try_again') return 'never'
  return adviceCode === 'try_again_later' ? 'later' : null
}

const refundCodes = new Map<string, DeclineCode>(
  Object.entries({
    lost_or_stolen_card: 'lost_card',
    expired_or_canceled_card: 'expired_card',
    declined: 'issuer_declined',
  } as const),
)

/** Why a refund failed. The rest are for the operator, such as a balance that is too low. */
export function refundDeclineCode(reason: string | null, log: Log): DeclineCode {
  const known = refundCodes.get(reason ?? '')
  if (known !== undefined) return known
  log.error({ alarm: 'acquirer_request', acquirer: 'stripe', reason }, 'a refund at Stripe failed')
  return 'processing_error'
}
