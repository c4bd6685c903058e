/** The acquirers that a campaign knows. */
import type { OpenWorld } from './acquirer-world.ts'
import { openCheckoutWorld } from './checkout-world.ts'
import { openStripeWorld } from './stripe-world.ts'

export const worlds: Readonly<Record<string, OpenWorld>> = {
  stripe: openStripeWorld,
  checkout: openCheckoutWorld,
}
