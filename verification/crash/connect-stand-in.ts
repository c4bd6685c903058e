/** The adapters in front of stand-ins, in the gateway's own process. */
import { createCheckout } from '../../src/acquirers/checkout/checkout.ts'
import { createStripe } from '../../src/acquirers/stripe/create-stripe.ts'
import type { Acquirer, Log } from '../../src/ports.ts'
import { standInAccess } from '../acquirers/checkout/access.ts'
import { standInKey, type standInPlace, tokenLifeMs } from './stand-in-place.ts'

type Place = NonNullable<ReturnType<typeof standInPlace>>

/** After this long, the adapter of Checkout.com knows that a token has died. */
const tokenIsDeadAfterMs = 16 * 60_000

export async function connectStandIn({ name, url: baseUrl }: Place, log: Log): Promise<Acquirer> {
  const settings = { livemode: false, proxy: null, log, baseUrl }
  if (name === 'checkout') {
    // Its clock is ahead, so that the short life of a token looks as long as the real one.
    const nowMs = () => Date.now() + tokenIsDeadAfterMs - tokenLifeMs - 1_000
    return createCheckout({ ...standInAccess, ...settings, nowMs, askAgainMs: 100 })
  }
  // Only where it is used: loading it takes as long as everything else.
  const sdk = await import('stripe')
  return createStripe({ ...settings, secretKey: standInKey, loadSdk: () => sdk })
}
