/** What is found out by asking the acquirer about our reference, and when the asking ends in a decision. */

import {
  type CommandOf,
  type Context,
  type Decision,
  happened,
  nothing,
  refuse,
} from '../payment/commands.ts'
import type { AttemptEvent } from '../payment/events.ts'
import { approvedEvents, failedEvents, matchesTerms, notChargedEvents } from '../payment/outcome.ts'
import { attemptNumbered, type Payment } from '../payment/payment.ts'
import { pauseMs, type Rules } from '../payment/rules.ts'
import { type Now, waitedMs } from '../payment/waiting.ts'
import { causeOf, type InquiryAnswer } from './answers.ts'
import type { Attempt } from './attempt.ts'
import { isAttemptSettled } from './attempt.ts'
import { challengeEvent } from './decide-attempt.ts'
import type { DeclineCode } from './decline.ts'

/** A worker's inquiry. Conclusive answers count whoever brings them; inconclusive ones only from the holder of the epoch. */
export function recordInquiry(
  payment: Payment,
  command: CommandOf<'record_inquiry'>,
  context: Context,
): Decision {
  const attempt = attemptNumbered(payment, command.number)
  if (attempt === null || isAttemptSettled(attempt) || attempt.decision !== null) return refuse('superseded')
  // The acquirer has contradicted itself; only a person, who looks at both books, can tell which answer is true.
  if (attempt.state === 'set_aside') return refuse('superseded')
  const conclusive = decideConclusive(payment, attempt, command.answer, context)
  if (conclusive !== null) return conclusive
  if (payment.epoch !== command.epoch) return refuse('superseded')
  return decideInconclusive(attempt, command.answer, context)
}

/** Somebody asked out of turn, for example when the customer came back from the bank. */
export function recordConclusiveAnswer(
  payment: Payment,
  command: CommandOf<'record_conclusive_answer'>,
  context: Context,
): Decision {
  const attempt = attemptNumbered(payment, command.number)
  if (attempt === null || isAttemptSettled(attempt)) return nothing
  if (attempt.decision !== null) return afterDecision(payment, attempt, command.answer, context)
  return decideConclusive(payment, attempt, command.answer, context) ?? nothing
}

/** No answer changes a decision to reverse; one that says that it came true settles what a person had to look at. */
function afterDecision(
  payment: Payment,
  attempt: Attempt,
  answer: InquiryAnswer,
  context: Context,
): Decision {
  const isUntaken = answer.kind === 'reversed' || answer.kind === 'declined'
  return attempt.state === 'set_aside' && isUntaken ? reversedAlready(payment, attempt, context) : nothing
}

/** Whether the request had arrived by then is known of a challenge only; otherwise no other card may be tried. */
function reversedAlready(payment: Payment, attempt: Attempt, context: Context): Decision {
  const { nowMs: atMs } = context
  const events = attempt.state === 'challenged' ? notChargedEvents : failedEvents
  return happened(
    { type: 'attempt_reversed', number: attempt.number, nextAtMs: null, atMs },
    ...events(payment, 'processing_error', context),
  )
}

function decideConclusive(
  payment: Payment,
  attempt: Attempt,
  answer: InquiryAnswer,
  context: Context,
): Decision | null {
  const { number } = attempt
  const atMs = context.nowMs
  switch (answer.kind) {
    case 'approved':
      if (matchesTerms(payment, attempt, answer)) return happened(...approvedEvents(attempt, answer, atMs))
      return attempt.state === 'unknown' || attempt.state === 'challenged'
        ? happened({
            type: 'attempt_set_aside',
            number,
            cause: 'another reference, amount or currency was approved',
            atMs,
          })
        : nothing
    case 'declined':
      return happened(
        { type: 'attempt_declined', number, declineCode: answer.declineCode, country: answer.country, atMs },
        ...notChargedEvents(payment, answer.declineCode, context),
      )
    case 'reversed':
      return attempt.state === 'sending' ? null : reversedAlready(payment, attempt, context)
    case 'challenge':
      return attempt.state === 'unknown' ? happened(challengeEvent(number, answer, context)) : null
    default:
      return null
  }
}

function decideInconclusive(attempt: Attempt, answer: InquiryAnswer, context: Context): Decision {
  if (attempt.state !== 'unknown' && attempt.state !== 'challenged') return refuse('superseded')
  if (attempt.state === 'challenged') return afterChallenge(attempt, answer, context)
  const notFoundCount = countNotFound(attempt, answer, context)
  if (notFoundCount >= context.rules.notFoundMin) {
    return happened(reversal(attempt, 'processing_error', true, 'the acquirer does not know it', context))
  }
  if (untilDecisionMs(attempt, context) <= 0) return giveUp(attempt, context)
  const pause =
    answer.kind === 'not_found'
      ? context.rules.notFoundPauseMs
      : pauseMs(context.rules, attempt.inquiries + 1, context.random)
  return happened({
    type: 'attempt_inquiry_inconclusive',
    number: attempt.number,
    cause: causeOf(answer),
    notFoundCount,
    nextAtMs: context.nowMs + Math.min(pause, untilDecisionMs(attempt, context)),
    atMs: context.nowMs,
  })
}

/** Until it is decided without knowing more. */
export function untilDecisionMs({ startedAtMs }: Attempt, context: Now & Readonly<{ rules: Rules }>): number {
  return context.rules.decideAfterMs - waitedMs(context, startedAtMs)
}

/** Inquiries are often eventually consistent, so "not found" counts only after the quiet time, and in a row. */
function countNotFound(attempt: Attempt, answer: InquiryAnswer, context: Context): number {
  if (answer.kind !== 'not_found') return 0
  const isQuiet = waitedMs(context, attempt.startedAtMs) >= context.rules.quietMs
  return isQuiet ? attempt.notFoundCount + 1 : 0
}

/** The challenge's time is over and the bank still waits for the customer, or cannot be asked. */
function afterChallenge(attempt: Attempt, answer: InquiryAnswer, context: Context): Decision {
  const { challengeMs } = context.rules
  const requestedAtMs = Number(attempt.challengeExpiresAtMs) - challengeMs
  if (waitedMs(context, requestedAtMs) < challengeMs) return nothing
  const cause = `the challenge was not completed in time (${answer.kind})`
  return happened(reversal(attempt, 'authentication_failed', true, cause, context))
}

/** Decided and shown before any reversal is sent; whoever looks next finds the decision and acts on it. */
function giveUp(attempt: Attempt, context: Context): Decision {
  return happened(reversal(attempt, 'processing_error', false, 'no answer could be found in time', context), {
    type: 'payment_failed',
    declineCode: 'processing_error',
    atMs: context.nowMs,
  })
}

export function reversal(
  attempt: Attempt,
  declineCode: DeclineCode,
  settles: boolean,
  cause: string,
  context: Context,
): AttemptEvent {
  return {
    type: 'attempt_reversal_decided',
    number: attempt.number,
    settles,
    declineCode,
    cause,
    nextAtMs: context.nowMs,
    atMs: context.nowMs,
  }
}
