/** One request that reads a list and changes nothing: whether the key is accepted, and whether it is of the right mode. */
import type { CheckAnswer } from '../../core/attempt/answers.ts'
import type { StripeContext } from './context.ts'
import { deadlines } from './context.ts'
import { readIntent } from './intent.ts'

export async function check({ caller, livemode }: StripeContext, signal: AbortSignal): Promise<CheckAnswer> {
  const result = await caller.call(
    { name: 'list one PaymentIntent', account: null, deadlineMs: deadlines.ask, signal },
    (stripe, options) => stripe.paymentIntents.list({ limit: 1 }, options),
  )
  if (result.kind === 'answered') {
    const [intent] = Array.isArray(result.value.data) ? result.value.data : []
    return intent === undefined || readIntent(intent, livemode) !== null
      ? { kind: 'accepted' }
      : { kind: 'refused', reason: 'Stripe responds to this key with payments of the other mode' }
  }
  if (result.kind !== 'refused') return { kind: 'unknown', cause: result.cause }
  const { status, cause } = result
  if (status === 401) return { kind: 'refused', reason: 'Stripe does not accept this key' }
  if (status === 403) return { kind: 'refused', reason: 'This key does not permit reading PaymentIntents' }
  return { kind: 'unknown', cause }
}
