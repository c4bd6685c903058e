/**
 * A map with a maximum size that drops its least recently used entries, so that requests under ever new names cannot fill
 * the memory. Names are short and our own: addresses, hashes, and IDs, never a part of a request.
 */

const keyLengthMax = 64

export class BoundedMap<Value> {
  readonly #entriesMax: number
  readonly #entries = new Map<string, Value>()

  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax
  }

  get size(): number {
    return this.#entries.size
  }

  /** Reading does not count as use. */
  peek(key: string): Value | undefined {
    return this.#entries.get(key)
  }

  set(key: string, value: Value): void {
    if (key.length > keyLengthMax)
      throw new Error(`a name of ${key.length} characters is too long to remember`)
    // Behind all others: a map is in the order of insertion.
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size <= this.#entriesMax) return
    const oldest = this.#entries.keys().next()
    if (oldest.done !== true) this.#entries.delete(oldest.value)
  }

  delete(key: string): void {
    this.#entries.delete(key)
  }
}
