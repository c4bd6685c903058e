/** The acquirers that a campaign knows. */
import type { OpenWorld } from './acquirer-world.ts'
import { openCheckoutWorld } from './checkout-world.ts'

export const worlds: Readonly<Record<string, OpenWorld>> = { checkout: openCheckoutWorld }
