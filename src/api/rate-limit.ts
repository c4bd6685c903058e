/** A fixed window of 60 seconds per key, beginning with the first request. Counted in memory, by process. */

const windowMs = 60_000
/** Above this many keys the closed windows are swept out; a bound on memory, not on keys. */
const windowsMax = 10_000

export type RateLimitState = Readonly<{
  isExceeded: boolean
  limit: number
  remaining: number
  /** When the window ends, Unix seconds. */
  resetSeconds: number
  retryAfterSeconds: number
}>

export class RateLimit {
  readonly #limit: number
  readonly #windows = new Map<string, { endsAtMs: number; count: number }>()

  constructor(requestsPerMinute: number) {
    this.#limit = requestsPerMinute
  }

  count(keyId: string, nowMs: number): RateLimitState {
    const window = this.#window(keyId, nowMs)
    window.count++
    return {
      isExceeded: window.count > this.#limit,
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - window.count),
      resetSeconds: Math.ceil(window.endsAtMs / 1_000),
      retryAfterSeconds: Math.max(1, Math.ceil((window.endsAtMs - nowMs) / 1_000)),
    }
  }

  #window(keyId: string, nowMs: number) {
    const known = this.#windows.get(keyId)
    if (known !== undefined && nowMs < known.endsAtMs) return known
    if (this.#windows.size >= windowsMax) this.#sweep(nowMs)
    const fresh = { endsAtMs: nowMs + windowMs, count: 0 }
    this.#windows.set(keyId, fresh)
    return fresh
  }

  #sweep(nowMs: number): void {
    for (const [keyId, window] of this.#windows) if (window.endsAtMs <= nowMs) this.#windows.delete(keyId)
  }
}

export function rateLimitHeaders(state: RateLimitState): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(state.limit),
    'X-RateLimit-Remaining': String(state.remaining),
    'X-RateLimit-Reset': String(state.resetSeconds),
  }
}
