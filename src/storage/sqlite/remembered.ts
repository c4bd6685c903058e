/**
 * Rows that were read and have not changed. A row is forgotten when this process changes it, and all rows are forgotten when another
 * process has committed something, so a reader always gets the newest committed state.
 *
 * Bounded by bytes: there are two generations, and once the younger one is full it becomes the older one, whose rows are
 * dropped unless they were read again since.
 */
export class Remembered<T> {
  readonly #generationBytesMax: number
  #young = new Map<string, Sized<T>>()
  #old = new Map<string, Sized<T>>()
  #youngBytes = 0
  #othersVersion = -1

  constructor(bytesMax: number) {
    this.#generationBytesMax = bytesMax / 2
  }

  /** `othersVersion` is the connection's, read before this call. Missing rows are not remembered. */
  find(key: string, othersVersion: number, read: () => Sized<T> | null): T | null {
    if (othersVersion !== this.#othersVersion) {
      this.forgetAll()
      this.#othersVersion = othersVersion
    }
    const young = this.#young.get(key)
    if (young !== undefined) return young.value
    const found = this.#old.get(key) ?? read()
    if (found === null) return null
    this.#remember(key, found)
    return found.value
  }

  /** To be called in the write that changes the row: no read comes between a write and its commit. */
  forget(key: string): void {
    const young = this.#young.get(key)
    if (young !== undefined) this.#youngBytes -= young.bytes
    this.#young.delete(key)
    this.#old.delete(key)
  }

  forgetAll(): void {
    this.#young = new Map()
    this.#old = new Map()
    this.#youngBytes = 0
  }

  #remember(key: string, found: Sized<T>): void {
    if (found.bytes > rowBytesMax) return
    if (this.#youngBytes + found.bytes > this.#generationBytesMax) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngBytes = 0
    }
    this.#old.delete(key)
    this.#young.set(key, found)
    this.#youngBytes += found.bytes
  }
}

/** A value, and about how much memory it takes. */
export type Sized<T> = Readonly<{ value: T; bytes: number }>

/** Larger rows are rare and would push out many others. */
const rowBytesMax = 8_192
