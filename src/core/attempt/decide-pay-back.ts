/**
 * Paying back an attempt that was to be reversed, because its money was collected before the reversal arrived. All of it is
 * refunded under a reference of its own, so that a repeated request pays only once. The payment has failed and remains failed.
 */

import { type CommandOf, type Context, type Decision, happened, refuse } from '../payment/commands.ts'
import { failedEvents, matchesTerms } from '../payment/outcome.ts'
import { attemptNumbered, type Payment } from '../payment/payment.ts'
import { pauseMs } from '../payment/rules.ts'
import { waitedMs } from '../payment/waiting.ts'
import { causeOf } from './answers.ts'
import type { Attempt } from './attempt.ts'

/** The acquirer holds exactly what it was asked for, and can no longer reverse it. */
export function mustPayBack(
  payment: Payment,
  attempt: Attempt,
  { answer, inquiry }: CommandOf<'record_reversal'>,
): boolean {
  return answer.kind === 'too_late' && inquiry?.kind === 'approved' && matchesTerms(payment, attempt, inquiry)
}

/** A customer who has been charged is not asked for another card, and does not have to wait for the refund. */
export function payBack(payment: Payment, attempt: Attempt, context: Context): Decision {
  const { nowMs: atMs } = context
  const { number, state, decision } = attempt
  return happened(
    { type: 'attempt_pay_back_decided', number, nextAtMs: atMs, atMs },
    ...(state === 'reversing' && decision !== null
      ? failedEvents(payment, decision.declineCode, context)
      : []),
  )
}

/** A success is accepted from any worker, everything else only from the one with the current epoch. */
export function recordPayBack(
  payment: Payment,
  command: CommandOf<'record_pay_back'>,
  context: Context,
): Decision {
  const attempt = attemptNumbered(payment, command.number)
  if (attempt === null || !isOwed(attempt)) return refuse('superseded')
  const { number } = attempt
  const { answer } = command
  const atMs = context.nowMs
  if (answer.kind === 'succeeded') {
    const { acquirerRefundId } = answer
    return happened({ type: 'attempt_paid_back', number, acquirerRefundId, atMs })
  }
  if (attempt.state !== 'paying_back' || payment.epoch !== command.epoch) return refuse('superseded')
  if (mustBeSeen(attempt, answer, context)) {
    const cause = `it could not be refunded (${'declineCode' in answer ? answer.declineCode : causeOf(answer)})`
    return happened({ type: 'attempt_set_aside', number, cause, atMs })
  }
  const nextAtMs = atMs + pauseMs(context.rules, attempt.inquiries, context.random)
  return happened({ type: 'attempt_pay_back_unconfirmed', number, cause: causeOf(answer), nextAtMs, atMs })
}

/** An attempt that was set aside can be refunded manually, or by a reconciliation that a person runs. */
function isOwed({ state, decision }: Attempt): boolean {
  return state === 'paying_back' || (state === 'set_aside' && decision !== null)
}

function mustBeSeen(attempt: Attempt, answer: Readonly<{ kind: string }>, context: Context): boolean {
  if (answer.kind === 'failed' || answer.kind === 'reversed') return true
  // A refund may take days.
  if (answer.kind === 'pending') return false
  return waitedMs(context, Number(attempt.payBackDecidedAtMs)) >= context.rules.setAsideAfterMs
}
