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
    return nowMs < this.pausedUntilMs(key)
  }

  /** An attempt has ended. Returns the pause that this has started. */
  count(key: string, isDeclined: boolean, nowMs: number): Tripped | null {
    if (this.#limits.declinePercent === 0) return null
    const counts = this.add(key, { attempts: 1, declines: isDeclined ? 1 : 0 }, nowMs)
    if (this.isPaused(key, nowMs)) return null
    const sums = sumOf(counts, slotOf(nowMs))
    if (!this.#isTooMuch(sums)) return null
    this.pause(key, nowMs + this.#limits.pauseMs)
    return sums
  }

  /** Begins no pause: the next attempt that ends does. */
  add(key: string, { attempts, declines }: Tripped, atMs: number): Counts {
    const counts = this.#merchants.peek(key) ?? emptyCounts()
    this.#merchants.set(key, counts)
    const slot = slotOf(atMs)
    const at = slot % slotCount
    if ((counts.slots[at] ?? slot) > slot) return counts
    if (counts.slots[at] !== slot) {
      counts.slots[at] = slot
      counts.attempts[at] = counts.declines[at] = 0
    }
    counts.attempts[at] = (counts.attempts[at] ?? 0) + attempts
    counts.declines[at] = (counts.declines[at] ?? 0) + declines
    return counts
  }

  pausedUntilMs(key: string): number {
    return this.#merchants.peek(key)?.pausedUntilMs ?? Number.NEGATIVE_INFINITY
  }

  /** What came before the pause is not held against the merchant after it. */
  pause(key: string, untilMs: number): void {
    if (untilMs <= this.pausedUntilMs(key)) return
    this.#merchants.set(key, { ...emptyCounts(), pausedUntilMs: untilMs })
  }

  #isTooMuch({ attempts, declines }: Tripped): boolean {
    const { attemptsMin, declinePercent } = this.#limits
    return attempts >= attemptsMin && declines * 100 > attempts * declinePercent
  }
}

function slotOf(atMs: number): number {
  return Math.max(0, Math.floor(atMs / slotMs))
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
