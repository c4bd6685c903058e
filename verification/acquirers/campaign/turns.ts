/** What happens to a running gateway: customers and the merchant come, lines break, and time passes. */
import type { TestClock } from '../../app/test-clock.ts'
import type { Prng } from '../../seeded-random.ts'
import type { AcquirerWorld } from './acquirer-world.ts'
import { Customers } from './customers.ts'
import { drawFault } from './draw-fault.ts'
import type { Life } from './life.ts'
import { Purse } from './purse.ts'
import { Shop } from './shop.ts'

const minuteMs = 60_000

export class Turns {
  readonly purse: Purse
  readonly shop: Shop
  readonly customers: Customers
  readonly #world: AcquirerWorld
  readonly #clock: TestClock
  readonly #random: Prng

  constructor(world: AcquirerWorld, clock: TestClock, random: Prng) {
    this.#world = world
    this.#clock = clock
    this.#random = random
    this.purse = new Purse(world, random)
    this.shop = new Shop(this.purse, random, world.name)
    this.customers = new Customers(world, this.purse, random)
  }

  async take(life: Life): Promise<void> {
    const random = this.#random
    if (random.chance(0.2)) this.#world.desk.faults.inject(...drawFault(random))
    if (random.chance(0.07)) this.#world.desk.releaseLate()
    const action = random.fraction()
    if (action < 0.45) return this.#pay(life, action)
    if (action < 0.6) return this.shop.refund(life)
    if (action < 0.75) {
      return this.customers.answerChallenge(life, await this.shop.payments(life))
    }
    if (action < 0.77) return this.shop.cancel(life)
    if (action < 0.79) return this.customers.leave(life, await this.shop.payments(life))
    await this.pass(life, random.pick([1_000, 10_000, minuteMs, 5 * minuteMs, 17 * minuteMs]))
  }

  /** Time passes, and the worker does what is due. */
  async pass(life: Life, durationMs: number): Promise<void> {
    await this.#clock.advance(durationMs)
    if (!life.fate.isStopped) await life.whileAlive(life.app.work())
  }

  async #pay(life: Life, action: number): Promise<void> {
    if (action < 0.18) return this.shop.payDirectly(life)
    if (action < 0.3) return this.customers.payAgain(life, await this.shop.payments(life))
    const id = await this.shop.sendCustomer(life)
    if (id !== null) await this.customers.pay(life, id)
  }
}
