/**
 * A fixed window of 60 seconds per key that starts with the first request. It is counted in memory, per process, and on the
 * monotonic clock: if the wall clock were set back by an hour, a key could be locked out for an hour.
 */
import { requestWindowMs } from '../core/key-usage.ts'
import type { Clock } from '../ports/system.ts'

/** With more keys than this, expired windows are removed. Bounds memory, not the number of keys. */
const windowsMax = 10_000

type Window = {
  /** On the monotonic clock. */
  readonly endsAtMs: number
  count: number
  /** When it ends, in Unix seconds. The same in every response of the window, unless the wall clock jumps. */
  resetSeconds: number
}

export type RateLimitState = Readonly<{
  isExceeded: boolean
  limit: number
  remaining: number
  /** When the window ends, in Unix seconds. */
  resetSeconds: number
  retryAfterSeconds: number
}>

export class RateLimit {
  readonly #limit: number
  readonly #windows = new Map<string, Window>()

  constructor(requestsPerMinute: number) {
    this.#limit = requestsPerMinute
  }

  count(keyId: string, clock: Clock): RateLimitState {
    const monotonicMs = clock.monotonicMs()
    const window = this.#window(keyId, monotonicMs)
    window.count++
    const leftMs = window.endsAtMs - monotonicMs
    const resetSeconds = Math.ceil((clock.nowMs() + leftMs) / 1_000)
    // Rounding alone must not change it by a second.
    if (Math.abs(resetSeconds - window.resetSeconds) > 1) window.resetSeconds = resetSeconds
    return {
      isExceeded: window.count > this.#limit,
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - window.count),
      resetSeconds: window.resetSeconds,
      retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1_000)),
    }
  }

  #window(keyId: string, monotonicMs: number): Window {
    const known = this.#windows.get(keyId)
    if (known !== undefined && monotonicMs < known.endsAtMs) return known
    if (this.#windows.size >= windowsMax) this.#sweep(monotonicMs)
    const fresh = { endsAtMs: monotonicMs + requestWindowMs, count: 0, resetSeconds: 0 }
    this.#windows.set(keyId, fresh)
    return fresh
  }

  #sweep(monotonicMs: number): void {
    for (const [keyId, window] of this.#windows)
      if (window.endsAtMs <= monotonicMs) this.#windows.delete(keyId)
  }
}
