/**
 * What a PaymentIntent says about an attempt. The order of the cases is that of a PaymentIntent's life. One that was declined
 * is canceled after that, and keeps the reason.
 */
import type { InquiryAnswer, UnknownAnswer } from '../../core/attempt/answers.ts'
import { type Currency, currencies } from '../../core/money.ts'
import type { StripeContext } from './context.ts'
import { declinedBy } from './declines.ts'
import type { Intent } from './intent.ts'

export function answerOf(intent: Intent, context: StripeContext): InquiryAnswer {
  switch (intent.status) {
    case 'requires_payment_method':
      return unpaid(intent, context)
    case 'requires_action':
      return challengeOf(intent, context)
    // The customer has passed the challenge. Nothing has been charged yet, but it can still be.
    case 'requires_confirmation':
    case 'processing':
      return { kind: 'pending' }
    case 'succeeded':
      return approvedBy(intent)
    case 'canceled':
      return intent.problem === null
        ? { kind: 'reversed' }
        : declinedBy(intent.problem, intent.charge, context.log)
    default:
      return unknown(`the PaymentIntent is ${intent.status}`)
  }
}

/** Before the confirmation has arrived, there is neither an error nor a charge. */
function unpaid({ problem, charge }: Intent, { log }: StripeContext): InquiryAnswer {
  if (problem !== null) return declinedBy(problem, charge, log)
  return charge === null ? { kind: 'not_found' } : unknown('a charge that has no outcome')
}

function challengeOf(
  { redirectUrl, charge }: Intent,
  { challengeOrigins, log }: StripeContext,
): InquiryAnswer {
  if (redirectUrl === null) return { kind: 'pending' }
  const origin = URL.parse(redirectUrl)?.origin ?? ''
  if (!challengeOrigins.includes(origin)) {
    log.error(
      { alarm: 'acquirer_challenge', acquirer: 'stripe', origin },
      'Stripe wants to send a customer to an address that is not its own',
    )
    return { kind: 'pending' }
  }
  const country = charge?.country ?? null
  return { kind: 'challenge', url: redirectUrl, method: 'GET', fields: {}, country }
}

function approvedBy({ id, reference, receivedMinor, currency, charge }: Intent): InquiryAnswer {
  const known = currencyNamed(currency)
  if (reference === null || known === null) return unknown('a charge that is not ours')
  return {
    kind: 'approved',
    acquirerTransactionId: id,
    reference,
    amountMinor: receivedMinor,
    currency: known,
    country: charge?.country ?? null,
  }
}

export function currencyNamed(name: string): Currency | null {
  return currencies.find((currency) => currency === name) ?? null
}

export function unknown(cause: string): UnknownAnswer {
  return { kind: 'unknown', cause }
}
