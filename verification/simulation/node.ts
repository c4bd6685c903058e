/** One of the gateway's processes: the real operations and the real worker over ports in trouble; it may die or freeze. */
import { errorName } from '../../src/core/error-name.ts'
import { productionRules } from '../../src/core/payment/rules.ts'
import { acquirersByName } from '../../src/operations/acquirer/acquirers.ts'
import { Patiences } from '../../src/operations/acquirer/patience.ts'
import { startClock } from '../../src/operations/clock/start-clock.ts'
import { WatchedClock } from '../../src/operations/clock/watched-clock.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import { Returns } from '../../src/operations/returns.ts'
import { RunningWork } from '../../src/operations/running-work.ts'
import { ulid } from '../../src/platform/ids.ts'
import type { Storage } from '../../src/ports/storage.ts'
import type { Clock, Log, LogFields } from '../../src/ports/system.ts'
import { runWorker } from '../../src/worker/run.ts'
import { runWebhooks } from '../../src/worker/run-webhooks.ts'
import { withoutReceivers } from '../app/without-receivers.ts'
import { areTwoMachines, drawCorrectionMs, type HostPause } from './faults.ts'
import type { Shell, Shells } from './http.ts'
import type { Fate } from './kernel.ts'
import { Life } from './life.ts'
import type { OurBook } from './our-book.ts'
import type { ReceiverTown } from './receivers/receiver-town.ts'
import { watchedPlaces } from './receivers/watched-places.ts'
import { webhookPause } from './receivers/webhook-pause.ts'
import { rightAccounts, type SimAcquirer } from './sim-acquirer.ts'
import { SimClock } from './sim-clock.ts'
import type { Store } from './store.ts'
import { epochMs, type World } from './world.ts'

/** Of all nodes, and of the copies that are restored. */
export const installationId = 's1mvat0r'

const minuteMs = 60_000
/** So many payments a gateway works on at a time. */
const productionBatch = 50
const dayMs = 24 * 60 * minuteMs
/** Where storage is restored, so that payments are still open after that. */
export const longestSessionMs = 90 * minuteMs

/** What the world outside can reach of it. */
export type SimProcess = Readonly<{ gateway: Gateway; shell: Shell | null }>

export type NodeParts = Readonly<{
  ours: OurBook
  store: Store
  shells: Shells | null
  town: ReceiverTown | null
}>

export class SimNode {
  /** Null while it is down. */
  process: SimProcess | null = null
  life: Life
  readonly #world: World
  readonly #ours: OurBook
  readonly #store: Store
  readonly #shells: Shells | null
  readonly #town: ReceiverTown | null
  readonly #acquirer: SimAcquirer
  readonly #clock: SimClock
  readonly #attemptsMax: number
  readonly #pollMs: number
  readonly #sessionLifeMs: number
  #pausedUntilMs = 0

  constructor(world: World, name: string, skewMs: number, parts: NodeParts, acquirer: SimAcquirer) {
    this.#world = world
    this.#ours = parts.ours
    this.#store = parts.store
    this.#shells = parts.shells
    this.#town = parts.town
    this.#acquirer = acquirer
    this.#clock = new SimClock(world, skewMs)
    this.#attemptsMax = world.random.between(1, 3)
    this.#pollMs = world.random.pick([1_000, 5_000, 30_000])
    this.#sessionLifeMs =
      world.setting.world === 'restored'
        ? longestSessionMs
        : world.random.pick([90_000, 20 * minuteMs, 20 * minuteMs])
    this.life = new Life(name, 0)
    this.start()
  }

