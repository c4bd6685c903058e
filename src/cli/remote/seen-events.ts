/**
 * Tells what a stream sends for the first time from what it repeats after a reconnection: a gateway sends the last seconds
 * before the place where it continues once more, because nodes number events by their own clocks.
 */
export class SeenEvents {
  /** What is older is not wanted; null: everything is. */
  readonly #floor: string | null
  readonly #seen = new Set<string>()
  #last: string | null

  constructor(after: string | null) {
    this.#floor = after
    this.#last = after
  }

  /** The newest event, after which a connection has to continue. */
  get last(): string | null {
    return this.#last
  }

  /** Whether it is to be shown. */
  take(id: string): boolean {
    const isNew = !this.#seen.has(id) && (this.#floor === null || id > this.#floor)
    this.#seen.add(id)
    // One of another node may be older.
    if (this.#last === null || id > this.#last) this.#last = id
    return isNew
  }
}
