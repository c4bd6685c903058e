/** What became of an authorization, in the words of the port. */
import type { InquiryAnswer } from '../../core/attempt/answers.ts'
import type { AttemptTerms } from '../../ports/acquirer.ts'
import { approval, challengeOf, noteUnknownCode } from './authorize.ts'
import type { CheckoutPayment } from './bodies.ts'
import type { Context } from './context.ts'
import { declined } from './declines.ts'
import { findPayment, readActionsOf } from './find-payment.ts'

export async function inquire(
  context: Context,
  attempt: AttemptTerms,
  signal: AbortSignal,
): Promise<InquiryAnswer> {
  const found = await findPayment(context, attempt, signal)
  return found.kind === 'found' ? answerOf(context, found.payment, attempt.reference, signal) : found
}

/** The customer has just passed the challenge: as in the answer to a payment request, the capture has been accepted with it. */
export async function inquireAfterChallenge(
  context: Context,
  attempt: AttemptTerms,
  signal: AbortSignal,
): Promise<InquiryAnswer> {
  const found = await findPayment(context, attempt, signal)
  if (found.kind !== 'found') return found
  const { status, approved } = found.payment
  return status === 'authorized' && approved === true
    ? approval(found.payment, attempt.reference)
    : answerOf(context, found.payment, attempt.reference, signal)
}

async function answerOf(
  context: Context,
  payment: CheckoutPayment,
  reference: string,
  signal: AbortSignal,
): Promise<InquiryAnswer> {
  const { status } = payment
  switch (status) {
    case 'captured':
    case 'partially refunded':
      return approval(payment, reference)
    // The capture follows within seconds; until then nothing is collected.
    case 'authorized':
      return { kind: 'pending' }
    case 'pending':
      return payment.redirectUrl === null ? { kind: 'pending' } : challengeOf(context, payment)
    case 'declined':
      return declinedFor(context, payment, signal)
    case 'expired':
    case 'canceled':
      return { ...declined(null, payment.country), declineCode: 'processing_error' }
    case 'voided':
    case 'refunded':
      return { kind: 'reversed' }
    default:
      return { kind: 'unknown', cause: `the payment is ${status}` }
  }
}

/** The reason is part of the action, and not of the payment. */
async function declinedFor(
  context: Context,
  { id, responseCode, country }: CheckoutPayment,
  signal: AbortSignal,
): Promise<InquiryAnswer> {
  if (responseCode !== null) return declined(responseCode, country)
  const actions = await readActionsOf(context, id, signal)
  if ('kind' in actions) return actions
  const last = actions.find(({ type, approved }) => type === 'authorization' && approved === false)
  const code = last?.responseCode ?? null
  noteUnknownCode(context, code)
  return declined(code, country)
}
