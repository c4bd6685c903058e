/** The cards of a campaign. Each number is entered once, so that it can be looked for. */
import type { Prng } from '../../seeded-random.ts'
import type { AcquirerWorld, CardKind } from './acquirer-world.ts'
import { isAmex } from './acquirer-world.ts'

export type CampaignCard = Readonly<{ number: string; cvc: string }>

const kinds: readonly CardKind[] = [
  ...(['good', 'good', 'good', 'declined', 'challenged', 'challenged', 'failing_refunds'] as const),
]

export class Purse {
  /** Every number that was ever entered. */
  readonly pans: string[] = []
  readonly #world: AcquirerWorld
  readonly #random: Prng

  constructor(world: AcquirerWorld, random: Prng) {
    this.#world = world
    this.#random = random
  }

  next(kind = this.#random.pick(kinds)): CampaignCard {
    const number = this.#world.newPan(kind)
    this.pans.push(number)
    return { number, cvc: isAmex(number) ? '1234' : '123' }
  }
}
