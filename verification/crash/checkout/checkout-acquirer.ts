/** Checkout.com's stand-in behind the gateway of a crash campaign, over lines that break. */
import { Browser, withoutEntities } from '../../../src/sandbox-control/browser.ts'
import { drawFault } from '../../acquirers/campaign/draw-fault.ts'
import { startCheckoutStandIn } from '../../acquirers/checkout/checkout-stand-in.ts'
import type { Finding } from '../../scan/scan-folder.ts'
import type { Prng } from '../../seeded-random.ts'
import { Cards } from '../cards.ts'
import type { CrashAcquirer } from '../crash-acquirer.ts'
import type { ChallengeChoice } from '../customer.ts'
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

export async function checkoutAcquirer(): Promise<CrashAcquirer> {
  const standIn = await startCheckoutStandIn({
    ...{ tokenLifeMs, challengeLifeMs: 10_000, captureDelayMs: 200, refundDelayMs: 500 },
  })
  const cards = new Cards(testPans)
  return {
    name: 'checkout',
    environment: standInEnvironment('checkout', standIn.url),
    cards,
    checkBooks: (folder) => checkCheckoutBooks(folder, standIn.book),
    answerChallenge,
    disturb(random: Prng) {
      if (random.chance(0.5)) standIn.releaseLate()
      while (random.chance(faultShare)) standIn.faults.inject(...drawFault(random))
    },
    calm() {
      standIn.faults.clear()
      standIn.releaseLate()
    },
    cardData: (): readonly Finding[] =>
      cards.marks.pans.flatMap((pan) =>
        standIn.log
          .containing(pan)
          .filter(({ path }) => path !== '/tokens')
          .map(({ path }) => ({ file: path, mark: 'a card number', encoding: 'plain', place: 'a request' })),
      ),
    close: () => standIn.close(),
  }
}

const challengeLink = /(?:href|action)="([^"]{0,200}\/3ds\/pay_[^"]{0,60})"/

/** The page leads to the issuer, who sends the customer back. */
async function answerChallenge(
  gatewayUrl: string,
  id: string,
  choice: ChallengeChoice,
  signal: AbortSignal,
): Promise<boolean> {
  const browser = new Browser(fetch, signal)
  const page = await browser.open(`${gatewayUrl}/hpp/${id}/authenticate`)
  const link = challengeLink.exec(page.html)?.[1]
  if (link === undefined) return false
  await browser.post(withoutEntities(link), { outcome: choice === 'pass' ? 'pass' : 'fail' })
  return true
}
