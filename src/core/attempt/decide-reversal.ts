/**
 * A reversal by our reference: repeated until the acquirer acknowledges it, then a tombstone for late requests. If it is
 * not acknowledged, the acquirer is asked what it holds, and its answer wins.
 */

import { type CommandOf, type Context, type Decision, happened, refuse } from '../payment/commands.ts'
import type { PaymentEvent } from '../payment/events.ts'
import { failedEvents, notChargedEvents } from '../payment/outcome.ts'
import { attemptNumbered, type Payment } from '../payment/payment.ts'
import { pauseMs } from '../payment/rules.ts'
import { nextRepetitionMs, waitedMs } from '../payment/waiting.ts'
import { causeOf } from './answers.ts'
import type { Attempt, ReversalDecision } from './attempt.ts'
import { mustPayBack, payBack } from './decide-pay-back.ts'

type Command = CommandOf<'record_reversal'>

/** Refused unless the reversal was decided. A missing acknowledgment counts only for the worker with the current epoch. */
export function recordReversal(payment: Payment, command: Command, context: Context): Decision {
  const attempt = attemptNumbered(payment, command.number)
  if (attempt === null || attempt.decision === null) return refuse('superseded')
  if (attempt.state === 'reversed') return repeated(payment, attempt, command, context)
  if (attempt.state !== 'reversing' && attempt.state !== 'set_aside') return refuse('superseded')
  if (isUndone(command)) return acknowledged(payment, attempt, attempt.decision, command, context)
  if (mustPayBack(payment, attempt, command)) return payBack(payment, attempt, context)
  if (attempt.state === 'set_aside') return refuse('superseded')
  return unacknowledged(payment, attempt, attempt.decision, command, context)
}

/** No money is held: the acquirer has reversed it, or had declined it. */
function isUndone({ answer, inquiry }: Command): boolean {
  return answer.kind === 'reversed' || inquiry?.kind === 'reversed' || inquiry?.kind === 'declined'
}

function acknowledged(
  payment: Payment,
  attempt: Attempt,
  decision: ReversalDecision,
  command: Command,
  context: Context,
): Decision {
  const atMs = context.nowMs
  const { isTombstone } = command
  const repeatMs = context.rules.repeatReversalMs[0]
  const nextAtMs = isTombstone || repeatMs === undefined ? null : atMs + repeatMs
  const events = isTombstone || hasArrived(attempt, command) ? notChargedEvents : failedEvents
  return happened(
    { type: 'attempt_reversed', number: attempt.number, nextAtMs, atMs },
    ...(decision.paymentWaits ? events(payment, decision.declineCode, context) : []),
  )
}

/** A request that has arrived cannot arrive late, so this card will not be charged and another one may be tried. */
function hasArrived(attempt: Attempt, { inquiry }: Command): boolean {
  return attempt.challengeExpiresAtMs !== null || inquiry?.kind === 'declined'
}

function unacknowledged(
  payment: Payment,
  attempt: Attempt,
  decision: ReversalDecision,
  command: Command,
  context: Context,
): Decision {
  if (payment.epoch !== command.epoch) return refuse('superseded')
  const atMs = context.nowMs
  const cause = causeOf(command.answer)
  if (command.answer.kind === 'too_late' && command.inquiry?.kind === 'approved') {
    // The acquirer holds something other than what was requested, so a person must decide how much to refund.
    return happened(
      {
        type: 'attempt_set_aside',
        number: attempt.number,
        cause: 'the acquirer collected a different amount',
        atMs,
      },
      ...failedEvents(payment, decision.declineCode, context),
    )
  }
  const failed = overdueFailure(payment, attempt, decision, context)
  if (waitedMs(context, decision.decidedAtMs) >= context.rules.setAsideAfterMs) {
    return happened({ type: 'attempt_set_aside', number: attempt.number, cause, atMs }, ...failed)
  }
  const nextAtMs = atMs + pauseMs(context.rules, attempt.inquiries, context.random)
  return happened(
    { type: 'attempt_reversal_unacknowledged', number: attempt.number, cause, nextAtMs, atMs },
    ...failed,
  )
}

/** The decision is final, so the customer does not have to wait until the acquirer acknowledges it. */
function overdueFailure(
  payment: Payment,
  attempt: Attempt,
  decision: ReversalDecision,
  context: Context,
): readonly PaymentEvent[] {
  const isOverdue = waitedMs(context, attempt.startedAtMs) >= context.rules.decideAfterMs
  return isOverdue ? failedEvents(payment, decision.declineCode, context) : []
}

/** Sent again later, because this acquirer's reversals do not stop a request that arrives after them. */
function repeated(payment: Payment, attempt: Attempt, command: Command, context: Context): Decision {
  const { number, nextAtMs: dueAtMs, settledAtMs } = attempt
  if (payment.epoch !== command.epoch || dueAtMs === null || settledAtMs === null) return refuse('superseded')
  const atMs = context.nowMs
  if (isUndone(command)) {
    return happened({
      type: 'attempt_reversal_repeated',
      number,
      nextAtMs: nextRepetitionMs(settledAtMs, context),
      atMs,
    })
  }
  if (mustPayBack(payment, attempt, command)) return payBack(payment, attempt, context)
  const nextAtMs = atMs + pauseMs(context.rules, context.rules.backoffMs.length, context.random)
  return happened(
    { type: 'attempt_late_answer_recorded', number, answer: command.answer.kind, atMs },
    { type: 'attempt_reversal_repeated', number, nextAtMs, atMs },
  )
}
