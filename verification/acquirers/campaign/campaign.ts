/**
 * A gateway in front of an acquirer's stand-in, on a real database and in virtual time. Requests and answers are lost, late,
 * cut off, or wrong, and the gateway dies or freezes between any two of its calls. Its keys are replaced, its merchant
 * changes accounts, and its database is lost and restored. In the end, both books must say the same.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestClock } from '../../app/test-clock.ts'
import { Prng } from '../../seeded-random.ts'
import type { AcquirerWorld, OpenWorld } from './acquirer-world.ts'
import { type Finding, findWrongs, openParts } from './checks.ts'
import { Customers } from './customers.ts'
import { drawFault } from './draw-fault.ts'
import type { Fate } from './fate.ts'
import { beginLife, type Life } from './life.ts'
import { Operator } from './operator.ts'
import { Purse } from './purse.ts'
import { Shop } from './shop.ts'

export const happenings = [
  ...(['deaths', 'freezes', 'faults', 'restorations', 'new_keys', 'new_accounts'] as const),
  ...(['payments', 'further_attempts', 'returns_from_issuers', 'refunds'] as const),
] as const

export type Counts = Record<(typeof happenings)[number], number>
export type CampaignResult = Readonly<{
  seed: number
  counts: Readonly<Counts>
  findings: readonly Finding[]
}>

const livesMax = 5
const actionsPerLife = 30
/** An operator who has replaced the keys starts the gateway again with the new ones. */
const actionsWithOldKeys = 4
const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Then hours: after a day, what is still open needs a person. */
const minutesFirst = 40
const roundsMax = 70
/** In these rounds, the operator repairs what a restored database does not know. Nothing else needs repairs. */
const reconciledRounds = new Set([0, 12, 39, 42])

