/** What every request to Stripe needs. */
import type { Log } from '../../ports/system.ts'
import type { StripeCaller } from './stripe-caller.ts'

export type StripeContext = Readonly<{
  caller: StripeCaller
  livemode: boolean
  /** Where customers may be sent for a challenge. */
  challengeOrigins: readonly string[]
  log: Log
}>

/** How long a request may take, in milliseconds. */
export const deadlines = {
  prepare: 8_000,
  card: 8_000,
  /** The whole of an authorization, with its card. */
  authorize: 30_000,
  ask: 10_000,
  /** Best effort, while a customer is waiting. */
  afterDecline: 3_000,
} as const
