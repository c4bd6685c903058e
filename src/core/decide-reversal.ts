/** A reversal by our reference: repeated until the acquirer acknowledges it, then a tombstone for late requests. */
import { causeOf } from './answers.ts'
import type { Attempt, ReversalDecision } from './attempt.ts'
import { type CommandOf, type Context, type Decision, happened, refuse } from './commands.ts'
import type { PaymentEvent } from './events.ts'
import { untakenEvents } from './outcome.ts'
import type { Payment } from './payment.ts'
import { pauseMs } from './rules.ts'

export function recordReversal(
  payment: Payment,
  command: CommandOf<'record_reversal'>,
  context: Context,
): Decision {
  const attempt = payment.attempts.find((one) => one.number === command.number)
  if (attempt === undefined || attempt.decision === null) return refuse('superseded')
  if (attempt.state === 'reversed') return repeated(payment, attempt, command, context)
  if (attempt.state !== 'reversing') return refuse('superseded')
  return command.answer.kind === 'reversed'
    ? acknowledged(payment, attempt, attempt.decision, command.isTombstone, context)
    : unacknowledged(payment, attempt, attempt.decision, command, context)
}

function acknowledged(
  payment: Payment,
  attempt: Attempt,
  decision: ReversalDecision,
  isTombstone: boolean,
  context: Context,
): Decision {
  const atMs = context.nowMs
  const repeatMs = context.rules.repeatReversalMs[0]
  const nextAtMs = isTombstone || repeatMs === undefined ? null : atMs + repeatMs
  return happened(
    { type: 'attempt_reversed', number: attempt.number, nextAtMs, atMs },
    ...(decision.settles ? untakenEvents(payment, decision.declineCode, atMs) : []),
  )
}

function unacknowledged(
  payment: Payment,
  attempt: Attempt,
  decision: ReversalDecision,
  command: CommandOf<'record_reversal'>,
  context: Context,
): Decision {
  if (payment.epoch !== command.epoch) return refuse('superseded')
  const atMs = context.nowMs
  const cause = causeOf(command.answer)
  const failed = overdueFailure(payment, attempt, decision, context)
  if (atMs - decision.decidedAtMs >= context.rules.manualAfterMs) {
    return happened({ type: 'attempt_set_aside', number: attempt.number, cause, atMs }, ...failed)
  }
  const nextAtMs = atMs + pauseMs(context.rules, attempt.inquiries, context.random)
  return happened(
    { type: 'reversal_unacknowledged', number: attempt.number, cause, nextAtMs, atMs },
    ...failed,
  )
}

/** The decision is final, so the customer need not wait for the acquirer to acknowledge it. */
function overdueFailure(
  payment: Payment,
  attempt: Attempt,
  decision: ReversalDecision,
  context: Context,
): readonly PaymentEvent[] {
  const isOverdue = context.nowMs - attempt.startedAtMs >= context.rules.decideAfterMs
  if (payment.ending !== null || !isOverdue) return []
  return [{ type: 'payment_failed', declineCode: decision.declineCode, atMs: context.nowMs }]
}

/** Sent again later, because at this acquirer a reversal does not stop a request that arrives after it. */
function repeated(
  payment: Payment,
  attempt: Attempt,
  command: CommandOf<'record_reversal'>,
  context: Context,
): Decision {
  const { number, nextAtMs: dueAtMs, settledAtMs } = attempt
  if (payment.epoch !== command.epoch || dueAtMs === null || settledAtMs === null) return refuse('superseded')
  const atMs = context.nowMs
  if (command.answer.kind === 'unknown') {
    const nextAtMs = atMs + pauseMs(context.rules, context.rules.backoffMs.length, context.random)
    return happened(
      { type: 'late_answer_recorded', number, answer: 'unknown', atMs },
      {
        type: 'reversal_repeated',
        number,
        nextAtMs,
        atMs,
      },
    )
  }
  const later = context.rules.repeatReversalMs.map((ms) => settledAtMs + ms).find((time) => time > atMs)
  return happened({ type: 'reversal_repeated', number, nextAtMs: later ?? null, atMs })
}
