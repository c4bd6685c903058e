/** Measures what a process asks of others, from now until it is done. */
import { createHistogram } from 'node:perf_hooks'
import type { Measured } from './load-job.ts'

const nanosecondsPerMs = 1e6

export class Measurement {
  readonly startedAtMs = performance.now()
  readonly #processorBefore = process.cpuUsage()
  readonly #times = createHistogram({ lowest: 1, highest: 60_000 * nanosecondsPerMs, figures: 3 })

  /** A request that took this long has been answered. */
  record(tookMs: number): void {
    this.#times.record(Math.max(1, Math.round(tookMs * nanosecondsPerMs)))
  }

  end(): Measured {
    const tookMs = performance.now() - this.startedAtMs
    const { user, system } = process.cpuUsage(this.#processorBefore)
    return {
      requests: this.#times.count,
      requestsPerSecond: this.#times.count / (tookMs / 1_000),
      p50Ms: this.#times.percentile(50) / nanosecondsPerMs,
      p99Ms: this.#times.percentile(99) / nanosecondsPerMs,
      generatorBusy: (user + system) / 1_000 / tookMs,
    }
  }
}
