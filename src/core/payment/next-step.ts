/** What a worker has to do about a payment now; the first due thing, or nothing. */
import type { Attempt } from '../attempt/attempt.ts'
import type { Refund } from '../refund/refund.ts'
import { blockingAttempt, type Payment } from './payment.ts'

/** A pause between two looks, a reversal that is repeated later, or the end of a session. */
type Ahead = 'pause' | 'repetition' | 'session'

export type Step =
  | Readonly<{ kind: 'expire' }>
  | Readonly<{ kind: 'take_over_attempt'; attempt: Attempt }>
  | Readonly<{ kind: 'take_over_refund'; refund: Refund }>
  | AskingStep

/** Steps that ask the acquirer. */
export type AskingStep =
  | Readonly<{ kind: 'inquire' | 'reverse' | 'pay_back'; attempt: Attempt }>
  | Readonly<{ kind: 'inquire_refund' | 'reverse_refund'; refund: Refund }>

/** `putOffMs`: by how much it was put off when it was written, where that is known. */
export type IsDue = (atMs: number, ahead: Ahead, putOffMs: number | null) => boolean

/**
 * `isDue` is asked with each time to look again, and with how far ahead that can lie: a time further ahead was written
 * by a clock that was ahead.
 */
export function nextStep(payment: Payment, isDue: IsDue): Step | null {
  const attempt = payment.attempts.find(
    ({ nextAtMs, state }) =>
      nextAtMs !== null && isDue(nextAtMs, state === 'reversed' ? 'repetition' : 'pause', null),
  )
  if (attempt !== undefined) return attemptStep(attempt)
  const refund = payment.refunds.find(
    ({ nextAtMs, updatedAtMs, state }) =>
      nextAtMs !== null &&
      isDue(nextAtMs, state === 'reversing' ? 'repetition' : 'pause', nextAtMs - updatedAtMs),
  )
  if (refund !== undefined) return refundStep(refund)
  const isOpen = payment.ending === null && blockingAttempt(payment) === null
  return isOpen && isDue(payment.expiresAtMs, 'session', null) ? { kind: 'expire' } : null
}

function attemptStep(attempt: Attempt): Step {
  if (attempt.state === 'paying_back') return { kind: 'pay_back', attempt }
  if (attempt.decision !== null) return { kind: 'reverse', attempt }
  return { kind: attempt.state === 'sending' ? 'take_over_attempt' : 'inquire', attempt }
}

function refundStep(refund: Refund): Step {
  if (refund.state === 'reversing') return { kind: 'reverse_refund', refund }
  return { kind: refund.state === 'sending' ? 'take_over_refund' : 'inquire_refund', refund }
}