  /** Until somebody starts it; it does not come back by itself. */
  stop(): void {
    this.#end()
    this.life = new Life(this.life.name, this.#world.kernel.nowMs)
    this.life.isDead = true
  }

  start(): void {
    const { kernel } = this.#world
    const life = new Life(this.life.name, kernel.nowMs)
    this.life = life
    life.frozenUntilMs = this.#pausedUntilMs
    const clock = this.#clock.of(life)
    life.clockErrorMs = () => clock.nowMs() - epochMs - kernel.nowMs
    kernel.at(0, 'starts', () => void this.#boot(life), life)
  }

  /** A process that cannot open its storage ends, and somebody starts it again. */
  async #boot(life: Life): Promise<void> {
    const die = (): void => {
      if (!life.isDead) this.#die()
    }
    try {
      const storage = await this.#store.openFor(life, die)
      const linkSecret = this.#shells === null ? null : await storage.installationSecret('links')
      const gateway = this.#compose(life, storage, linkSecret)
      await startClock({
        time: gateway.time,
        storage,
        log: gateway.log,
        bootId: this.#bootId,
        isShared: false,
      })
      if (!life.isDead) this.#serve(life, gateway, linkSecret)
    } catch (error) {
      this.#world.must(isStorageTrouble(errorName(error)), `a process failed: ${String(error)}`)
      die()
    }
  }

  get #bootId(): string {
    return areTwoMachines(this.#world.faults) ? `the machine of ${this.life.name}` : 'the machine'
  }

  #serve(life: Life, gateway: Gateway, linkSecret: string | null): void {
    const { faults, setting } = this.#world
    const limits = {
      requestsPerMinute: faults.requestsPerMinute,
      areCardsLimited: setting.world === 'throttled',
    }
    const shell = linkSecret === null ? null : (this.#shells?.make(gateway, linkSecret, limits) ?? null)
    this.process = { gateway, shell }
    const ended = (how: string) => this.#world.must(life.isDead, `the worker ended ${how}`)
    const work = [this.#work(gateway), ...(this.#town === null ? [] : [this.#deliver(gateway)])]
    for (const one of work) {
      one.then(
        () => ended('by itself'),
        (error) => ended(`with ${String(error)}`),
      )
    }
  }

  /** What befalls it as something reaches it. */
  fate(label: string): Fate {
    const world = this.#world
    if (world.hits(world.faults.crash)) {
      this.#die()
      return 'dies'
    }
    const { random, faults } = world
    const isSender = label.startsWith('authorize')
    const isAnswer = isSender || label.startsWith('inquire') || label.startsWith('webhook')
    const isLong =
      (isAnswer && world.hits(faults.freezeAtAnswer)) || (isSender && world.hits(faults.freezeOfSender))
    if (!isLong && !world.hits(faults.freeze)) return 'goes_on'
    const longMs = random.between(1, 15) * minuteMs
    this.#freeze(isLong ? longMs : random.pick([1_000, minuteMs, longMs]))
    return 'freezes'
  }

  /** Together with everything else on its machine; what is started meanwhile has to wait, too. */
  pause({ durationMs, stopsClocks, correctedAfterMs }: HostPause): void {
    this.#pausedUntilMs = this.#world.kernel.nowMs + durationMs
    this.#freezeUntil(this.#pausedUntilMs)
    if (stopsClocks) this.#clock.standStill(this.life.name, { durationMs, correctedAfterMs })
  }

  /** Together with its machine, or alone. */
  #freeze(durationMs: number): void {
    this.#world.count('process_frozen')
    this.#freezeUntil(this.#world.kernel.nowMs + durationMs)
    const { faults, random } = this.#world
    if (!faults.freezesStopClocks) return
    this.#clock.standStill(this.life.name, { durationMs, correctedAfterMs: drawCorrectionMs(random) })
  }

  #freezeUntil(untilMs: number): void {
    const { life } = this
    life.frozenUntilMs = Math.max(life.frozenUntilMs, untilMs)
    life.freezes.push({ fromMs: this.#world.kernel.nowMs, untilMs })
  }

  #die(): void {
    const { random, kernel } = this.#world
    this.#world.count('process_died')
    this.#end()
    const downMs = random.pick([100, 5_000, random.between(10_000, 5 * minuteMs)])
    const { life } = this
    kernel.at(downMs, `${life.name} starts again`, () => {
      if (this.life === life && life.isDead) this.start()
    })
  }

  #end(): void {
    this.life.isDead = true
    this.process = null
    this.#store.abandon(this.life)
  }

