/** The machine's clock, which can be moved forward. Whoever sleeps until a time that is over then wakes up. */
import { systemClock } from '../../src/platform/system-clock.ts'
import type { Clock } from '../../src/ports/system.ts'

export class TownClock implements Clock {
  #aheadMs = 0
  readonly #sleepers = new Map<AbortController, number>()

  nowMs(): number {
    return systemClock.nowMs() + this.#aheadMs
  }

  monotonicMs(): number {
    return systemClock.monotonicMs() + this.#aheadMs
  }

  async sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    const moved = new AbortController()
    this.#sleepers.set(moved, this.monotonicMs() + durationMs)
    const signals = signal === undefined ? [moved.signal] : [moved.signal, signal]
    await systemClock.sleep(durationMs, AbortSignal.any(signals))
    this.#sleepers.delete(moved)
  }

  later(durationMs: number): void {
    this.#aheadMs += durationMs
    for (const [moved, untilMs] of this.#sleepers) if (untilMs <= this.monotonicMs()) moved.abort()
  }
}
