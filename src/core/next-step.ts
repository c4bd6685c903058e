/** What a worker has to do about a payment now; the first due thing, or nothing. */
import type { Attempt } from './attempt.ts'
import { liveAttempt, type Payment } from './payment.ts'
import type { Refund } from './refund.ts'

export type Step =
  | Readonly<{ kind: 'expire' }>
  | Readonly<{ kind: 'take_over_attempt'; attempt: Attempt }>
  | Readonly<{ kind: 'take_over_refund'; refund: Refund }>
  | AskingStep

/** Steps that ask the acquirer. */
export type AskingStep =
  | Readonly<{ kind: 'inquire' | 'reverse' | 'pay_back'; attempt: Attempt }>
  | Readonly<{ kind: 'inquire_refund' | 'reverse_refund'; refund: Refund }>

/** `isDue` is asked with each `nextAtMs`. */
export function nextStep(payment: Payment, isDue: (atMs: number) => boolean): Step | null {
  const attempt = payment.attempts.find((one) => one.nextAtMs !== null && isDue(one.nextAtMs))
  if (attempt !== undefined) return attemptStep(attempt)
  const refund = payment.refunds.find((one) => one.nextAtMs !== null && isDue(one.nextAtMs))
  if (refund !== undefined) return refundStep(refund)
  const isOpen = payment.ending === null && liveAttempt(payment) === null
  return isOpen && isDue(payment.expiresAtMs) ? { kind: 'expire' } : null
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