  #compose(life: Life, storage: Storage, linkSecret: string | null): Gateway {
    const world = this.#world
    const clock = this.#clock.of(life)
    const log = watchfulLog(world)
    return {
      ...{ installationId, storage },
      acquirers: {
        test: acquirersByName([this.#acquirer.portFor({ life, clock })]),
        live: acquirersByName([]),
      },
      clock,
      time: new WatchedClock(clock, log),
      random: world.random,
      log,
      rules: productionRules,
      running: new RunningWork(),
      patience: new Patiences(),
      returns: new Returns(() => clock.monotonicMs()),
      accounts: rightAccounts,
      settings: {
        sessionLifeMs: this.#sessionLifeMs,
        attemptsMax: this.#attemptsMax,
        authorizeTimeoutMs: 30_000,
        inquiryTimeoutMs: 10_000,
      },
      issuerUrls:
        linkSecret === null || this.#shells === null
          ? ({ id }, number) => ({
              returnUrl: `https://pay.example/${id}/${number}`,
              methodNotificationUrl: `https://pay.example/${id}/${number}/method`,
            })
          : this.#shells.urlMaker(linkSecret),
      newUlid: (atMs) => ulid(atMs, world.random.bytes(10)),
      publicEventsOf: world.presentEvents,
      ...(this.#town?.partsOf(life) ?? withoutReceivers()),
    }
  }

  /** The worker sleeps through times when nothing can be due: those rounds would change nothing. */
  #work(gateway: Gateway): Promise<void> {
    const { clock } = gateway
    const { signal } = new AbortController()
    const sleep = (durationMs: number, until?: AbortSignal): Promise<void> =>
      clock.sleep(until === signal ? this.#pauseMs(clock) : durationMs, until)
    const batchLimit = this.#world.setting.world === 'crowd' ? productionBatch : 8
    const options = {
      batchLimit,
      idempotencyLifeMs: 30 * dayMs,
      intervalMs: this.#pollMs,
      retentionMs: { test: null, live: null },
      eventLifeMs: this.#town?.faults.eventLifeMs ?? 30 * dayMs,
    }
    return runWorker({ ...gateway, clock: { ...clock, sleep } }, options, signal)
  }

  #deliver(gateway: Gateway): Promise<void> {
    const { clock } = gateway
    const { signal } = new AbortController()
    const pauseMs = webhookPause(this.#world, this.#store, clock, this.#pollMs)
    const sleep = (durationMs: number, until?: AbortSignal): Promise<void> =>
      clock.sleep(durationMs === this.#pollMs ? pauseMs() : durationMs, until)
    const storage = watchedPlaces(this.#world, gateway.storage)
    return runWebhooks({ ...gateway, storage, clock: { ...clock, sleep } }, this.#pollMs, signal)
  }

  #pauseMs(clock: Clock): number {
    const wakeMs = this.#ours.nextWakeMs()
    const longestMs = this.#world.isHostile ? minuteMs : this.#world.isLate ? 60 * minuteMs : 5 * minuteMs
    const untilDueMs = wakeMs === null ? longestMs : Math.min(longestMs, wakeMs - clock.nowMs())
    return Math.max(untilDueMs, 0) + this.#world.random.between(10, this.#pollMs)
  }
}

const storageTroubles = ['StorageUnavailable', 'CommitUnknown']

export function isStorageTrouble(name: string): boolean {
  return storageTroubles.includes(name)
}

const alarm = 'a payment needs manual review'

/** Operations swallow what must not disturb an answer, and log it: anything but storage trouble is a bug. */
function watchfulLog(world: World): Log {
  const error = (fields: LogFields, message: string): void => {
    const cause = String(fields.cause ?? 'fault')
    if (message === alarm) {
      world.count('alarm_raised')
      return
    }
    // Told because it must not happen; here it does.
    if (cause === 'AdapterFault' || String(fields.alarm).startsWith('clock_')) return
    world.must(isStorageTrouble(cause.split(':')[0] ?? ''), `${message} (${cause})`)
  }
  return { debug: () => {}, info: () => {}, warn: () => {}, error }
}
