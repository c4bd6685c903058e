/**
 * Canceling a PaymentIntent: afterward it can never be confirmed again. The key is a new one each time, because Stripe
 * keeps the outcome of a request for its key, also where it could not be done just then.
 */
import { randomUUID } from 'node:crypto'
import type { Declined, UnknownAnswer } from '../../core/attempt/answers.ts'
import { deadlines, type StripeContext } from './context.ts'
import { type Intent, readIntent } from './intent.ts'
import { unknown } from './intent-answer.ts'
import type { Result } from './stripe-caller.ts'

export type Cancelable = Readonly<{ id: string; account: string | null; reference: string }>

export function cancel(
  { caller }: StripeContext,
  { id, account, reference }: Cancelable,
  deadlineMs: number,
  signal: AbortSignal,
): Promise<Result<object>> {
  return caller.call(
    {
      name: 'cancel a PaymentIntent',
      account,
      idempotencyKey: `${reference}-v-${randomUUID()}`,
      deadlineMs,
      signal,
    },
    (stripe, options) =>
      stripe.paymentIntents.cancel(
        id,
        { cancellation_reason: 'abandoned', expand: ['latest_charge'] },
        options,
      ),
  )
}

/**
 * After a decline, so that nobody confirms it with another card. The decline stands whether this succeeds or not, unless
 * Stripe says here that the PaymentIntent was paid.
 */
export async function cancelDeclined(
  context: StripeContext,
  cancelable: Cancelable,
  declined: Declined,
  signal: AbortSignal,
): Promise<Declined | UnknownAnswer> {
  const result = await cancel(context, cancelable, deadlines.afterDecline, signal)
  const intent = intentAfter(result, context)
  if (intent === null || intent.id !== cancelable.id) return declined
  if (!isUnpaidStatus(intent.status)) return unknown(`declined, but the PaymentIntent is ${intent.status}`)
  const { charge } = intent
  // Stripe's own filter shows only in the charge.
  const isFiltered = declined.declineCode === 'suspect_fraud' && charge?.isBlocked === true
  return {
    ...declined,
    ...(isFiltered && { declineCode: 'fraud_filter' as const }),
    country: declined.country ?? charge?.country ?? null,
  }
}

/** If it could not be canceled, the error says what it is instead. */
export function intentAfter(result: Result<object>, { livemode }: StripeContext): Intent | null {
  if (result.kind === 'answered') return readIntent(result.value, livemode)
  return result.kind === 'refused' ? readIntent(result.problem.intent, livemode) : null
}

export function isUnpaidStatus(status: string): boolean {
  return status === 'requires_payment_method' || status === 'canceled'
}
