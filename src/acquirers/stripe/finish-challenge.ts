/**
 * After a challenge that the customer has passed, the PaymentIntent waits for a second confirmation, which moves the money.
 * It needs no card, so it may be repeated.
 */
import type { InquiryAnswer } from '../../core/attempt/answers.ts'
import type { AttemptTerms } from '../../ports/acquirer.ts'
import { isCardRefusal, isUnpaid } from './authorize.ts'
import { cancelDeclined } from './cancel.ts'
import { deadlines, type StripeContext } from './context.ts'
import { declinedBy } from './declines.ts'
import { findIntent } from './find-intent.ts'
import { type Intent, readIntent } from './intent.ts'
import { answerOf, unknown } from './intent-answer.ts'
import type { Result } from './stripe-caller.ts'

export async function finishChallenge(
  context: StripeContext,
  attempt: AttemptTerms,
  signal: AbortSignal,
): Promise<InquiryAnswer> {
  const found = await findIntent(context, attempt, signal)
  if (found.kind === 'unknown') return found
  if (found.kind === 'none') return { kind: 'not_found' }
  const { intent } = found
  const answer =
    intent.status === 'requires_confirmation'
      ? await confirmAgain(context, attempt, intent, signal)
      : answerOf(intent, context)
  const { reference, account } = attempt
  return answer.kind === 'declined'
    ? cancelDeclined(context, { id: intent.id, reference, account }, answer, signal)
    : answer
}

/** Stripe keeps the first outcome of a key for a day, so a failure and a second challenge each need a key of their own. */
const confirmKeys = ['c2', 'c3', 'c4', 'c5'] as const

async function confirmAgain(
  context: StripeContext,
  attempt: AttemptTerms,
  { id }: Intent,
  signal: AbortSignal,
): Promise<InquiryAnswer> {
  let cause = ''
  for (const key of confirmKeys) {
    const result = await confirm(context, attempt, id, key, signal)
    if (!isOld(result)) return concluded(context, id, result)
    const found = await findIntent(context, attempt, signal)
    if (found.kind !== 'found') return found.kind === 'none' ? unknown('no PaymentIntent') : found
    if (found.intent.status !== 'requires_confirmation') return answerOf(found.intent, context)
    cause = result.kind === 'answered' ? 'an answer to an earlier request' : result.cause
  }
  return unknown(cause)
}

/** It says nothing about now. Whatever key is used, a PaymentIntent takes the money once. */
function isOld(result: Result<object>): boolean {
  if (result.kind === 'answered') return result.isReplayed
  return result.kind === 'lost' && result.cause.startsWith('HTTP 5')
}

function confirm(
  { caller }: StripeContext,
  { reference, account }: AttemptTerms,
  id: string,
  key: string,
  signal: AbortSignal,
): Promise<Result<object>> {
  return caller.call(
    {
      name: 'confirm a PaymentIntent after a challenge',
      account,
      idempotencyKey: `${reference}-${key}`,
      deadlineMs: deadlines.authorize,
      signal,
    },
    (stripe, options) => stripe.paymentIntents.confirm(id, { expand: ['latest_charge'] }, options),
  )
}

function concluded(context: StripeContext, id: string, result: Result<object>): InquiryAnswer {
  if (isCardRefusal(result) && isUnpaid(result.problem, id, context)) {
    return declinedBy(result.problem, null, context.log)
  }
  if (result.kind !== 'answered') return unknown(result.cause)
  const confirmed = readIntent(result.value, context.livemode)
  return confirmed?.id === id ? answerOf(confirmed, context) : unknown('not the PaymentIntent')
}
