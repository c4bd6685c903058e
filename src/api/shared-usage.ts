/**
 * What the nodes of one database count together for each key: its requests in the current minute, and the bytes that it
 * has stored in 24 hours. The counts travel with the check of the key, which every request needs anyway.
 */
import type { ApiKey } from '../core/api-key.ts'
import { type KeyUse, nodesDifferMs, requestWindowMs } from '../core/key-usage.ts'
import type { SharedState } from '../ports/shared-state.ts'
import type { Clock } from '../ports/system.ts'
import type { RateLimitState } from './rate-limit.ts'
import type { StorageBudget } from './storage-budget.ts'

/** One part in this many of the limit may stay uncounted at a node: with a hundred nodes, that is at most 5 %. */
const sharesMax = 2_000
/** With more keys than this, those whose window is over are forgotten. */
const keysMax = 10_000

type Known = {
  /** On the nodes' common clock; it also identifies the window. */
  windowMs: number
  /** On the monotonic clock. */
  endsAtMs: number
  /** Of all nodes, as far as this one knows. */
  requests: number
  untold: number
}

export class SharedUsage {
  readonly #shared: SharedState
  readonly #limit: number
  readonly #budget: StorageBudget
  readonly #clock: Clock
  readonly #known = new Map<string, Known>()

  constructor(shared: SharedState, limit: number, budget: StorageBudget, clock: Clock) {
    this.#shared = shared
    this.#limit = limit
    this.#budget = budget
    this.#clock = clock
  }

  /** Checks the key and counts the request. Null for a key that is not active; no rate where it could not be counted. */
  async use(hash: string): Promise<Readonly<{ key: ApiKey; rate: RateLimitState | null }> | null> {
    const known = this.#running(hash)
    const use = this.#useOf(hash, known)
    const found = await this.#ask(hash, use, known)
    if (found === null) return null
    const { key, usage } = found
    if (usage !== null) {
      this.#budget.learn(key, usage)
      return { key, rate: this.#stateOf(this.#learn(hash, usage), usage.requests) }
    }
    if (use !== null || known === undefined) return { key, rate: null }
    return { key, rate: this.#stateOf(known, known.requests + known.untold) }
  }

  /** Null while the node may count alone, or need not count anymore. */
  #useOf(hash: string, known: Known | undefined): KeyUse | null {
    const bytes = this.#budget.takeUntold(hash)
    if (known !== undefined && bytes === 0) {
      if (known.requests + known.untold > this.#limit) return null
      known.untold += 1
      if (known.untold <= Math.floor(this.#limit / sharesMax)) return null
    }
    const nowMs = this.#clock.nowMs()
    const before = this.#known.get(hash)
    const requests = known === undefined ? 1 : Math.max(1, known.untold)
    if (known !== undefined) known.untold = 0
    return known === undefined
      ? { requests, bytes, nowMs, windowMs: nowMs, endedMs: before?.windowMs ?? null }
      : { requests, bytes, nowMs, windowMs: known.windowMs, endedMs: null }
  }

  /** What could not be told is told the next time. */
  async #ask(hash: string, use: KeyUse | null, known: Known | undefined) {
    const giveBack = (): void => {
      if (use === null) return
      if (known !== undefined) known.untold += use.requests - 1
      this.#budget.giveBack(hash, use.bytes)
    }
    try {
      const found = await this.#shared.useApiKey(hash, this.#clock.nowMs(), use)
      if (found !== null && found.usage === null) giveBack()
      return found
    } catch (error) {
      giveBack()
      throw error
    }
  }

  #running(hash: string): Known | undefined {
    const known = this.#known.get(hash)
    return known !== undefined && this.#clock.monotonicMs() < known.endsAtMs ? known : undefined
  }

  #learn(hash: string, usage: Readonly<{ windowMs: number; requests: number }>): Known {
    const known = this.#known.get(hash)
    if (known?.windowMs === usage.windowMs) {
      known.requests = Math.max(known.requests, usage.requests)
      return known
    }
    if (this.#known.size >= keysMax) this.#sweep()
    const leftMs = usage.windowMs + requestWindowMs - nodesDifferMs - this.#clock.nowMs()
    const endsAtMs = this.#clock.monotonicMs() + Math.min(requestWindowMs - nodesDifferMs, leftMs)
    const fresh = { windowMs: usage.windowMs, endsAtMs, requests: usage.requests, untold: 0 }
    this.#known.set(hash, fresh)
    return fresh
  }

  #stateOf({ windowMs: startedMs, endsAtMs }: Known, requests: number): RateLimitState {
    const leftMs = endsAtMs + nodesDifferMs - this.#clock.monotonicMs()
    const startedEndMs = startedMs + requestWindowMs
    const leftEndMs = this.#clock.nowMs() + leftMs
    // The same on every node, unless the clock was set since.
    const endMs = Math.abs(leftEndMs - startedEndMs) > 1_000 ? leftEndMs : startedEndMs
    return {
      isExceeded: requests > this.#limit,
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - requests),
      resetSeconds: Math.ceil(endMs / 1_000),
      retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1_000)),
    }
  }

  #sweep(): void {
    const nowMs = this.#clock.monotonicMs()
    for (const [hash, { endsAtMs }] of this.#known) if (endsAtMs <= nowMs) this.#known.delete(hash)
  }
}
