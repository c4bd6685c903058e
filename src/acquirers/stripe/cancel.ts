/**
 * Canceling a PaymentIntent: afterwards it can never be confirmed again. The key is a new one each time, because Stripe
 * keeps the outcome of a request for its key, also where it could not be done just then.
 */
import { randomUUID } from 'node:crypto'
import { deadlines, type StripeContext } from './context.ts'
import { type Intent, readIntent } from './intent.ts'
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

/** After a decline, which is final by itself: whether this succeeds does not matter. */
export async function cancelOnce(
  context: StripeContext,
  intent: Cancelable,
  signal: AbortSignal,
): Promise<Intent | null> {
  const result = await cancel(context, intent, deadlines.afterDecline, signal)
  return result.kind === 'answered' ? readIntent(result.value, context.livemode) : null
}
