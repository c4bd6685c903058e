/** The adapters in front of stand-ins, in the gateway's own process. */
import { createCheckout } from '../../src/acquirers/checkout/checkout.ts'
import { pauseOf } from '../../src/acquirers/checkout/finish-challenge.ts'
import { tokenIsDeadAfterMs } from '../../src/acquirers/checkout/reverse.ts'
import { createStripe } from '../../src/acquirers/stripe/create-stripe.ts'
import type { Acquirer } from '../../src/ports/acquirer.ts'
import type { Log } from '../../src/ports/system.ts'
import { standInAccess } from '../acquirers/checkout/access.ts'
import { standInKey, type standInPlace, tokenLifeMs } from './stand-in-place.ts'

type Place = NonNullable<ReturnType<typeof standInPlace>>

export async function connectStandIn({ name, url: baseUrl }: Place, log: Log): Promise<Acquirer> {
  const settings = { livemode: false, proxy: null, log, baseUrl }
  if (name === 'checkout') {
    const checkout = createCheckout({ ...standInAccess, ...settings, pause: pauseOf(100) })
    // Attempts are made older, so that the short life of a token looks as long as the real one.
    const olderMs = tokenIsDeadAfterMs - tokenLifeMs - 1_000
    const reverse: Acquirer['reverse'] = (attempt, signal) =>
      checkout.reverse({ ...attempt, ageMs: attempt.ageMs + olderMs }, signal)
    return { ...checkout, reverse }
  }
  // Only where it is used: loading it takes as long as everything else.
  const sdk = await import('stripe')
  return createStripe({ ...settings, secretKey: standInKey, loadSdk: () => sdk })
}
