/** Refunds. Checkout.com accepts one and decides later; its actions say how it went. */
import type { RefundAnswer, RefundInquiryAnswer, UnknownAnswer } from '../../core/attempt/answers.ts'
import type { RefundTerms } from '../../ports/acquirer.ts'
import { causeOf } from './api.ts'
import { type Action, type CheckoutPayment, fieldsOf, readErrorCodes, textOf } from './bodies.ts'
import { alarmIfRefused, type Context, questionMs } from './context.ts'
import { findPayment, readActionsOf, unanswered } from './find-payment.ts'
import { begin } from './in-between.ts'
import { isSame, referenceMetadata, sentReference } from './references.ts'

type KnownRefund = Exclude<RefundInquiryAnswer, { kind: 'reversed' }>

/** Looks before it sends: their keys live for a day, and in the sandbox not always that long. */
export async function refund(
  context: Context,
  terms: RefundTerms,
  signal: AbortSignal,
): Promise<RefundAnswer> {
  const isLate = begin(context)
  const found = await findPayment(context, terms.original, signal)
  if (found.kind !== 'found') return unfound(found)
  // The capture follows within seconds, and then a refund is possible.
  if (found.payment.status === 'authorized')
    return { kind: 'unknown', cause: 'the payment is not captured yet' }
  const known = await lookUp(context, terms, found.payment.id, signal)
  if (known.kind !== 'not_found') return known
  return isLate() ? { kind: 'not_sent' } : send(context, terms, found.payment, signal)
}

export async function inquireRefund(
  context: Context,
  terms: RefundTerms,
  signal: AbortSignal,
): Promise<RefundInquiryAnswer> {
  const { original } = terms
  if (original.acquirerTransactionId !== null) {
    return lookUp(context, terms, original.acquirerTransactionId, signal)
  }
  const found = await findPayment(context, original, signal)
  return found.kind === 'found' ? lookUp(context, terms, found.payment.id, signal) : unfound(found)
}

function unfound(answer: Readonly<{ kind: 'not_found' }> | UnknownAnswer): UnknownAnswer {
  return answer.kind === 'unknown' ? answer : { kind: 'unknown', cause: 'the payment was not found' }
}

async function lookUp(
  context: Context,
  terms: RefundTerms,
  paymentId: string,
  signal: AbortSignal,
): Promise<KnownRefund> {
  const actions = await readActionsOf(context, paymentId, signal)
  if ('kind' in actions) return actions
  const ours = actions.find(({ type, reference }) => type === 'refund' && isSame(reference, terms.reference))
  return ours === undefined ? { kind: 'not_found' } : answerOf(ours, terms)
}

function answerOf({ id, approved, amountMinor }: Action, terms: RefundTerms): KnownRefund {
  if (amountMinor !== null && amountMinor !== terms.amountMinor) {
    return { kind: 'unknown', cause: 'the amount differs' }
  }
  if (approved === false) return { kind: 'failed', declineCode: 'processing_error' }
  return { kind: approved === true ? 'succeeded' : 'pending', acquirerRefundId: id }
}

async function send(
  context: Context,
  terms: RefundTerms,
  { id: paymentId, isAmex }: CheckoutPayment,
  signal: AbortSignal,
): Promise<RefundAnswer> {
  const { reference, amountMinor } = terms
  const time = { deadlineMs: questionMs, signal }
  const body = {
    amount: amountMinor,
    reference: sentReference(reference, isAmex),
    metadata: referenceMetadata(reference),
  }
  const answer = await context.api.post(`/payments/${paymentId}/refunds`, body, reference, time)
  if (answer.kind === 'not_sent') return { kind: 'not_sent' }
  if (answer.kind !== 'answered') return { kind: 'unknown', cause: causeOf(answer) }
  if (answer.status === 202) {
    const id = textOf(fieldsOf(answer.body).action_id)
    return id === null
      ? { kind: 'unknown', cause: 'the refund could not be read' }
      : { kind: 'pending', acquirerRefundId: id }
  }
  if (answer.status === 403 || answer.status === 422) {
    alarmAbout(context, answer)
    return refused(context, terms, paymentId, signal)
  }
  return unanswered(context, answer)
}

function alarmAbout(context: Context, { status, body }: Readonly<{ status: number; body: unknown }>): void {
  alarmIfRefused(context, 'refund', status)
  context.log.error(
    { alarm: 'acquirer_request', acquirer: 'checkout', status, code: readErrorCodes(body)[0] ?? null },
    'Checkout.com did not accept a refund',
  )
}

/**
 * What was sent before may be the reason, if it has taken the money that is asked for now. Its action may be listed late, so
 * only the refusal of the first request is final.
 */
async function refused(
  context: Context,
  terms: RefundTerms,
  paymentId: string,
  signal: AbortSignal,
): Promise<RefundAnswer> {
  const known = await lookUp(context, terms, paymentId, signal)
  if (known.kind !== 'not_found') return known
  return terms.isRepeated
    ? { kind: 'unknown', cause: 'refused when it was repeated' }
    : { kind: 'failed', declineCode: 'processing_error' }
}
