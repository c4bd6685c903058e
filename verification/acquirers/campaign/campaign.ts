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
import type { LoggedRequest } from '../stand-in/request-log.ts'
import type { AcquirerWorld, OpenWorld } from './acquirer-world.ts'
import type { Mistake } from './aside.ts'
import { type Finding, findWrongs, openParts } from './checks.ts'
import { type Counts, countFaults, noCounts } from './counts.ts'
import { beginLife, type Life } from './life.ts'
import { Operator } from './operator.ts'
import { planEnd } from './planned-end.ts'
import type { Shop } from './shop.ts'
import { Turns } from './turns.ts'

export type CampaignResult = Readonly<{
  seed: number
  counts: Readonly<Counts>
  findings: readonly Finding[]
  /** Payments that reconciliation leaves to a person, because a restored copy did not know their references. */
  doubles: number
  /** What the acquirer has received, in order. */
  requests: readonly LoggedRequest[]
}>

const livesMax = 5
const actionsPerLife = 30
/** An operator who has replaced the keys starts the gateway again with the new ones. */
const actionsWithOldKeys = 4
const mistakenTurns = 12
const minuteMs = 60_000
/** Then payments can be asked about whose place in the acquirer's lists nobody doubts. */
const controlsMs = 5 * minuteMs
const hourMs = 60 * minuteMs
/** By then, no acquirer knows a request by its idempotency key anymore. */
const untilKeysAreForgottenMs = 25 * hourMs
/** Then hours: after a day, what is still open needs a person. */
const minutesFirst = 40
const roundsMax = 75
/** In these rounds, the operator repairs what a restored database does not know. Nothing else needs repairs. */
const reconciledRounds = new Set([0, 12, 39, 42])

