/** What the acquirer's answers to inquiries mean, and when inquiring ends in a decision. */

import {
  type CommandOf,
  type Context,
  type Decision,
  happened,
  nothing,
  refuse,
} from '../payment/commands.ts'
import { countNotFound, pauseAfterInquiryMs } from '../payment/inquiries.ts'
import {
  approvedEvents,
  declinedEvent,
  failedEvents,
  matchesTerms,
  notChargedEvents,
} from '../payment/outcome.ts'
import { attemptNumbered, type Payment } from '../payment/payment.ts'
import type { Rules } from '../payment/rules.ts'
import { type Now, waitedMs } from '../payment/waiting.ts'
import { type Challenge, causeOf, type FormFields, type InquiryAnswer } from './answers.ts'
import type { Attempt } from './attempt.ts'
import { isAttemptSettled } from './attempt.ts'
import { challengeEvent, methodEvent } from './decide-attempt.ts'
import { isSameForm } from './decide-return.ts'
import { reversal } from './reversal.ts'

/**
 * A worker's inquiry. Conclusive answers are accepted from any worker; inconclusive ones only from the worker that holds
 * the current epoch.
 */
export function recordInquiry(
  payment: Payment,
  command: CommandOf<'record_inquiry'>,
  context: Context,
): Decision {
  const attempt = attemptNumbered(payment, command.number)
  if (attempt === null || isAttemptSettled(attempt) || attempt.decision !== null) return refuse('superseded')
  // The acquirer has contradicted itself; only a person who looks at both books can say which answer is true.
  if (attempt.state === 'set_aside') return refuse('superseded')
  const conclusive = concludeAttempt(payment, attempt, command.answer, context)
  if (conclusive !== null) return conclusive
  if (payment.epoch !== command.epoch) return refuse('superseded')
  return decideWithoutConclusion(attempt, command.answer, context)
}

/** The acquirer was asked out of turn, for example because the customer came back from the issuer. */
export function recordConclusiveAnswer(
  payment: Payment,
  command: CommandOf<'record_conclusive_answer'>,
  context: Context,
): Decision {
  const attempt = attemptNumbered(payment, command.number)
  if (attempt === null || isAttemptSettled(attempt)) return nothing
  if (attempt.decision !== null) return afterDecision(payment, attempt, command.answer, context)
  return concludeAttempt(payment, attempt, command.answer, context) ?? nothing
}

/** No answer changes a decision to reverse, but one that confirms it settles an attempt that was set aside. */
function afterDecision(
  payment: Payment,
  attempt: Attempt,
  answer: InquiryAnswer,
  context: Context,
): Decision {
  const isNotCharged = answer.kind === 'reversed' || answer.kind === 'declined'
  return attempt.state === 'set_aside' && isNotCharged ? reversedAlready(payment, attempt, context) : nothing
}

/** Only a challenge proves that the request had arrived by then. Otherwise no other card may be tried. */
function reversedAlready(payment: Payment, attempt: Attempt, context: Context): Decision {
  const { nowMs: atMs } = context
  const events = attempt.state === 'challenged' ? notChargedEvents : failedEvents
  return happened(
    { type: 'attempt_reversed', number: attempt.number, nextAtMs: null, atMs },
    ...events(payment, 'processing_error', context),
  )
}

function concludeAttempt(
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
            cause: 'the acquirer approved a different reference, amount, or currency',
            atMs,
          })
        : nothing
    case 'declined':
      return happened(
        declinedEvent(number, answer, atMs),
        ...notChargedEvents(payment, answer.declineCode, context),
      )
    case 'reversed':
      return attempt.state === 'sending' ? null : reversedAlready(payment, attempt, context)
    case 'challenge':
      return challengedBy(attempt, answer, context)
    case 'three_ds_method':
      return attempt.state === 'unknown' && attempt.methodCompletion === null
        ? happened(methodEvent(number, answer, context))
        : null
    default:
      return null
  }
}

