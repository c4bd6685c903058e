/** Pauses a merchant's card attempts if so many are declined that someone must be testing stolen cards. */
import { BoundedMap } from './bounded-map.ts'

export type BreakerLimits = Readonly<{
  /** More than this share of the attempts; 0 means no limit. */
  declinePercent: number
  /** Fewer attempts than this prove nothing. */
  attemptsMin: number
  pauseMs: number
}>

export type Tripped = Readonly<{ attempts: number; declines: number }>

type Counts = {
  /** Of each slot of the window: which one it is, its attempts and its declines. */
  readonly slots: Int32Array
  readonly attempts: Int32Array
  readonly declines: Int32Array
  pausedUntilMs: number
}

const slotMs = 10_000
/** Five minutes. */
const slotCount = 30

export class Breaker {
  readonly #limits: BreakerLimits
  readonly #merchants: BoundedMap<Counts>

  constructor(limits: BreakerLimits, entriesMax: number) {
    this.#limits = limits
    this.#merchants = new BoundedMap(entriesMax)
  }

  get size(): number {
    return this.#merchants.size
  }

  isPaused(key: string, nowMs: number): boolean {
    return nowMs < (this.#merchants.peek(key)?.pausedUntilMs ?? Number.NEGATIVE_INFINITY)
  }

  /** An attempt has ended. Returns the pause that this has started. */
  count(key: string, isDeclined: boolean, nowMs: number): Tripped | null {
    if (this.#limits.declinePercent === 0) return null
    const counts = this.#merchants.peek(key) ?? emptyCounts()
    this.#merchants.set(key, counts)
    const slot = Math.floor(nowMs / slotMs)
    const at = slot % slotCount
    if (counts.slots[at] !== slot) {
      counts.slots[at] = slot
      counts.attempts[at] = counts.declines[at] = 0
    }
    counts.attempts[at] = (counts.attempts[at] ?? 0) + 1
    counts.declines[at] = (counts.declines[at] ?? 0) + (isDeclined ? 1 : 0)
    if (this.isPaused(key, nowMs)) return null
    const sums = sumOf(counts, slot)
    if (!this.#isTooMuch(sums)) return null
    // What came before the pause is not held against the merchant after it.
    this.#merchants.set(key, { ...emptyCounts(), pausedUntilMs: nowMs + this.#limits.pauseMs })
    return sums
  }

  #isTooMuch({ attempts, declines }: Tripped): boolean {
    const { attemptsMin, declinePercent } = this.#limits
    return attempts >= attemptsMin && declines * 100 > attempts * declinePercent
  }
}

function emptyCounts(): Counts {
  return {
    slots: new Int32Array(slotCount).fill(-1),
    attempts: new Int32Array(slotCount),
    declines: new Int32Array(slotCount),
    pausedUntilMs: Number.NEGATIVE_INFINITY,
  }
}

function sumOf({ slots, attempts, declines }: Counts, now: number): Tripped {
  const sums = { attempts: 0, declines: 0 }
  slots.forEach((slot, i) => {
    if (slot <= now - slotCount || slot > now) return
    sums.attempts += attempts[i] ?? 0
    sums.declines += declines[i] ?? 0
  })
  return sums
}
