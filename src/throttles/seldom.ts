/** Reports repeated events at most once a minute for each name, so that a flood of requests does not flood the log. */
import { BoundedMap } from './bounded-map.ts'

const pauseMs = 60_000

export class Seldom {
  readonly #told: BoundedMap<Readonly<{ atMs: number; since: number }>>

  constructor(entriesMax: number) {
    this.#told = new BoundedMap(entriesMax)
  }

  get size(): number {
    return this.#told.size
  }

  /** How often it has happened since the last report, or null if no report is due. */
  count(name: string, nowMs: number): number | null {
    const last = this.#told.peek(name)
    const since = (last?.since ?? 0) + 1
    const isDue = last === undefined || nowMs - last.atMs >= pauseMs
    this.#told.set(name, isDue ? { atMs: nowMs, since: 0 } : { atMs: last.atMs, since })
    return isDue ? since : null
  }
}
