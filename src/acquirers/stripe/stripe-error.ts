/**
 * What Stripe says about an error, without its texts: they may quote the request. Objects of the SDK are never logged or
 * stored, because they hold the whole response.
 */
import type { Stripe } from 'stripe'

export type StripeProblem = Readonly<{
  type: string | null
  code: string | null
  declineCode: string | null
  adviceCode: string | null
  /** The parameter that is to blame. */
  param: string | null
  /** The account may not send card numbers, which Stripe says in words only. */
  isRawCardRefusal: boolean
  /** Where the issuer's answer belongs to one: the PaymentIntent as it is now. */
  intent: unknown
  country: unknown
}>

type Given = Readonly<Partial<Stripe.PaymentIntent.LastPaymentError> & { advice_code?: string }>

/** Null if it is not an error in Stripe's form. */
export function problemIn(error: unknown): StripeProblem | null {
  if (typeof error !== 'object' || error === null) return null
  const given = error as Given
  const type = wordOf(given.type)
  if (type === null) return null
  return {
    type,
    code: wordOf(given.code),
    declineCode: wordOf(given.decline_code),
    adviceCode: wordOf(given.advice_code),
    param: wordOf(given.param),
    isRawCardRefusal: /card numbers directly/i.test(String(given.message)),
    intent: given.payment_intent ?? null,
    country: given.payment_method?.card?.country ?? null,
  }
}

/** Codes are logged, so they must be words: nothing that could be a part of a card. */
function wordOf(value: unknown): string | null {
  if (typeof value !== 'string' || !/^[a-z][a-z0-9_[\]]{0,79}$/i.test(value)) return null
  return /[0-9]{3}/.test(value) ? null : value
}
