/** Seeded pseudo-random numbers (sfc32): the same seed gives the same world. Nothing here is secret. */
export class Prng {
  #a: number
  #b: number
  #c: number
  #counter = 1

  /** Each stream of a seed is another sequence. */
  constructor(seed: number, stream = 0) {
    this.#a = seed | 0
    this.#b = ((seed / 2 ** 32) | 0) ^ stream
    this.#c = 0x9e3779b9
    // The first outputs of neighboring seeds resemble each other.
    for (let i = 0; i < 15; i++) this.#next()
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** In [0, 1). */
  fraction(): number {
    return this.#next() / 2 ** 32
  }

  /** An integer from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1))
  }

  chance(probability: number): boolean {
    return probability > 0 && this.fraction() < probability
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('there is nothing to pick from')
    return items[Math.floor(this.fraction() * items.length)] as T
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#next() & 0xff)
  }
}
