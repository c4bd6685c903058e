/** Stripe's stand-in behind the gateway of a crash campaign, over lines that break. */

import { drawFault } from '../../acquirers/campaign/draw-fault.ts'
import { on } from '../../acquirers/stand-in/faults.ts'
import { startStripe } from '../../acquirers/stripe/start-stripe.ts'
import type { Prng } from '../../seeded-random.ts'
import { cardDataIn, challengeBy } from '../behind-stand-in.ts'
import { Cards } from '../cards.ts'
import type { CrashAcquirer } from '../crash-acquirer.ts'
import { standInEnvironment, standInKey } from '../stand-in-place.ts'
import { checkStripeBooks } from './stripe-books.ts'

/** Approved ones most often, as in the other campaigns. */
const testPans = [
  ...Array<string>(6).fill('4242424242424242'),
  '378282246310005',
  '4000000000000002',
  '4000000000009995',
  '4000000000003220',
  '4000000000003220',
  '4000000000003063',
  '4000008400001629',
  '4000000000007726',
]
/** In a cycle; and how many of its confirmations never arrive, so that they are reversed. */
const faultsMax = 12
const lostMax = 2
const challengeLink = /(?:href|action)="([^"]{0,2000}\/3d_secure_2\/hosted[^"]{0,200})"/

export async function stripeAcquirer(): Promise<CrashAcquirer> {
  const standIn = await startStripe({ secretKey: standInKey, refundDelayMs: 1_000 })
  const cards = new Cards(testPans)
  return {
    name: 'stripe',
    behind: 'stripe',
    environment: standInEnvironment('stripe', standIn.url),
    cards,
    checkBooks: (folder) => checkStripeBooks(folder, standIn.book),
    answerChallenge: challengeBy(challengeLink, 'result'),
    disturb(random: Prng) {
      if (random.chance(0.5)) standIn.releaseLate()
      for (let left = random.between(0, faultsMax); left > 0; left--)
        standIn.faults.inject(...drawFault(random))
      standIn.faults.inject(on('POST', /confirm$/), { kind: 'request_lost' }, random.between(1, lostMax))
    },
    calm() {
      standIn.faults.clear()
      standIn.releaseLate()
    },
    cardData: () => cardDataIn(standIn.log, cards, '/v1/payment_methods'),
    close: () => standIn.close(),
  }
}