/**
 * An issuer may ask again after the first challenge, at another address or with another form. The customer has as much time
 * for both as for one, and as each takes a return, their number is limited. It may also be the first challenge with a new
 * address, which a customer who has passed it cannot return from again, so the acquirer is still asked.
 */
function challengedBy(attempt: Attempt, answer: Challenge, context: Context): Decision | null {
  const event = challengeEvent(attempt.number, answer, context)
  if (attempt.state === 'unknown') return happened(event)
  const isAnother = attempt.state === 'challenged' && attempt.returned !== null && !isShown(attempt, event)
  const leftMs = isAnother ? leftForChallengeMs(attempt, context) : 0
  if (leftMs <= 0) return null
  const { nowMs } = context
  const nextAtMs = nowMs + Math.min(pauseAfterInquiryMs(attempt, answer, context), leftMs)
  return happened({ ...event, expiresAtMs: nowMs + leftMs, nextAtMs })
}

type Shown = Readonly<{ url: string; fields: FormFields | null }>

function isShown({ challengeUrl, challengeFields }: Attempt, { url, fields }: Shown): boolean {
  return challengeUrl === url && isSameForm(challengeFields, fields)
}

function leftForChallengeMs({ challengeExpiresAtMs }: Attempt, context: Context): number {
  const { challengeMs } = context.rules
  return challengeMs - waitedMs(context, Number(challengeExpiresAtMs) - challengeMs)
}

function decideWithoutConclusion(attempt: Attempt, answer: InquiryAnswer, context: Context): Decision {
  if (attempt.state !== 'unknown' && attempt.state !== 'challenged') return refuse('superseded')
  if (attempt.state === 'challenged') return afterChallenge(attempt, answer, context)
  const notFoundCount = countNotFound(attempt, answer, attempt.startedAtMs, context)
  if (notFoundCount >= context.rules.notFoundMin) {
    const why = {
      declineCode: 'processing_error',
      paymentWaits: true,
      cause: 'the acquirer has no record of it',
    } as const
    return happened(reversal(attempt, why, context))
  }
  const leftMs = untilDecisionMs(attempt, context)
  if (leftMs <= 0) return giveUp(attempt, context)
  return inconclusive({ ...attempt, notFoundCount }, answer, leftMs, context)
}

function inconclusive(attempt: Attempt, answer: InquiryAnswer, leftMs: number, context: Context): Decision {
  const { number, notFoundCount } = attempt
  const { nowMs: atMs } = context
  const nextAtMs = atMs + Math.min(pauseAfterInquiryMs(attempt, answer, context), leftMs)
  const cause = causeOf(answer)
  return happened({ type: 'attempt_inquiry_inconclusive', number, cause, notFoundCount, nextAtMs, atMs })
}

/** How long until the gateway decides to reverse the attempt even though its outcome is unknown. */
export function untilDecisionMs({ startedAtMs }: Attempt, context: Now & Readonly<{ rules: Rules }>): number {
  return context.rules.decideAfterMs - waitedMs(context, startedAtMs)
}

/** Until the time for the challenge is over, the acquirer is asked again only after the customer has come back once. */
function afterChallenge(attempt: Attempt, answer: InquiryAnswer, context: Context): Decision {
  const leftMs = leftForChallengeMs(attempt, context)
  if (leftMs > 0) return attempt.returns === 0 ? nothing : inconclusive(attempt, answer, leftMs, context)
  const cause = `the challenge was not completed in time (${answer.kind})`
  const why = { declineCode: 'authentication_failed', paymentWaits: true, cause } as const
  return happened(reversal(attempt, why, context))
}

/** The payment fails before any reversal is sent; any worker that looks at it later finds the decision and acts on it. */
function giveUp(attempt: Attempt, context: Context): Decision {
  const declineCode = 'processing_error'
  const why = { declineCode, paymentWaits: false, cause: 'no conclusive answer arrived in time' } as const
  return happened(reversal(attempt, why, context), {
    type: 'payment_failed',
    declineCode,
    atMs: context.nowMs,
  })
}
