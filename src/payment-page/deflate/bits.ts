/** A growing row of bits, the first one lowest in the first byte, as in DEFLATE. */

/** Bits that were written before; what is beyond `count` in the last byte is 0. */
export type Bits = Readonly<{ bytes: Uint8Array; count: number }>

/** The same parts are written again and again, at one of seven places within a byte. Moving them takes longer than copying. */
const moved = new WeakMap<Uint8Array, (Uint8Array | undefined)[]>()

function movedBy(bytes: Uint8Array, shift: number): Uint8Array {
  const known = moved.get(bytes) ?? []
  const found = known[shift]
  if (found !== undefined) return found
  const fresh = new Uint8Array(bytes.length + 1)
  let carried = 0
  for (let i = 0; i < bytes.length; i++) {
    const bits = (bytes[i] ?? 0) << shift
    fresh[i] = carried | bits
    carried = bits >> 8
  }
  fresh[bytes.length] = carried
  known[shift] = fresh
  moved.set(bytes, known)
  return fresh
}

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
      const begun = own[at] ?? 0
      own.set(movedBy(bytes, shift), at)
      own[at] = begun | (own[at] ?? 0)
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
