/**
 * A gateway in front of an acquirer's stand-in, on a real database and in virtual time. Requests and answers are lost, late,
 * cut off, or wrong, and the gateway dies between any two of its calls. In the end, both books must say the same.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestClock } from '../../app/test-clock.ts'
import { Prng } from '../../seeded-random.ts'
import type { AcquirerWorld, OpenWorld } from './acquirer-world.ts'
import { type Finding, findWrongs, openParts } from './checks.ts'
import { drawFault } from './draw-fault.ts'
import { beginLife, type Life } from './life.ts'
import { Shop } from './shop.ts'

export type CampaignResult = Readonly<{
  seed: number
  payments: number
  refunds: number
  deaths: number
  faults: number
  findings: readonly Finding[]
}>

const livesMax = 5
const kinds = ['good', 'good', 'good', 'declined', 'challenged', 'challenged', 'failing_refunds'] as const
const actionsPerLife = 25
const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Then hours: after a day, what is still open needs a person. */
const minutesFirst = 40
const roundsMax = 70

export async function runAcquirerCampaign(open: OpenWorld, seed: number): Promise<CampaignResult> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-acquirer-'))
  const random = new Prng(seed)
  const clock = new TestClock()
  const world = await open(clock, random)
  try {
    return await new Campaign(world, folder, clock, random, seed).run()
  } finally {
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

class Campaign {
  readonly #world: AcquirerWorld
  readonly #folder: string
  readonly #clock: TestClock
  readonly #random: Prng
  readonly #seed: number
  readonly #shop: Shop
  readonly #logLines: string[] = []
  #deaths = 0
  #faults = 0

  constructor(world: AcquirerWorld, folder: string, clock: TestClock, random: Prng, seed: number) {
    this.#world = world
    this.#folder = folder
    this.#clock = clock
    this.#random = random
    this.#seed = seed
    this.#shop = new Shop(world, random)
  }

  async run(): Promise<CampaignResult> {
    const lives = this.#random.between(2, livesMax)
    for (let count = 0; count < lives; count++) await this.#live()
    const life = await this.#begin()
    await this.#settle(life)
    const place = { folder: this.#folder, logLines: [...this.#logLines, ...life.app.logLines] }
    const findings = await findWrongs({
      world: this.#world,
      shop: this.#shop,
      life,
      clock: this.#clock,
      ...place,
    })
    const { payments, refunds } = await this.#shop.counts(life)
    await life.bury()
    return { seed: this.#seed, payments, refunds, deaths: this.#deaths, faults: this.#faults, findings }
  }

  #begin(): Promise<Life> {
    const acquirer = this.#world.connect()
    return beginLife({ folder: this.#folder, clock: this.#clock, random: this.#random, acquirer })
  }

  async #live(): Promise<void> {
    const diesByItself = this.#random.chance(0.7)
    // The first calls belong to the start, which other campaigns interrupt.
    const life = await this.#begin()
    if (diesByItself) life.dieAfter(this.#random.between(1, 300))
    await this.#shop.open(life)
    for (let count = 0; count < actionsPerLife && !life.isDead(); count++) await this.#act(life)
    if (life.isDead() || this.#random.chance(0.7)) this.#deaths += 1
    else await life.whileAlive(life.app.app.gateway.running.drained())
    this.#logLines.push(...life.app.logLines)
    await life.bury()
  }

  async #act(life: Life): Promise<void> {
    const { standIn } = this.#world
    if (this.#random.chance(0.5)) {
      this.#faults += 1
      standIn.faults.inject(...drawFault(this.#random))
    }
    if (this.#random.chance(0.1)) standIn.releaseLate()
    const action = this.#random.fraction()
    if (action < 0.4) await this.#shop.pay(life, this.#random.pick(kinds))
    else if (action < 0.62) await this.#shop.refund(life)
    else if (action < 0.77) await this.#shop.answerChallenge(life)
    else await this.#pass(life, this.#random.pick([1_000, 10_000, minuteMs, 5 * minuteMs, 17 * minuteMs]))
  }

  /** Time passes, and the worker does what is due. */
  async #pass(life: Life, durationMs: number): Promise<void> {
    await this.#clock.advance(durationMs)
    if (!life.isDead()) await life.whileAlive(life.app.work())
  }

  /** The world becomes kind: nothing is lost any more, and time passes until nothing is open. */
  async #settle(life: Life): Promise<void> {
    const { standIn } = this.#world
    standIn.faults.clear()
    standIn.releaseLate()
    for (let round = 0; round < roundsMax; round++) {
      await this.#pass(life, round < minutesFirst ? minuteMs : hourMs)
      await life.app.app.gateway.running.drained()
      const payments = await this.#shop.payments(life)
      if (payments.flatMap(openParts).length === 0) return
    }
  }
}