export async function runAcquirerCampaign(open: OpenWorld, seed: number): Promise<CampaignResult> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-acquirer-'))
  const random = new Prng(seed)
  const clock = new TestClock()
  const world = open(clock, new Prng(seed, 1))
  const operator = new Operator(folder, clock)
  try {
    return await new Campaign({ world, folder, clock, random, operator, seed }).run()
  } finally {
    operator.end()
    rmSync(folder, { recursive: true, force: true })
  }
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
  readonly #turns: Turns
  /** IDs and pauses that the gateway draws. They have numbers of their own, so that nothing else depends on their count. */
  readonly #ids: Prng
  readonly #logLines: string[] = []
  readonly #counts = noCounts()
  readonly #sessionLifeMs: number
  /** False after a restore, until the books were compared. */
  #isReconciled = true
  /** When the gateway had the keys of another account. */
  readonly #mistakes: Mistake[] = []
  /** It stands still while another process has taken its place. */
  #frozen: Life | null = null

  constructor(stage: Stage) {
    const { world, clock, random, seed } = stage
    this.#stage = stage
    this.#turns = new Turns(world, clock, random)
    this.#ids = new Prng(seed, 2)
    this.#sessionLifeMs = random.pick([90 * minuteMs, 30 * hourMs])
  }

  async run(): Promise<CampaignResult> {
    const { random, seed } = this.#stage
    const lives = random.between(2, livesMax)
    const mistaken = random.chance(0.4) ? random.between(0, lives - 1) : null
    if (mistaken !== null) await this.#payEverywhere()
    for (let count = 0; count < lives; count++) {
      await this.#live()
      if (count === mistaken) await this.#mistakeKeys()
    }
    const life = await this.#begin()
    await this.#settle(life)
    if (this.#counts.restorations > 0) await this.#reconcileAgain(life)
    const { world, folder, clock } = this.#stage
    const logLines = [...this.#logLines, ...life.app.logLines]
    const payments = await this.#turns.shop.payments(life)
    const { findings, doubles } = await findWrongs({
      world,
      folder,
      clock,
      life,
      logLines,
      payments,
      pans: this.#turns.purse.pans,
      isRestored: this.#counts.restorations > 0,
      mistakes: this.#mistakes,
    })
    this.#countAll(payments)
    await this.#bury(life)
    return { seed, counts: this.#counts, findings, doubles, requests: world.desk.log.all() }
  }

  async #begin(keys: 'ours' | 'others' = 'ours'): Promise<Life> {
    const { folder, clock, random, world } = this.#stage
    const [ids, sessionLifeMs] = [this.#ids, this.#sessionLifeMs]
    return beginLife({ ...{ folder, clock, random, world, ids, sessionLifeMs }, keys })
  }

  /** Without an approved payment, an account cannot be told from another one. */
  async #payEverywhere(): Promise<void> {
    const { world, clock } = this.#stage
    const life = await this.#begin()
    for (const account of [...world.accounts, null]) {
      await this.#turns.shop.moveTo(life, account)
      await this.#turns.shop.payDirectly(life, 'good')
      await life.app.app.gateway.running.drained()
      await clock.advance(minuteMs)
    }
    await clock.advance(controlsMs)
    await this.#bury(life)
  }

  /**
   * The gateway is started with the keys of another account. What it charges is there, and is for the operator. But of what it
   * does not find there, nothing may count as never made.
   */
  async #mistakeKeys(): Promise<void> {
    const { random, clock } = this.#stage
    await clock.advance(1_000)
    const fromMs = clock.nowMs()
    const life = await this.#begin('others')
    const isOpen = random.chance(0.5)
    for (let turn = 0; turn < mistakenTurns; turn++) {
      if (isOpen && random.chance(0.5)) await this.#turns.take(life)
      else await this.#turns.pass(life, random.pick([minuteMs, 5 * minuteMs, 17 * minuteMs]))
    }
    await this.#bury(life)
    this.#mistakes.push({ fromMs, toMs: clock.nowMs(), isOpen })
    await clock.advance(1_000)
    this.#counts.mistaken_keys += 1
  }

  async #live(): Promise<void> {
    const { random } = this.#stage
    // The first calls belong to the start, which other campaigns interrupt.
    const life = await this.#begin()
    planEnd(life.fate, random)
    await this.#takeTurns(life)
    this.#countStop(life)
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
      await this.#turns.take(life)
    }
  }

  #replaceKeys(): void {
    this.#stage.world.replaceKeys()
    this.#counts.new_keys += 1
  }

  /** The merchant's next payments belong to another account. */
  async #move(life: Life): Promise<void> {
    const { random, world } = this.#stage
    await life.whileAlive(this.#turns.shop.moveTo(life, random.pick([null, ...world.accounts])))
    this.#counts.new_accounts += 1
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

  /**
   * As `docs/operating.md` says: what was sent arrives first, and the books are compared before customers come back. Or the
   * operator forgets that, and compares them days later.
   */
  async #loseDatabase(): Promise<void> {
    const { world, clock, operator, random } = this.#stage
    if (this.#frozen !== null) await this.#bury(this.#frozen)
    this.#frozen = null
    world.desk.faults.clear()
    world.desk.releaseLate()
    const isLate = random.chance(0.4)
    await clock.advance(isLate ? untilKeysAreForgottenMs : 30 * minuteMs)
    operator.restore()
    this.#counts.restorations += 1
    if (isLate) this.#counts.late_restorations += 1
    this.#isReconciled = random.chance(0.7)
    if (this.#isReconciled) await this.#reconcileEachAccount()
    else this.#counts.restorations_not_reconciled += 1
  }

  /** Those that the database has forgotten, too. */
  async #reconcileEachAccount(): Promise<void> {
    const { clock, operator } = this.#stage
    const life = await this.#begin()
    for await (const _ of this.#turns.shop.rememberAccounts(life)) {
      await operator.reconcile(life)
      await clock.advance(minuteMs)
      await operator.reconcile(life)
    }
    await this.#bury(life)
    this.#isReconciled = true
  }

  /** The world becomes kind: nothing is lost anymore, and time passes until nothing is open. */
  async #settle(life: Life): Promise<void> {
    const { world, operator } = this.#stage
    this.#frozen?.fate.thaw()
    world.desk.faults.clear()
    world.desk.releaseLate()
    if (!this.#isReconciled) await this.#reconcileEachAccount()
    for (let round = 0; round < roundsMax; round++) {
      await this.#turns.pass(life, round < minutesFirst ? minuteMs : hourMs)
      await life.app.app.gateway.running.drained()
      if (this.#counts.restorations > 0 && reconciledRounds.has(round)) await operator.reconcile(life)
      const payments = await this.#turns.shop.payments(life)
      if (round > 42 && payments.flatMap(openParts).length === 0) break
    }
    if (this.#frozen !== null) await this.#bury(this.#frozen)
  }

  /** The last of the sessions have expired since. */
  async #reconcileAgain(life: Life): Promise<void> {
    await this.#stage.operator.reconcile(life)
    await this.#turns.pass(life, minuteMs)
    await this.#stage.operator.reconcile(life)
    await this.#turns.pass(life, minuteMs)
  }

  async #bury(life: Life): Promise<void> {
    this.#logLines.push(...life.app.logLines)
    await life.bury()
  }

  #countStop({ fate: { stoppedAt } }: Life): void {
    if (stoppedAt === 'storage') this.#counts.stops_at_storage += 1
    if (stoppedAt === 'acquirer') this.#counts.stops_at_calls += 1
    if (stoppedAt === 'request') this.#counts.stops_at_requests += 1
  }

  #countAll(payments: Awaited<ReturnType<Shop['payments']>>): void {
    const attempts = payments.flatMap((payment) => payment.attempts)
    this.#counts.payments = payments.length
    this.#counts.refunds = payments.flatMap(({ refunds }) => refunds).length
    this.#counts.further_attempts = attempts.filter(({ number }) => number > 1).length
    this.#counts.returns_from_issuers = this.#turns.customers.returns
    countFaults(this.#counts, this.#stage.world.desk.faults.met)
  }
}
