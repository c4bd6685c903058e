/**
 * Tells what a stream sends for the first time, or again on request, from what it repeats after a reconnection: a gateway
 * sends the last seconds before the place where it continues once more, because nodes number events by their own clocks.
 */
import { crockford } from '../../platform/ids.ts'

/** How far before that place a gateway begins. */
const repeatedMs = 10_000

export class SeenEvents {
  /** What is older is not wanted, unless it is sent again on request; null: everything is. */
  readonly #floor: string | null
  readonly #ever = new Set<string>()
  #onConnection = new Set<string>()
  #repeatedFromMs = Number.POSITIVE_INFINITY
  #last: string | null
  #continuesAfter: string | null = null

  constructor(after: string | null) {
    this.#floor = after
    this.#last = after
  }

  /** The newest event, after which a connection has to continue. */
  get last(): string | null {
    return this.#last
  }

  /** A new connection, which continues after the newest event. */
  connected(): void {
    this.#onConnection = new Set()
    this.#continuesAfter = this.#last
    this.#repeatedFromMs = this.#last === null ? Number.POSITIVE_INFINITY : timeOf(this.#last) - repeatedMs
  }

  /** Whether it is to be shown. */
  take(id: string): boolean {
    const isRepeated = this.#isRepeated(id)
    this.#onConnection.add(id)
    this.#ever.add(id)
    // One that is sent again on request may be much older.
    if (this.#last === null || id > this.#last) this.#last = id
    return !isRepeated
  }

  /** What comes for the second time on one connection was asked for, and the event that it continues after as well. */
  #isRepeated(id: string): boolean {
    if (this.#onConnection.has(id) || id === this.#continuesAfter) return false
    const isKnown = this.#ever.has(id) || (this.#floor !== null && id <= this.#floor)
    return isKnown && timeOf(id) >= this.#repeatedFromMs
  }
}

/** Of `evt_` and a ULID. */
function timeOf(id: string): number {
  return [...id.slice(4, 14)].reduce((time, digit) => time * 32 + crockford.indexOf(digit), 0)
}
