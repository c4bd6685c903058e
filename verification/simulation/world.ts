/** What everything in one seed's world shares: time, chance, faults, counters, and the first thing that was wrong. */

import { eventPresenter } from '../../src/api/present-event.ts'
import { type Merchant, unspecified } from '../../src/core/merchant.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import { Prng } from '../seeded-random.ts'
import { type Counts, noCounts, type Sometimes } from './counters.ts'
import type { Faults } from './faults.ts'
import { Kernel } from './kernel.ts'
import { merchantId } from './parties.ts'
import type { DeliveryBook } from './receivers/delivery-book.ts'
import { drawSetting, type Setting, type Wish } from './setting.ts'
import type { Standstill } from './standstill.ts'
import { faultsOf } from './world-faults.ts'

/** The world's clock starts here, so that times look like times. */
export const epochMs = Date.UTC(2030, 0, 1)

const minuteMs = 60_000

type StorageOutage = Readonly<{ fromMs: number; untilMs: number; kind: 'failing' | 'locked' }>

/** Most faults are absent from most worlds, and are left out of the trace. */
function isNothing(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isNothing) : value === 0 || value === false || value === null
}

export class World {
  readonly random: Prng
  readonly kernel: Kernel
  readonly faults: Faults
  readonly counts: Counts = noCounts()
  /** When faults ended. */
  healedAtMs: number | null = null
  /** Long after that: only what waits for a day is left. */
  isLate = false
  /** How often an older copy took the storage's place. */
  restorations = 0
  /** Of either node, each with the time at which its wall clock was set right again. */
  readonly standstills: (Standstill & Readonly<{ correctedAtMs: number }>)[] = []
  violation: string | null = null
  /** Null where merchants have no webhook endpoints. */
  deliveries: DeliveryBook | null = null
  readonly #leavings = new Set<string>()
  readonly #wantedExtensions = new Set<string>()
  readonly setting: Setting
  readonly storageOutages: readonly StorageOutage[]

  readonly presentEvents: Gateway['publicEventsOf']

  constructor(seed: number, isTraced: boolean, wish: Wish) {
    this.random = new Prng(seed)
    // Counted and not drawn: chance is for what decides.
    let counted = 0
    const bytes = (length: number) => {
      counted += 1
      return Uint8Array.from({ length }, (_, at) => (at < 4 ? counted >> (24 - 8 * at) : 0))
    }
    this.presentEvents = eventPresenter('https://pay.example', { bytes })
    this.setting = drawSetting(this.random, wish)
    this.faults = faultsOf(this.setting.world, this.random)
    this.kernel = new Kernel(this.random, isTraced)
    this.storageOutages = Array.from({ length: this.faults.storageOutages }, () => {
      const fromMs = this.random.between(0, 25 * minuteMs)
      const untilMs = fromMs + this.random.pick([10_000, minuteMs, 5 * minuteMs])
      return { fromMs, untilMs, kind: this.random.pick(['failing', 'locked']) }
    })
    this.kernel.note(JSON.stringify(this.setting))
    const faults = Object.entries(this.faults).filter(([, value]) => !isNothing(value))
    this.kernel.note(JSON.stringify(Object.fromEntries(faults)))
  }

  heal(): void {
    this.healedAtMs = this.kernel.nowMs
    this.kernel.note('the world heals')
  }

  /** The merchant's own account at the acquirer, at this moment. Merchants of the real API keep the usual one. */
  get account(): string | null {
    const [first, ...later] = this.accounts
    return later[0] === undefined || this.kernel.nowMs < 8 * minuteMs ? first : later[0]
  }

  /** Those that it has, one after the other. */
  get accounts(): readonly [string | null, ...string[]] {
    return this.faults.changesAccount && this.setting.shells !== 'real' ? ['acct_1', 'acct_2'] : [null]
  }

  get merchant(): Merchant {
    const { account } = this
    const own = { testAcquirer: account === null ? null : 'simulated', testAccount: account }
    return { ...unspecified, id: merchantId, name: 'Simulated shop', createdAtMs: 0, ...own }
  }

  /** Faults happen. */
  get isHostile(): boolean {
    return this.healedAtMs === null
  }

  /** A fault befalls somebody with this probability, as long as the world is hostile. */
  hits(probability: number): boolean {
    return this.isHostile && this.random.chance(probability)
  }

  /** A server cannot be reached, for whatever reason. */
  get isStorageDown(): boolean {
    return this.isHostile && this.storageOutages.some((one) => this.#isDuring(one))
  }

  /** A file cannot be read or written; one that is only locked can still be read. */
  get isStorageFailing(): boolean {
    return this.isHostile && this.storageOutages.some((one) => one.kind === 'failing' && this.#isDuring(one))
  }

  /** Also when the world heals, and the clock is set right again. */
  get jumpTimes(): readonly number[] {
    const times = this.faults.clockJumps.map(({ atMs }) => atMs)
    return times.length === 0 || this.healedAtMs === null ? times : [...times, this.healedAtMs]
  }

  /** How far the machine's clock is set wrong. */
  get clockOffsetMs(): number {
    if (!this.isHostile) return 0
    const { nowMs } = this.kernel
    return this.faults.clockJumps.reduce((sum, { atMs, byMs }) => (atMs <= nowMs ? sum + byMs : sum), 0)
  }

  #isDuring({ fromMs, untilMs }: StorageOutage): boolean {
    const { nowMs } = this.kernel
    return fromMs <= nowMs && nowMs < untilMs
  }

  /** A customer presses "cancel and return" on the page of this attempt. */
  leave({ paymentId, number }: Readonly<{ paymentId: string; number: number }>): void {
    this.#leavings.add(`${paymentId} ${number}`)
  }

  hasLeft(paymentId: string, number: number): boolean {
    return this.#leavings.has(`${paymentId} ${number}`)
  }

  /** A customer presses "I need more time", which offers this extension. */
  wantTime(paymentId: string, extension: number): void {
    this.#wantedExtensions.add(`${paymentId} ${extension}`)
  }

  hasWantedTime(paymentId: string, extension: number): boolean {
    return this.#wantedExtensions.has(`${paymentId} ${extension}`)
  }

  count(name: Sometimes): void {
    this.counts[name]++
    this.kernel.note(`(${name})`)
  }

  /** Something that must never happen has happened: the run ends, and only the first is told. */
  violate(rule: string): void {
    this.kernel.note(`VIOLATION: ${rule}`)
    this.violation ??= rule
    this.kernel.stop()
  }

  must(condition: boolean, rule: string): void {
    if (!condition) this.violate(rule)
  }
}
