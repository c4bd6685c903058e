/** Refunds. The same reference counts once: Stripe keeps the outcome of a key for a day, and after that, lists are read. */
import type { RefundAnswer, RefundInquiryAnswer } from '../../core/attempt/answers.ts'
import type { RefundTerms } from '../../ports/acquirer.ts'
import { deadlines, type StripeContext } from './context.ts'
import { findIntentId, reportMissing } from './find-intent.ts'
import { metadataFor } from './intent.ts'
import { unknown } from './intent-answer.ts'
import { refundsOf } from './lists.ts'
import { type ReadRefund, readRefund, refundAnswerOf } from './read-refund.ts'
import type { Result } from './stripe-caller.ts'

/** An hour less than Stripe keeps keys. */
export const refundIsRepeatableForMs = 23 * 3_600_000

export async function refund(
  context: StripeContext,
  terms: RefundTerms,
  signal: AbortSignal,
): Promise<RefundAnswer> {
  const found = await findIntentId(context, terms.original, signal)
  if (found.kind !== 'found') return unknown(found.kind === 'none' ? 'no such charge' : found.cause)
  const { reference, amountMinor } = terms
  const result = await context.caller.call(
    {
      name: 'refund a PaymentIntent',
      account: terms.original.account,
      idempotencyKey: reference,
      deadlineMs: deadlines.ask,
      signal,
    },
    (stripe, options) =>
      stripe.refunds.create(
        { payment_intent: found.id, amount: amountMinor, metadata: metadataFor(reference) },
        options,
      ),
  )
  if (result.kind === 'not_sent') return { kind: 'not_sent' }
  if (result.kind !== 'answered') return unanswered(context, terms, found.id, result, signal)
  const made = readRefund(result.value)
  return made?.reference === reference ? asRequested(context, made, terms) : unknown(otherRefund)
}

const otherRefund = 'not the refund that was requested'

/** Under this reference, but perhaps of other money. */
function asRequested(
  { log }: StripeContext,
  made: ReadRefund,
  { amountMinor, currency }: RefundTerms,
): ReturnType<typeof refundAnswerOf> {
  const isSame = made.amountMinor === amountMinor && made.currency === currency
  return isSame ? refundAnswerOf(made, log) : unknown(otherRefund)
}

/**
 * A refusal is final if there is no refund under this reference. Stripe also keeps errors for a key, so after any other
 * response, repeating would only show the same one again, and the list is the better witness.
 */
async function unanswered(
  context: StripeContext,
  terms: RefundTerms,
  paymentIntent: string,
  result: Extract<Result<object>, { kind: 'refused' | 'lost' }>,
  signal: AbortSignal,
): Promise<RefundAnswer> {
  const { cause } = result
  if (result.kind === 'refused' && result.status === 404) reportMissing(context, paymentIntent)
  const isRefusal = result.kind === 'refused' && (result.status === 400 || result.status === 402)
  if (!isRefusal && !isServerError(result)) return unknown(cause)
  const listed = await inListOf(context, paymentIntent, terms, signal)
  if (listed.kind !== 'not_found') return listed.kind === 'reversed' ? unknown(cause) : listed
  if (!isRefusal) {
    if (isServerError(result) && result.isReplayed) reportStuck(context, terms.reference, cause)
    return unknown(cause)
  }
  context.log.error(
    { alarm: 'acquirer_request', acquirer: 'stripe', reference: terms.reference, cause },
    'Stripe has refused a refund',
  )
  return { kind: 'failed', declineCode: 'processing_error' }
}

function isServerError(result: Result<object>): result is Extract<Result<object>, { kind: 'lost' }> {
  return result.kind === 'lost' && result.isServerError
}

/** A new key could refund twice, because the first request may still take effect. So only time helps, or a person. */
function reportStuck({ log }: StripeContext, reference: string, cause: string): void {
  log.error(
    { alarm: 'acquirer_request', acquirer: 'stripe', reference, cause },
    'Stripe keeps an error for a refund, and answers with it for a day',
  )
}

export async function inquireRefund(
  context: StripeContext,
  terms: RefundTerms,
  signal: AbortSignal,
): Promise<RefundInquiryAnswer> {
  const found = await findIntentId(context, terms.original, signal)
  if (found.kind === 'unknown') return found
  if (found.kind === 'none') return unknown('no such charge')
  return inListOf(context, found.id, terms, signal)
}

async function inListOf(
  context: StripeContext,
  paymentIntent: string,
  terms: RefundTerms,
  signal: AbortSignal,
): Promise<RefundInquiryAnswer> {
  const { account } = terms.original
  try {
    for await (const made of refundsOf(context, paymentIntent, { account, signal })) {
      if (made.reference === terms.reference) return asRequested(context, made, terms)
    }
    return { kind: 'not_found' }
  } catch (error) {
    return unknown(error instanceof Error ? error.message : 'the list is incomplete')
  }
}
