/**
 * The cards of a campaign's shoppers: public test cards where the outcome matters, and a few that were never used
 * before where it does not. What was sent can be sought in everything that was written.
 */

import { freshCard, type MarkedCard, type Marks, marksOf } from '../scan/marks.ts'
import type { Prng } from '../seeded-random.ts'
import { testCode } from './customer.ts'

const challengedPan = '4635440000002223'
/** Approved ones most often: there is the most to lose. */
const sandboxPans: readonly string[] = [
  ...Array<string>(6).fill('4242424242424242'),
  '378282246310005',
  '4000000000000002',
  '4000000000009995',
  '4000000000000119',
  '4000000000003220',
  challengedPan,
  challengedPan,
  '4000008400001629',
  '4000000000000259',
  '4000000000001976',
  '4000000000005126',
]
/** Each makes hundreds of forms to look for. */
const freshCount = 4
/** How often a shopper has one of them; acquirers of test payments decline every card that they do not know. */
const freshShare = 0.15

export class Cards {
  readonly #testPans: readonly string[]
  readonly #fresh: readonly MarkedCard[] = Array.from({ length: freshCount }, freshCard)

  constructor(testPans = sandboxPans) {
    this.#testPans = testPans
  }

  pick(random: Prng): MarkedCard {
    if (random.chance(freshShare)) return random.pick(this.#fresh)
    const pan = random.pick(this.#testPans)
    return { pan, cvc: testCode(pan) }
  }

  /** The test cards' codes are digits that stand everywhere, so only those of the fresh ones are sought. */
  get marks(): Marks {
    const { pans, cvcs } = marksOf(this.#fresh)
    return { pans: [...pans, ...new Set(this.#testPans)], cvcs }
  }
}