export async function runAcquirerCampaign(open: OpenWorld, seed: number): Promise<CampaignResult> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-acquirer-'))
  const random = new Prng(seed)
  const clock = new TestClock()
  const world = await open(clock, random)
  const operator = new Operator(folder, clock)
  try {
    return await new Campaign({ world, folder, clock, random, operator, seed }).run()
  } finally {
    await world.close()
    operator.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Or it stops when its operator says so. Calls to the acquirer are rare, and matter most. */
function planEnd(fate: Fate, random: Prng): void {
  if (random.chance(0.25)) return
  const end = random.chance(0.5) ? 'death' : 'freeze'
  if (random.chance(0.5)) fate.stopAfter(random.between(1, 300), end)
  else fate.stopAfter(random.between(1, 40), end, 'acquirer')
}

type Stage = Readonly<{
  world: AcquirerWorld
  folder: string
  clock: TestClock
  random: Prng
  operator: Operator
  seed: number
}>

class Campaign {
  readonly #stage: Stage
  readonly #purse: Purse
  readonly #shop: Shop
  readonly #customers: Customers
  readonly #logLines: string[] = []
  readonly #counts = Object.fromEntries(happenings.map((name) => [name, 0])) as Counts
  /** It stands still while another process has taken its place. */
  #frozen: Life | null = null

  constructor(stage: Stage) {
    const { world, random } = stage
    this.#stage = stage
    this.#purse = new Purse(world, random)
    this.#shop = new Shop(this.#purse, random, world.connect().name)
    this.#customers = new Customers(world, this.#purse, random)
  }

  async run(): Promise<CampaignResult> {
    const { random, seed } = this.#stage
    const lives = random.between(2, livesMax)
    for (let count = 0; count < lives; count++) await this.#live()
    const life = await this.#begin()
    await this.#settle(life)
    const { world, folder, clock } = this.#stage
    const logLines = [...this.#logLines, ...life.app.logLines]
    const payments = await this.#shop.payments(life)
    const findings = await findWrongs({
      world,
      folder,
      clock,
      life,
      logLines,
      payments,
      pans: this.#purse.pans,
    })
    this.#countAll(payments)
    await this.#bury(life)
    return { seed, counts: this.#counts, findings }
  }

  async #begin(): Promise<Life> {
    const { folder, clock, random, world } = this.#stage
    return beginLife({ folder, clock, random, acquirer: world.connect() })
  }

  async #live(): Promise<void> {
    const { random } = this.#stage
    // The first calls belong to the start, which other campaigns interrupt.
    const life = await this.#begin()
    planEnd(life.fate, random)
    await this.#takeTurns(life)
    if (life.fate.isFrozen) {
      await this.#leaveFrozen(life)
    } else {
      if (life.fate.isStopped || random.chance(0.6)) this.#counts.deaths += 1
      else await life.whileAlive(life.app.app.gateway.running.drained())
      await this.#bury(life)
    }
    if (this.#stage.operator.hasCopy && random.chance(0.6)) await this.#loseDatabase()
  }

  async #takeTurns(life: Life): Promise<void> {
    const { random, operator } = this.#stage
    const [copied, moved, rekeyed] = [random.between(0, 60), random.between(0, 60), random.between(0, 100)]
    const thawed = random.between(0, actionsPerLife)
    const last = Math.min(actionsPerLife, rekeyed + actionsWithOldKeys)
    for (let turn = 0; turn < last && !life.fate.isStopped; turn++) {
      if (turn === thawed) this.#frozen?.fate.thaw()
      if (turn === copied) operator.backUp()
      if (turn === moved) await this.#move(life)
      if (turn === rekeyed) this.#replaceKeys()
      await this.#act(life)
    }
  }

  #replaceKeys(): void {
    this.#stage.world.replaceKeys()
    this.#counts.new_keys += 1
  }

  /** The merchant's next payments belong to another account. */
  async #move(life: Life): Promise<void> {
    const { random, world } = this.#stage
    await life.whileAlive(this.#shop.moveTo(life, random.pick([null, ...world.accounts])))
    this.#counts.new_accounts += 1
  }

  async #act(life: Life): Promise<void> {
    const { random, world } = this.#stage
    if (random.chance(0.2)) {
      this.#counts.faults += 1
      world.standIn.faults.inject(...drawFault(random))
    }
    if (random.chance(0.07)) world.standIn.releaseLate()
    const action = random.fraction()
    if (action < 0.45) return this.#pay(life, action)
    if (action < 0.6) return this.#shop.refund(life)
    if (action < 0.75) {
      return this.#customers.answerChallenge(life, await this.#shop.payments(life))
    }
    if (action < 0.77) return this.#shop.cancel(life)
    if (action < 0.79) return this.#customers.leave(life, await this.#shop.payments(life))
    await this.#pass(life, random.pick([1_000, 10_000, minuteMs, 5 * minuteMs, 17 * minuteMs]))
  }

  async #pay(life: Life, action: number): Promise<void> {
    if (action < 0.18) return this.#shop.payDirectly(life)
    if (action < 0.3) return this.#customers.payAgain(life, await this.#shop.payments(life))
    const id = await this.#shop.sendCustomer(life)
    if (id !== null) await this.#customers.pay(life, id)
  }

  /** Time passes, and the worker does what is due. */
  async #pass(life: Life, durationMs: number): Promise<void> {
    await this.#stage.clock.advance(durationMs)
    if (!life.fate.isStopped) await life.whileAlive(life.app.work())
  }

  /** Another process takes the place of one that stands still, and of the one before it. */
  async #leaveFrozen(life: Life): Promise<void> {
    this.#counts.freezes += 1
    if (this.#frozen !== null) await this.#bury(this.#frozen)
    this.#frozen = life
    await this.#stage.clock.advance(
      this.#stage.random.pick([1_000, minuteMs, 4 * minuteMs, 20 * minuteMs, 20 * minuteMs]),
    )
  }

  /** As `docs/operating.md` says: what was sent arrives first, and the books are compared before customers come back. */
  async #loseDatabase(): Promise<void> {
    const { world, clock, operator } = this.#stage
    if (this.#frozen !== null) await this.#bury(this.#frozen)
    this.#frozen = null
    world.standIn.faults.clear()
    world.standIn.releaseLate()
    await clock.advance(30 * minuteMs)
    operator.restore()
    this.#counts.restorations += 1
    const life = await this.#begin()
    for await (const _ of this.#shop.rememberAccounts(life)) {
      await operator.reconcile(life)
      await clock.advance(minuteMs)
      await operator.reconcile(life)
    }
    await this.#bury(life)
  }

  /** The world becomes kind: nothing is lost any more, and time passes until nothing is open. */
  async #settle(life: Life): Promise<void> {
    const { world, operator } = this.#stage
    this.#frozen?.fate.thaw()
    world.standIn.faults.clear()
    world.standIn.releaseLate()
    for (let round = 0; round < roundsMax; round++) {
      await this.#pass(life, round < minutesFirst ? minuteMs : hourMs)
      await life.app.app.gateway.running.drained()
      if (this.#counts.restorations > 0 && reconciledRounds.has(round)) await operator.reconcile(life)
      const payments = await this.#shop.payments(life)
      if (round > 42 && payments.flatMap(openParts).length === 0) break
    }
    if (this.#frozen !== null) await this.#bury(this.#frozen)
  }

  async #bury(life: Life): Promise<void> {
    this.#logLines.push(...life.app.logLines)
    await life.bury()
  }

  #countAll(payments: Awaited<ReturnType<Shop['payments']>>): void {
    const attempts = payments.flatMap((payment) => payment.attempts)
    this.#counts.payments = payments.length
    this.#counts.refunds = payments.flatMap(({ refunds }) => refunds).length
    this.#counts.further_attempts = attempts.filter(({ number }) => number > 1).length
    this.#counts.returns_from_issuers = this.#customers.returns
  }
}
