/** What a conclusive answer to an attempt means for its payment. */
import type { Approved, Declined } from '../attempt/answers.ts'
import { type Attempt, blocksNextAttempt } from '../attempt/attempt.ts'
import type { DeclineCode } from '../decline.ts'
import type { EndingEvent, PaymentEvent } from './events.ts'
import { isSessionOver, type Payment } from './payment.ts'
import type { Now } from './waiting.ts'

/** The approval is exactly what was asked for. */
export function matchesTerms(payment: Payment, attempt: Attempt, answer: Approved): boolean {
  return (
    answer.reference === attempt.reference &&
    answer.amountMinor === payment.amountMinor &&
    answer.currency === payment.currency
  )
}

/** The attempt's approval and the payment's success, which are saved together. */
export function approvedEvents(attempt: Attempt, answer: Approved, atMs: number): readonly PaymentEvent[] {
  const { acquirerTransactionId, country } = answer
  return [
    { type: 'attempt_approved', number: attempt.number, acquirerTransactionId, country, atMs },
    { type: 'payment_succeeded', atMs },
  ]
}

export function declinedEvent(
  number: number,
  { declineCode, country, retry }: Declined,
  atMs: number,
): PaymentEvent {
  return { type: 'attempt_declined', number, declineCode, country, ...(retry && { retry }), atMs }
}

/** The payment fails, unless it has ended. */
export function failedEvents(
  payment: Payment,
  declineCode: DeclineCode,
  { nowMs: atMs }: Now,
): readonly EndingEvent[] {
  return payment.ending === null ? [{ type: 'payment_failed', declineCode, atMs }] : []
}

/** The card was not charged: the payment fails, expires, or stays open if another card may be tried. */
export function notChargedEvents(
  payment: Payment,
  declineCode: DeclineCode,
  now: Now,
): readonly EndingEvent[] {
  if (payment.ending !== null) return []
  if (payment.attempts.length >= payment.attemptsMax) return failedEvents(payment, declineCode, now)
  return isSessionOver(payment, now) ? [{ type: 'payment_expired', atMs: now.nowMs }] : []
}

/** Why an attempt ended without charging the card. */
export function notChargedCode(attempt: Attempt): DeclineCode {
  return attempt.declineCode ?? attempt.decision?.declineCode ?? 'processing_error'
}

/** A customer who leaves after a decline leaves because of it. A customer who tried no card has simply left. */
export function leavingCode(payment: Payment): DeclineCode {
  const tried = payment.attempts.findLast((attempt) => !blocksNextAttempt(attempt))
  return tried === undefined ? 'canceled_by_customer' : notChargedCode(tried)
}
