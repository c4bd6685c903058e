/**
 * After a challenge that the customer has passed, the PaymentIntent waits for a second confirmation, which moves the money.
 * It needs no card, so it may be repeated.
 */
import type { InquiryAnswer } from '../../core/attempt/answers.ts'
import type { AttemptTerms } from '../../ports.ts'
import { isCardRefusal, isUnpaid } from './authorize.ts'
import { cancelOnce } from './cancel.ts'
import { deadlines, type StripeContext } from './context.ts'
import { declinedBy } from './declines.ts'
import { findIntent } from './find-intent.ts'
import { type Intent, readIntent } from './intent.ts'
import { answerOf, unknown } from './intent-answer.ts'

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
  // A PaymentIntent whose challenge has failed could be tried again with another card.
  if (answer.kind === 'declined') {
    const { reference, account } = attempt
    await cancelOnce(context, { id: intent.id, reference, account }, signal)
  }
  return answer
}

async function confirmAgain(
  context: StripeContext,
  { reference, account }: AttemptTerms,
  { id }: Intent,
  signal: AbortSignal,
): Promise<InquiryAnswer> {
  const result = await context.caller.call(
    {
      name: 'confirm a PaymentIntent after a challenge',
      account,
      idempotencyKey: `${reference}-c2`,
      deadlineMs: deadlines.authorize,
      signal,
    },
    (stripe, options) => stripe.paymentIntents.confirm(id, { expand: ['latest_charge'] }, options),
  )
  if (isCardRefusal(result) && isUnpaid(result.problem, id, context)) {
    return declinedBy(result.problem, null, context.log)
  }
  if (result.kind !== 'answered') return unknown(result.cause)
  const confirmed = readIntent(result.value, context.livemode)
  return confirmed?.id === id ? answerOf(confirmed, context) : unknown('not the PaymentIntent')
}
