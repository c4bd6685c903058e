/** Starting an attempt, and the acquirer's answer to it. Nothing else may ask for money. */

import {
  type CommandOf,
  type Context,
  type Decision,
  happened,
  nothing,
  refuse,
  senderLostCause,
} from '../payment/commands.ts'
import type { AttemptEvent } from '../payment/events.ts'
import { approvedEvents, declinedEvent, matchesTerms, notChargedEvents } from '../payment/outcome.ts'
import { attemptNumbered, blockingAttempt, isSessionOver, type Payment } from '../payment/payment.ts'
import { pauseMs } from '../payment/rules.ts'
import type { AuthorizeAnswer, Challenge, ThreeDsMethod } from './answers.ts'
import { type Attempt, isAttemptSettled, isMethodPending } from './attempt.ts'
import { attemptReference } from './reference.ts'

/** Refused if the payment has ended or expired, if an attempt is running, or if `number` is not that of the next attempt. */
export function startAttempt(
  payment: Payment,
  command: CommandOf<'start_attempt'>,
  context: Context,
): Decision {
  if (payment.ending !== null) return refuse('payment_ended')
  if (blockingAttempt(payment) !== null) return refuse('attempt_running')
  if (command.number !== payment.attempts.length + 1) return refuse('superseded')
  if (isSessionOver(payment, context)) return refuse('payment_expired')
  return happened({
    type: 'attempt_started',
    number: command.number,
    reference: attemptReference(context.installationId, payment.id, command.number),
    acquirer: command.acquirer,
    account: command.account,
    mustPrepare: command.mustPrepare,
    handle: command.handle,
    card: command.card,
    customer: command.customer,
    nextAtMs: context.nowMs + context.rules.leaseMs,
    atMs: context.nowMs,
  })
}

/** Refused once a worker has taken over: by then the attempt is closed, and the card must no longer be sent. */
export function recordPrepared(
  payment: Payment,
  { number, handle }: CommandOf<'record_prepared'>,
  { nowMs: atMs }: Context,
): Decision {
  const attempt = attemptNumbered(payment, number)
  if (attempt?.state !== 'sending' || !isUnprepared(attempt)) return refuse('superseded')
  return happened({ type: 'attempt_prepared', number, handle, atMs })
}

/** Its handle is not saved, so its card was not sent, and will not be. */
function isUnprepared({ mustPrepare, handle }: Attempt): boolean {
  return mustPrepare && handle === null
}

/** Never refused: an answer that comes after a decision to reverse is only recorded, and one that adds nothing is ignored. */
export function recordAnswer(
  payment: Payment,
  command: CommandOf<'record_answer'>,
  context: Context,
): Decision {
  const attempt = attemptNumbered(payment, command.number)
  if (attempt === null || isAttemptSettled(attempt)) return nothing
  if (attempt.decision !== null || attempt.state === 'set_aside')
    return evidence(attempt, command.answer, context)
  return decideAnswer(payment, attempt, command.answer, context)
}

/** The decision to reverse is final, and contradictions need manual review, so the answer came too late. */
function evidence(attempt: Attempt, answer: AuthorizeAnswer, context: Context): Decision {
  if (answer.kind === 'unknown') return nothing
  return happened({
    type: 'attempt_late_answer_recorded',
    number: attempt.number,
    answer: answer.kind,
    atMs: context.nowMs,
  })
}

function decideAnswer(
  payment: Payment,
  attempt: Attempt,
  answer: AuthorizeAnswer,
  context: Context,
): Decision {
  const { number } = attempt
  const atMs = context.nowMs
  switch (answer.kind) {
    case 'approved':
      return matchesTerms(payment, attempt, answer)
        ? happened(...approvedEvents(attempt, answer, atMs))
        : missed(attempt, 'the approval has a different reference, amount, or currency', context)
    case 'declined':
      return happened(
        declinedEvent(number, answer, atMs),
        ...notChargedEvents(payment, answer.declineCode, context),
      )
    case 'challenge':
      return attempt.state === 'sending' || attempt.state === 'unknown'
        ? happened(challengeEvent(number, answer, context))
        : nothing
    case 'three_ds_method':
      return attempt.methodCompletion === null && attempt.state !== 'challenged'
        ? happened(methodEvent(number, answer, context))
        : nothing
    case 'not_sent':
      // What was resumed had been sent.
      return attempt.state === 'sending' && attempt.methodCompletion === null
        ? neverSent(payment, number, context)
        : nothing
    case 'unknown':
      return missed(attempt, answer.cause, context)
  }
}

function neverSent(payment: Payment, number: number, context: Context): Decision {
  return happened(
    { type: 'attempt_not_sent', number, atMs: context.nowMs },
    ...notChargedEvents(payment, 'processing_error', context),
  )
}

/** `nextAtMs` is the end of the challenge: until then, only the customer's return leads to an inquiry. */
export function challengeEvent(
  number: number,
  { url, method, fields, country }: Challenge,
  context: Context,
): Extract<AttemptEvent, { type: 'attempt_challenge_requested' }> {
  const expiresAtMs = context.nowMs + context.rules.challengeMs
  return {
    type: 'attempt_challenge_requested',
    number,
    url,
    fields: method === 'POST' ? fields : null,
    country,
    expiresAtMs,
    nextAtMs: expiresAtMs,
    atMs: context.nowMs,
  }
}

/** The method runs once: an acquirer that asks for it repeatedly does not keep a payment open. */
export function methodEvent(
  number: number,
  { url, data, country }: ThreeDsMethod,
  context: Context,
): AttemptEvent {
  return {
    type: 'attempt_method_requested',
    number,
    url,
    data,
    country,
    expiresAtMs: context.nowMs + context.rules.challengeMs,
    atMs: context.nowMs,
  }
}

/** Only one of several notifications continues the attempt. */
export function resumeAttempt(
  payment: Payment,
  { number, completion }: CommandOf<'resume_attempt'>,
  context: Context,
): Decision {
  const attempt = attemptNumbered(payment, number)
  if (attempt === null || !isMethodPending(attempt)) return refuse('superseded')
  const { nowMs: atMs } = context
  const nextAtMs = atMs + context.rules.leaseMs
  return happened({ type: 'attempt_resumed', number, completion, nextAtMs, atMs })
}

function missed(attempt: Attempt, cause: string, context: Context): Decision {
  if (attempt.state !== 'sending') return nothing
  return happened({
    type: 'attempt_answer_missed',
    number: attempt.number,
    cause,
    nextAtMs: context.nowMs + pauseMs(context.rules, 0, context.random),
    atMs: context.nowMs,
  })
}

/** A worker found a request whose sender did not finish in time. */
export function takeOverAttempt(
  payment: Payment,
  command: CommandOf<'take_over_attempt'>,
  context: Context,
): Decision {
  const attempt = attemptNumbered(payment, command.number)
  if (payment.epoch !== command.epoch || attempt?.state !== 'sending') return refuse('superseded')
  const { number } = attempt
  const { nowMs: atMs } = context
  if (isUnprepared(attempt)) return neverSent(payment, number, context)
  return happened({
    type: 'attempt_answer_missed',
    number,
    cause: senderLostCause,
    nextAtMs: atMs,
    atMs,
  })
}
