/** The customers of a campaign: they enter cards on the page, again after a decline, and answer their issuers. */
import type { Payment } from '../../../src/core/payment/payment.ts'
import { Customer } from '../../../src/sandbox-control/customer.ts'
import { origin } from '../../app/test-app.ts'
import type { Prng } from '../../seeded-random.ts'
import type { AcquirerWorld } from './acquirer-world.ts'
import type { Life } from './life.ts'
import type { Purse } from './purse.ts'

export class Customers {
  /** How often one has come back from the issuer. */
  returns = 0
  readonly #world: AcquirerWorld
  readonly #purse: Purse
  readonly #random: Prng

  constructor(world: AcquirerWorld, purse: Purse, random: Prng) {
    this.#world = world
    this.#purse = purse
    this.#random = random
  }

  async pay(life: Life, id: string): Promise<void> {
    const fields = {
      ...{ ...this.#purse.next(), expiry: '12 / 40', name: 'Robin Berg', email: 'robin@example.com' },
      browser: 'en-US,24,1920,1080,-60',
    }
    const presses = this.#random.chance(0.2) ? 2 : 1
    await life.whileAlive(this.#at(life, id).pay(fields, presses))
  }

  /** One who is still on the page tries another card. */
  async payAgain(life: Life, payments: readonly Payment[]): Promise<void> {
    const open = payments.filter(({ ending, attempts }) => ending === null && attempts.length > 0)
    if (open.length > 0) await this.pay(life, this.#random.pick(open).id)
  }

  async leave(life: Life, payments: readonly Payment[]): Promise<void> {
    const open = payments.filter(({ ending }) => ending === null)
    if (open.length > 0) await life.whileAlive(this.#at(life, this.#random.pick(open).id).leave())
  }

  /** The customer answers, and comes back, even twice, or does not. */
  async answerChallenge(life: Life, payments: readonly Payment[]): Promise<void> {
    const asked = payments.filter(({ attempts }) => attempts.at(-1)?.state === 'challenged')
    if (asked.length === 0) return
    const url = this.#random.pick(asked).attempts.at(-1)?.challengeUrl
    if (url == null) return
    const back = await this.#world.answerChallenge(url, this.#random.chance(0.7))
    const times = this.#random.pick([0, 1, 1, 1, 2])
    this.returns += times
    const returns = Array.from({ length: times }, () => life.app.request(back))
    await life.whileAlive(Promise.all(returns))
  }

  #at(life: Life, id: string): Customer {
    return new Customer(origin, id, (request) => life.app.app.fetch(request))
  }
}
