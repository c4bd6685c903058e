/**
 * What was read and is still true. A row is forgotten when this process changes it, and all rows at once when another
 * process has committed anything, so a reader never gets less than the newest committed state.
 */
export class Remembered<T> {
  readonly #limit: number
  readonly #known = new Map<string, T>()
  #othersVersion = -1

  /** `limit` bounds the memory: at that many rows it starts anew. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** `othersVersion` is the connection's, asked before this. What is not there is not remembered. */
  find(key: string, othersVersion: number, read: () => T | null): T | null {
    if (othersVersion !== this.#othersVersion) {
      this.#known.clear()
      this.#othersVersion = othersVersion
    }
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const value = read()
    if (value === null) return null
    if (this.#known.size >= this.#limit) this.#known.clear()
    this.#known.set(key, value)
    return value
  }

  /** To be called in the write that changes the row: no read comes between a write and its commit. */
  forget(key: string): void {
    this.#known.delete(key)
  }

  forgetAll(): void {
    this.#known.clear()
  }
}
