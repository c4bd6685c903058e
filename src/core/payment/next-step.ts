/** What a worker has to do about a payment now: the first step that is due, or nothing. */
import type { FormFields } from '../attempt/answers.ts'
import type { Attempt } from '../attempt/attempt.ts'
import type { Refund } from '../refund/refund.ts'
import { blockingAttempt, type Payment, sessionEndMs } from './payment.ts'
import { longestPauseMs, longestRepetitionMs, type Rules } from './rules.ts'

export type Step =
  | Readonly<{ kind: 'expire' }>
  | Readonly<{ kind: 'take_over_attempt'; attempt: Attempt }>
  | Readonly<{ kind: 'take_over_refund'; refund: Refund }>
  | AskingStep

/** Steps that ask the acquirer. */
export type AskingStep =
  | Readonly<{ kind: 'inquire' | 'reverse' | 'pay_back'; attempt: Attempt }>
  | Readonly<{ kind: 'finish_challenge'; attempt: Attempt; returned: FormFields }>
  | Readonly<{ kind: 'inquire_refund' | 'reverse_refund'; refund: Refund }>

type Now = Readonly<{ nowMs: number; rules: Rules }>

/** Null if nothing is due yet. Attempts come before refunds, and refunds before the end of the session. */
export function nextStep(payment: Payment, now: Now): Step | null {
  const attempt = payment.attempts.find((attempt) => isAttemptDue(attempt, now))
  if (attempt !== undefined) return attemptStep(attempt)
  const refund = payment.refunds.find((refund) => isRefundDue(refund, now))
  if (refund !== undefined) return refundStep(refund)
  const isOpen = payment.ending === null && blockingAttempt(payment) === null
  return isOpen && sessionEndMs(payment) <= now.nowMs ? { kind: 'expire' } : null
}

function isAttemptDue({ nextAtMs, state }: Attempt, now: Now): boolean {
  if (nextAtMs === null) return false
  return isDue(
    nextAtMs,
    state === 'reversed' ? longestRepetitionMs(now.rules) : longestPauseMs(now.rules),
    now,
  )
}

function isRefundDue({ nextAtMs, updatedAtMs }: Refund, now: Now): boolean {
  if (nextAtMs === null) return false
  const pauseMax = longestPauseMs(now.rules)
  const isPause = nextAtMs - updatedAtMs <= pauseMax
  return isDue(nextAtMs, isPause ? pauseMax : longestRepetitionMs(now.rules), now)
}

/**
 * A time that is further ahead than any pause was written by a clock that has been set back since. Its work is due now;
 * otherwise it would be delayed by as much as the clock was set back.
 */
function isDue(atMs: number, aheadMaxMs: number, { nowMs }: Now): boolean {
  return atMs <= nowMs || atMs > nowMs + aheadMaxMs
}

function attemptStep(attempt: Attempt): Step {
  if (attempt.state === 'paying_back') return { kind: 'pay_back', attempt }
  if (attempt.decision !== null) return { kind: 'reverse', attempt }
  const { returned } = attempt
  if (returned !== null) return { kind: 'finish_challenge', attempt, returned }
  return { kind: attempt.state === 'sending' ? 'take_over_attempt' : 'inquire', attempt }
}

function refundStep(refund: Refund): Step {
  if (refund.state === 'reversing') return { kind: 'reverse_refund', refund }
  return { kind: refund.state === 'sending' ? 'take_over_refund' : 'inquire_refund', refund }
}
