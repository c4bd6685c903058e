/** A limited rate per minute for each name, with bursts after a pause. */
import { BoundedMap } from './bounded-map.ts'

const minuteMs = 60_000
const leftOverMs = 0.001

export class TokenBuckets {
  /** What one token costs, in time. */
  readonly #costMs: number
  /** When the bucket will be full again; in the past, it is full. */
  readonly #fullAtMs: BoundedMap<number>

  /** `perMinute` 0 means no limit. */
  constructor(perMinute: number, entriesMax: number) {
    this.#costMs = perMinute === 0 ? 0 : minuteMs / perMinute
    this.#fullAtMs = new BoundedMap(entriesMax)
  }

  get size(): number {
    return this.#fullAtMs.size
  }

  /** Takes a token. If there is none, returns how long until there is one. `nowMs` never goes back. */
  take(key: string, nowMs: number): number {
    if (this.#costMs === 0) return 0
    const fullAtMs = Math.max(this.#fullAtMs.peek(key) ?? nowMs, nowMs)
    const waitMs = fullAtMs + this.#costMs - nowMs - minuteMs
    // A minute is not divisible by every number, and a rounding error must not cause a refusal.
    const isAllowed = waitMs < leftOverMs
    this.#fullAtMs.set(key, isAllowed ? fullAtMs + this.#costMs : fullAtMs)
    return isAllowed ? 0 : waitMs
  }

  /** Tokens that were taken elsewhere, at this time: together with those taken here, they may be more than there are. */
  add(key: string, count: number, atMs: number): void {
    if (this.#costMs === 0) return
    const costMs = Math.min(count * this.#costMs, minuteMs)
    this.#fullAtMs.set(key, Math.max(this.#fullAtMs.peek(key) ?? atMs, atMs) + costMs)
  }
}
