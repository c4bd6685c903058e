/** Checkout.com's stand-in behind the gateway of a crash campaign, over lines that break. */
import { drawFault } from '../../acquirers/campaign/draw-fault.ts'
import { startCheckoutStandIn } from '../../acquirers/checkout/checkout-stand-in.ts'
import type { Prng } from '../../seeded-random.ts'
import { cardDataIn, challengeBy } from '../behind-stand-in.ts'
import { Cards } from '../cards.ts'
import type { CrashAcquirer } from '../crash-acquirer.ts'
import { standInEnvironment, tokenLifeMs } from '../stand-in-place.ts'
import { checkCheckoutBooks } from './checkout-books.ts'

/** Approved ones most often, as in the other campaigns. */
const testPans = [
  ...Array<string>(6).fill('4242424242424242'),
  '378282246310005',
  '4000000000000002',
  '4000000000009995',
  '4000000000003220',
  '4000000000003220',
  '4000008400001629',
]
const faultShare = 0.7
const challengeLink = /(?:href|action)="([^"]{0,200}\/3ds\/pay_[^"]{0,60})"/

export async function checkoutAcquirer(): Promise<CrashAcquirer> {
  const standIn = await startCheckoutStandIn({
    ...{ tokenLifeMs, challengeLifeMs: 10_000, captureDelayMs: 200, refundDelayMs: 500 },
  })
  const cards = new Cards(testPans)
  return {
    name: 'checkout',
    behind: 'checkout',
    environment: standInEnvironment('checkout', standIn.url),
    cards,
    checkBooks: (folder) => checkCheckoutBooks(folder, standIn.book),
    answerChallenge: challengeBy(challengeLink, 'outcome'),
    disturb(random: Prng) {
      if (random.chance(0.5)) standIn.releaseLate()
      while (random.chance(faultShare)) standIn.faults.inject(...drawFault(random))
    },
    calm() {
      standIn.faults.clear()
      standIn.releaseLate()
    },
    cardData: () => cardDataIn(standIn.log, cards, '/tokens'),
    close: () => standIn.close(),
  }
}
