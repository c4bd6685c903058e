/** A row of the core's tables: in this state, at this time, this command has these events, or is refused. */
import type { Command } from '../../src/core/payment/commands.ts'
import type { AnyEvent } from '../../src/core/payment/events.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import type { Refusal } from '../../src/core/payment/refusals.ts'
import { statusOf } from '../../src/core/payment/status.ts'
import { attemptTransitions, refundTransitions } from '../../src/core/payment/transitions.ts'
import { at } from './situations.ts'
import { refundId } from './vocabulary.ts'

/** An event without what the row says already: its time, and that it is about the first attempt or refund. */
export type ExpectedEvent = Readonly<{ type: AnyEvent['type'] } & Record<string, unknown>>

export type Row = Readonly<{
  given: string
  payment: Payment
  command: Command
  /** Seconds after the payment's creation. */
  atS: number
  then: Refusal | readonly ExpectedEvent[]
  /** What the payment is after it, as {@link summary} says it; null where nothing changes. */
  so: string | null
}>

export function row(
  given: string,
  payment: Payment,
  command: Command,
  atS: number,
  then: Row['then'],
  so: string | null = null,
): Row {
  return { given, payment, command, atS, then, so }
}

export function nameOf({ given, command, then }: Row): string {
  const answer = 'answer' in command ? ` (${command.answer.kind})` : ''
  const outcome =
    typeof then === 'string' ? `refused: ${then}` : then.map((event) => event.type).join(', ') || 'nothing'
  return `${given}: ${command.type}${answer} -> ${outcome}`
}

/** The expected events with what the row leaves out. */
export function wholeEvents({ then, atS }: Row): readonly ExpectedEvent[] {
  if (typeof then === 'string') return []
  return then.map((event) => ({ ...subjectOf(event.type), atMs: at(atS), ...event }))
}

function subjectOf(type: string): Record<string, unknown> {
  if (type === 'attempt_started' || type in attemptTransitions) return { number: 1 }
  return type === 'refund_requested' || type in refundTransitions ? { refundId } : {}
}

/** States of attempts, the public status, states of refunds: `reversed sending, pending` or `approved, succeeded, failed`. */
export function summary(payment: Payment): string {
  const attempts = payment.attempts.map((attempt) => attempt.state).join(' ')
  const refunds = payment.refunds.map((refund) => refund.state).join(' ')
  return [attempts, statusOf(payment), refunds].filter((part) => part !== '').join(', ')
}

/** Every `event from state` that the row makes happen, in the words of the transition tables. */
export function movesOf({ payment, then }: Row): readonly string[] {
  if (typeof then === 'string') return []
  return then.flatMap(({ type, number = 1 }) => {
    if (type in refundTransitions) return [`${type} from ${payment.refunds[0]?.state}`]
    if (!(type in attemptTransitions)) return []
    return [`${type} from ${payment.attempts.find((one) => one.number === number)?.state}`]
  })
}
