/** A PaymentIntent as we read it: checked, and without what must not be kept. */
import type { Stripe } from 'stripe'
import { problemIn, type StripeProblem } from './stripe-error.ts'

export type Intent = Readonly<{
  id: string
  status: string
  /** Ours; null for a PaymentIntent that somebody else has made. */
  reference: string | null
  amountMinor: number
  receivedMinor: number
  currency: string
  createdMs: number
  /** Where the customer must go, if it is by redirect. */
  redirectUrl: string | null
  problem: StripeProblem | null
  charge: IntentCharge | null
}>

export type IntentCharge = Readonly<{
  country: string | null
  last4: string | null
  /** Stripe itself refused it, and the issuer has not seen it. */
  isBlocked: boolean
  /** Nothing is left of it. */
  isRefunded: boolean
}>

const referenceField = 'flowlix_reference'
const installationField = 'flowlix_installation'

/** Every reference begins with it. */
export function metadataFor(reference: string): Record<string, string> {
  return { [referenceField]: reference, [installationField]: reference.slice(0, 8) }
}

/** Null if it is not a PaymentIntent, or one of the other mode. */
export function readIntent(value: unknown, livemode: boolean): Intent | null {
  if (typeof value !== 'object' || value === null) return null
  const given = value as Partial<Stripe.PaymentIntent>
  const { id, status, amount, amount_received, currency, created } = given
  if (given.object !== 'payment_intent' || given.livemode !== livemode || !isIntentId(id)) return null
  if (typeof status !== 'string' || typeof currency !== 'string') return null
  if (!Number.isSafeInteger(amount) || !Number.isSafeInteger(created)) return null
  return {
    id,
    status,
    reference: referenceIn(given.metadata),
    amountMinor: Number(amount),
    receivedMinor: Number(amount_received),
    currency,
    createdMs: Number(created) * 1_000,
    redirectUrl: redirectIn(given.next_action),
    problem: problemIn(given.last_payment_error),
    charge: chargeIn(given.latest_charge),
  }
}

export function isIntentId(value: unknown): value is string {
  return typeof value === 'string' && /^pi_[A-Za-z0-9_]{1,100}$/.test(value)
}

export function referenceIn(metadata: Stripe.Metadata | null | undefined): string | null {
  const reference: unknown = metadata?.[referenceField]
  return typeof reference === 'string' ? reference : null
}

function redirectIn(action: Partial<Stripe.PaymentIntent.NextAction> | null | undefined): string | null {
  return action?.type === 'redirect_to_url' ? (action.redirect_to_url?.url ?? null) : null
}

/** Without `expand` it is only an ID, which still says that there was a charge. */
function chargeIn(charge: string | Partial<Stripe.Charge> | null | undefined): IntentCharge | null {
  if (charge === null || charge === undefined) return null
  if (typeof charge === 'string') return { country: null, last4: null, isBlocked: false, isRefunded: false }
  const card = charge.payment_method_details?.card
  return {
    country: card?.country ?? null,
    last4: card?.last4 ?? null,
    isBlocked: charge.outcome?.type === 'blocked',
    isRefunded: charge.refunded === true,
  }
}
