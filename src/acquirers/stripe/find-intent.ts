/**
 * The PaymentIntent of an attempt: by its handle, or by our reference where the handle was lost with a database that was
 * restored from an older copy.
 */
import type { AttemptTerms } from '../../ports/acquirer.ts'
import type { StripeContext } from './context.ts'
import { deadlines } from './context.ts'
import { type Intent, isIntentId, readIntent } from './intent.ts'
import { eachIntent } from './lists.ts'

/** `none`: there is no PaymentIntent under this reference, and nobody has a handle with which it could be confirmed. */
type Found = Readonly<
  { kind: 'found'; intent: Intent } | { kind: 'none' } | { kind: 'unknown'; cause: string }
>

type FoundId = Readonly<{ kind: 'found'; id: string } | { kind: 'none' } | { kind: 'unknown'; cause: string }>

export async function findIntent(
  context: StripeContext,
  attempt: AttemptTerms,
  signal: AbortSignal,
): Promise<Found> {
  const id = idOf(attempt)
  return id === null ? searchFor(context, attempt, signal) : fetchIntent(context, id, attempt.account, signal)
}

/** Without a request, if the ID is known. */
export async function findIntentId(
  context: StripeContext,
  attempt: AttemptTerms,
  signal: AbortSignal,
): Promise<FoundId> {
  const id = idOf(attempt)
  if (id !== null) return { kind: 'found', id }
  const found = await searchFor(context, attempt, signal)
  return found.kind === 'found' ? { kind: 'found', id: found.intent.id } : found
}

function idOf({ handle, acquirerTransactionId }: AttemptTerms): string | null {
  return [handle, acquirerTransactionId].find(isIntentId) ?? null
}

async function fetchIntent(
  context: StripeContext,
  id: string,
  account: string | null,
  signal: AbortSignal,
): Promise<Found> {
  const result = await context.caller.call(
    { name: 'retrieve a PaymentIntent', account, deadlineMs: deadlines.ask, signal },
    (stripe, options) => stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }, options),
  )
  if (result.kind !== 'answered') {
    if (result.kind === 'refused' && result.status === 404) reportMissing(context, id)
    return { kind: 'unknown', cause: result.cause }
  }
  const intent = readIntent(result.value, context.livemode)
  if (intent === null || intent.id !== id) return { kind: 'unknown', cause: 'not the PaymentIntent' }
  return { kind: 'found', intent }
}

/** The key belongs to another account, or the merchant's account has changed: that says nothing about the money. */
export function reportMissing({ log }: StripeContext, id: string): void {
  log.error(
    { alarm: 'acquirer_account', acquirer: 'stripe', id },
    'Stripe does not find a PaymentIntent by the ID that it returned: do the credentials belong to another account?',
  )
}

/** Stripe's clock and ours may differ, and so may the times of the attempt and of its first request. */
const searchMs = 15 * 60_000

async function searchFor(
  context: StripeContext,
  { reference, account, startedAtMs }: AttemptTerms,
  signal: AbortSignal,
): Promise<Found> {
  const span = { fromMs: startedAtMs - searchMs, toMs: startedAtMs + searchMs }
  try {
    for await (const intent of eachIntent(context, { ...span, account, signal })) {
      if (intent.reference === reference) return { kind: 'found', intent }
    }
    return { kind: 'none' }
  } catch (error) {
    return { kind: 'unknown', cause: error instanceof Error ? error.message : 'the list is incomplete' }
  }
}
