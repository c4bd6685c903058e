/** A clock that stands still until a test moves it. Sleepers wake when their time has come. */
import type { Clock } from '../../src/ports/system.ts'
import { CallsUnderWay } from './calls-under-way.ts'

type Sleeper = { atMs: number; wake(): void }

export class TestClock implements Clock {
  /** Time moves only while there are none: what a database does takes no time here, however long it takes. */
  readonly calls = new CallsUnderWay()
  #monotonicMs = 0
  /** What the wall clock showed, or would have shown, when the monotonic one stood at zero. */
  #originMs: number
  #sleepers: Sleeper[] = []

  constructor(nowMs = Date.UTC(2026, 10, 23, 12)) {
    this.#originMs = nowMs
  }

  nowMs(): number {
    return this.#originMs + this.#monotonicMs
  }

  monotonicMs(): number {
    return this.#monotonicMs
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve()
      const sleeper = { atMs: this.#monotonicMs + durationMs, wake: resolve }
      this.#sleepers.push(sleeper)
      signal?.addEventListener(
        'abort',
        () => {
          this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
          resolve()
        },
        { once: true },
      )
    })
  }

  /** Moves time on; sleepers wake in the order of their times. */
  async advance(durationMs: number): Promise<void> {
    if (!this.calls.none) await this.#quiet()
    const untilMs = this.#monotonicMs + durationMs
    for (;;) {
      const next = this.#sleepers.filter((one) => one.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined) break
      this.#sleepers = this.#sleepers.filter((one) => one !== next)
      this.#monotonicMs = Math.max(this.#monotonicMs, next.atMs)
      next.wake()
      await this.#quiet()
    }
    this.#monotonicMs = untilMs
    await this.#quiet()
  }

  /** Until whoever was woken waits for the clock, and not for a database. */
  async #quiet(): Promise<void> {
    do {
      await this.calls.ended()
      await new Promise((resolve) => setImmediate(resolve))
    } while (!this.calls.none)
  }

  /** Sets the wall clock forward, or back by a negative duration, although no time has passed. */
  jump(durationMs: number): void {
    this.#originMs += durationMs
  }

  /** Wakes everybody: the test is over. */
  release(): void {
    for (const sleeper of this.#sleepers.splice(0)) sleeper.wake()
  }
}
