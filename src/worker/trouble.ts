/** Worker runs that failed. Each kind of failure is logged once and not every second, and so is the recovery. */
import { errorName } from '../core/error-name.ts'
import type { Log } from '../ports/system.ts'

const longestPauseMs = 5_000

export class Trouble {
  readonly #log: Log
  #cause: string | null = null
  #failures = 0

  constructor(log: Log) {
    this.#log = log
  }

  /** How long to wait: longer each time, but not so long that the end of an outage is noticed late. */
  pauseAfter(error: unknown, intervalMs: number): number {
    const cause = errorName(error)
    if (cause !== this.#cause) this.#log.warn({ cause }, 'a worker run failed; the worker continues')
    this.#cause = cause
    this.#failures += 1
    return Math.min(longestPauseMs, intervalMs * 2 ** (this.#failures - 1))
  }

  over(): void {
    if (this.#failures === 0) return
    this.#log.info({ failed: this.#failures }, 'the worker has recovered')
    this.#cause = null
    this.#failures = 0
  }
}
