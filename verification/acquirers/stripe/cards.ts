/** What Stripe's public test cards do. Every other number is declined. */

export type CardBehavior = Readonly<{
  /** The number is refused before there is a PaymentMethod. */
  isInvalid?: boolean
  /** As the error's `code` and `decline_code`. */
  decline?: Readonly<{ code: string; declineCode?: string; adviceCode?: string }>
  /** Refused by Stripe's own filter. */
  isBlocked?: boolean
  isChallenged?: boolean
  /** The issuer asks a second time, when the PaymentIntent is confirmed after the first challenge. */
  isChallengedTwice?: boolean
  /** Of its refunds: what they are at first, and what they become. */
  refunds?: readonly ['pending' | 'succeeded', 'succeeded' | 'failed']
  country?: string
}>

const declined = (declineCode: string, adviceCode?: string): CardBehavior => ({
  decline: { code: 'card_declined', declineCode, ...(adviceCode !== undefined && { adviceCode }) },
})

const behaviors: Readonly<Record<string, CardBehavior>> = {
  '4242424242424242': {},
  '4111111111111111': {},
  '5555555555554444': {},
  '378282246310005': {},
  '4000002500001001': { country: 'FR' },
  '4000002760000016': { country: 'DE' },
  '4242424242424241': { isInvalid: true },
  '4000000000000002': declined('generic_decline'),
  '4000000000009995': declined('insufficient_funds', 'try_again_later'),
  '4000000000009987': declined('lost_card', 'do_not_try_again'),
  '4000000000009979': declined('stolen_card', 'do_not_try_again'),
  '4000000000006975': declined('card_velocity_exceeded'),
  '4000000000000069': { decline: { code: 'expired_card' } },
  '4000000000000127': { decline: { code: 'incorrect_cvc' } },
  '4000000000000119': { decline: { code: 'processing_error' } },
  '4100000000000019': { ...declined('fraudulent'), isBlocked: true },
  '4000000000003220': { isChallenged: true },
  '4000000000003063': { isChallenged: true },
  // No card of Stripe's.
  '4000000000003238': { isChallenged: true, isChallengedTwice: true },
  '4000008400001629': { isChallenged: true, ...declined('generic_decline') },
  '4000000000007726': { refunds: ['pending', 'succeeded'] },
  '4000000000005126': { refunds: ['succeeded', 'failed'] },
}

export function behaviorOf(number: string): CardBehavior {
  return behaviors[number] ?? declined('test_mode_live_card')
}
