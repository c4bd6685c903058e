/** Why PostgreSQL cannot be used, for the operator: each reason once a minute, however many requests meet it. */
import type { Log } from '../../ports/system.ts'

const pauseMs = 60_000
/** Reasons are codes of PostgreSQL and of the system; more different ones than this are not an outage. */
const reasonsMax = 50

export class Outages {
  readonly #log: Pick<Log, 'warn'>
  readonly #told = new Map<string, { atMs: number; since: number }>()

  constructor(log: Pick<Log, 'warn'>) {
    this.#log = log
  }

  note(reason: string, nowMs = performance.now()): void {
    const known = this.#told.get(reason)
    if (known !== undefined && nowMs - known.atMs < pauseMs) {
      known.since += 1
      return
    }
    if (this.#told.size >= reasonsMax) this.#told.clear()
    this.#told.set(reason, { atMs: nowMs, since: 0 })
    this.#log.warn({ reason, count: (known?.since ?? 0) + 1 }, 'the database cannot be used now')
  }
}
