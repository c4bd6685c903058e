/** A growing row of bits, the first one lowest in the first byte, as in DEFLATE. */

/** Bits that were written before; what is beyond `count` in the last byte is 0. */
export type Bits = Readonly<{ bytes: Uint8Array; count: number }>

export class BitWriter {
  #bytes: Uint8Array
  #count = 0

  constructor(bytesExpected = 1_024) {
    this.#bytes = new Uint8Array(bytesExpected)
  }

  /** At most 16 bits. */
  write(value: number, count: number): void {
    this.#reserve(3)
    const [at, shift] = [this.#count >> 3, this.#count & 7]
    const bits = value << shift
    this.#bytes[at] = (this.#bytes[at] ?? 0) | bits
    this.#bytes[at + 1] = bits >> 8
    this.#bytes[at + 2] = bits >> 16
    this.#count += count
  }

  append({ bytes, count }: Bits): void {
    this.#reserve(bytes.length + 1)
    const [at, shift] = [this.#count >> 3, this.#count & 7]
    const own = this.#bytes
    if (shift === 0) own.set(bytes, at)
    else {
      let carried = own[at] ?? 0
      for (let i = 0; i < bytes.length; i++) {
        const bits = (bytes[i] ?? 0) << shift
        own[at + i] = carried | bits
        carried = bits >> 8
      }
      own[at + bytes.length] = carried
    }
    this.#count += count
  }

  /** Whole bytes, from the next one on. */
  appendBytes(bytes: Uint8Array): void {
    this.#count = (this.#count + 7) & ~7
    this.append({ bytes, count: bytes.length * 8 })
  }

  /** The bits themselves, not a copy: nothing may be written afterwards. */
  done(): Bits {
    return { bytes: this.#bytes.subarray(0, (this.#count + 7) >> 3), count: this.#count }
  }

  #reserve(bytes: number): void {
    const needed = (this.#count >> 3) + 1 + bytes
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}
