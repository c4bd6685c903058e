/** Makes sure that an attempt has no effect: its PaymentIntent is canceled, or refunded in full if it was paid. */
import { randomUUID } from 'node:crypto'
import type { ReversalAnswer, UnknownAnswer } from '../../core/attempt/answers.ts'
import type { AttemptTerms } from '../../ports/acquirer.ts'
import { type Cancelable, cancel, intentAfter } from './cancel.ts'
import { deadlines, type StripeContext } from './context.ts'
import { findIntentId, reportMissing } from './find-intent.ts'
import { metadataFor } from './intent.ts'
import { unknown } from './intent-answer.ts'
import { refundsOf } from './lists.ts'
import { type ReadRefund, readRefund } from './read-refund.ts'
import type { Result } from './stripe-caller.ts'

export async function reverse(
  context: StripeContext,
  attempt: AttemptTerms,
  signal: AbortSignal,
): Promise<ReversalAnswer> {
  const found = await findIntentId(context, attempt, signal)
  if (found.kind === 'unknown') return found
  // Without its ID nobody can ever confirm it.
  if (found.kind === 'none') return { kind: 'reversed' }
  const { reference, account } = attempt
  const paid: Cancelable = { id: found.id, reference, account }
  const result = await cancel(context, paid, deadlines.ask, signal)
  if (result.kind === 'refused' && result.status === 404) reportMissing(context, found.id)
  if (result.kind === 'not_sent' || result.kind === 'lost') return unknown(result.cause)
  const intent = intentAfter(result, context)
  if (intent === null || intent.id !== found.id) {
    return unknown(result.kind === 'refused' ? result.cause : 'not the PaymentIntent')
  }
  if (intent.status === 'canceled') return { kind: 'reversed' }
  if (intent.status === 'succeeded') return giveBack(context, paid, signal)
  return unknown(`the PaymentIntent is ${intent.status}`)
}

/** A refund's reference is the attempt's and this letter. The statement counts it as a part of the attempt. */
const suffix = 'v'

export function reversalReference(reference: string): string {
  return reference + suffix
}

export function isReversalReference(reference: string): boolean {
  // The ID in a refund's reference may end like one, but is too short.
  return /[0-9a-f]{32}a[0-9]{1,3}v$/.test(reference)
}

/** What is left of it, so that nothing remains. Looked for first, because a key's kept outcome may be an old one. */
async function giveBack(
  context: StripeContext,
  paid: Cancelable,
  signal: AbortSignal,
): Promise<ReversalAnswer> {
  const found = await findReversal(context, paid, signal)
  if (found.kind === 'unknown') return found
  return found.kind === 'none' ? refundInFull(context, paid, signal) : reversedBy(found.refund)
}

type FoundReversal =
  | Readonly<{ kind: 'found'; refund: ReadRefund }>
  | Readonly<{ kind: 'none' }>
  | UnknownAnswer

/** The refund with which an attempt was reversed, if it was. */
export async function findReversal(
  context: StripeContext,
  { id, account, reference }: Cancelable,
  signal: AbortSignal,
): Promise<FoundReversal> {
  try {
    for await (const refund of refundsOf(context, id, { account, signal })) {
      if (refund.reference === reversalReference(reference)) return { kind: 'found', refund }
    }
    return { kind: 'none' }
  } catch (error) {
    return unknown(error instanceof Error ? error.message : 'the list is incomplete')
  }
}

/**
 * Stripe keeps an error of its own for the key too, and would repeat it for a day. If there is no refund after one, another
 * key is used. That is safe without an amount: if the first request takes effect after all, nothing is left for the second.
 */
async function refundInFull(
  context: StripeContext,
  paid: Cancelable,
  signal: AbortSignal,
): Promise<ReversalAnswer> {
  const result = await requestRefund(context, paid, `${paid.reference}-vr`, signal)
  if (result.kind !== 'lost' || !result.isServerError) return afterRefund(context, paid, result, signal)
  const found = await findReversal(context, paid, signal)
  if (found.kind === 'found') return reversedBy(found.refund)
  if (found.kind === 'unknown') return unknown(result.cause)
  const again = await requestRefund(context, paid, `${paid.reference}-vr-${randomUUID()}`, signal)
  return afterRefund(context, paid, again, signal)
}

function requestRefund(
  { caller }: StripeContext,
  { id, account, reference }: Cancelable,
  idempotencyKey: string,
  signal: AbortSignal,
): Promise<Result<object>> {
  const metadata = metadataFor(reversalReference(reference))
  return caller.call(
    { name: 'refund a PaymentIntent in full', account, idempotencyKey, deadlineMs: deadlines.ask, signal },
    (stripe, options) => stripe.refunds.create({ payment_intent: id, metadata }, options),
  )
}

async function afterRefund(
  context: StripeContext,
  paid: Cancelable,
  result: Result<object>,
  signal: AbortSignal,
): Promise<ReversalAnswer> {
  const reference = reversalReference(paid.reference)
  if (result.kind === 'refused') {
    if (result.problem.code === 'charge_already_refunded') return refundedAlready(context, paid, signal)
    context.log.error(
      { alarm: 'acquirer_request', acquirer: 'stripe', reference, cause: result.cause },
      'a charge could not be taken back',
    )
    return result.status === 400 ? { kind: 'too_late' } : unknown(result.cause)
  }
  if (result.kind !== 'answered') return unknown(result.cause)
  const refund = readRefund(result.value)
  return refund?.reference === reference ? reversedBy(refund) : unknown('not the refund that was requested')
}

/** By an earlier request of ours whose refund may still be pending, or by somebody else. */
async function refundedAlready(
  context: StripeContext,
  paid: Cancelable,
  signal: AbortSignal,
): Promise<ReversalAnswer> {
  const found = await findReversal(context, paid, signal)
  if (found.kind === 'unknown') return found
  return found.kind === 'found' ? reversedBy(found.refund) : { kind: 'reversed' }
}

/** If it has failed, the money is still there, and the gateway decides what to do with it. */
function reversedBy({ status }: ReadRefund): ReversalAnswer {
  if (status === 'succeeded') return { kind: 'reversed' }
  if (status === 'failed' || status === 'canceled') return { kind: 'too_late' }
  return unknown(`the refund is ${status}`)
}
