/** The decision to reverse an attempt: final, and stored before the reversal is sent. */
import type { Context } from '../payment/commands.ts'
import type { AttemptEvent } from '../payment/events.ts'
import type { Attempt, ReversalDecision } from './attempt.ts'

type ReversalReason = Omit<ReversalDecision, 'decidedAtMs'> & Readonly<{ cause: string }>

export function reversal(attempt: Attempt, why: ReversalReason, { nowMs: atMs }: Context): AttemptEvent {
  const { paymentWaits, declineCode, cause } = why
  return {
    type: 'attempt_reversal_decided',
    number: attempt.number,
    paymentWaits,
    declineCode,
    cause,
    nextAtMs: atMs,
    atMs,
  }
}
