/**
 * A growing row of bits, the first one lowest in the first word. Its bytes are as DEFLATE wants them where the processor puts
 * the lowest byte of a word first, as all do for which there is a Node.js that we support.
 */

/** Bits that were written before; what is beyond `count` in the last word is 0. */
export type Bits = Readonly<{ words: Uint32Array; count: number }>

const wordBits = 32
const wordBytes = 4

export function bitsOfBytes(bytes: Uint8Array): Bits {
  const words = new Uint32Array(Math.ceil(bytes.length / wordBytes))
  new Uint8Array(words.buffer).set(bytes)
  return { words, count: bytes.length * 8 }
}

export class BitWriter {
  #words: Uint32Array
  #count = 0

  constructor(bytesExpected = 1_024) {
    this.#words = new Uint32Array(Math.ceil(bytesExpected / wordBytes))
  }

  /** For something new. What was taken before stays as it is. */
  reset(): void {
    this.#count = 0
  }

  /** At most 16 bits. */
  write(value: number, count: number): void {
    this.#reserve(wordBits)
    const words = this.#words
    const [at, filled] = [this.#count >>> 5, this.#count & 31]
    words[at] = filled === 0 ? value : (words[at] ?? 0) | (value << filled)
    if (filled + count > wordBits) words[at + 1] = value >>> (wordBits - filled)
    this.#count += count
  }

  /** For each byte its word in a code, of at most 16 bits. */
  writeInCode(bytes: Uint8Array, codes: Uint16Array, lengths: Uint8Array): void {
    this.#reserve(bytes.length * 16)
    const words = this.#words
    let at = this.#count >>> 5
    let filled = this.#count & 31
    let word = filled === 0 ? 0 : (words[at] ?? 0)
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0
      const code = codes[byte] ?? 0
      const length = lengths[byte] ?? 0
      word |= code << filled
      filled += length
      if (filled >= wordBits) {
        words[at++] = word
        filled -= wordBits
        word = filled === 0 ? 0 : code >>> (length - filled)
      }
    }
    words[at] = word
    this.#count = at * wordBits + filled
  }

  append({ words, count }: Bits): void {
    this.#reserve(count)
    const own = this.#words
    let at = this.#count >>> 5
    const shift = this.#count & 31
    if (shift === 0) own.set(words, at)
    else {
      const rest = wordBits - shift
      let carried = own[at] ?? 0
      for (let i = 0; i < words.length; i++) {
        const word = words[i] ?? 0
        own[at++] = carried | (word << shift)
        carried = word >>> rest
      }
      own[at] = carried
    }
    this.#count += count
  }

  /** The rest of the byte stays 0. */
  endByte(): void {
    const missing = -this.#count & 7
    if (missing > 0) this.write(0, missing)
  }

  /** A copy as small as can be. */
  taken(): Bits {
    return { words: this.#words.slice(0, Math.ceil(this.#count / wordBits)), count: this.#count }
  }

  /** A copy as small as can be. */
  takenBytes(): Buffer {
    const count = Math.ceil(this.#count / 8)
    // Not from the pool of small buffers: who is slow to read a page would keep everything that is beside it there.
    const bytes = Buffer.allocUnsafeSlow(count)
    bytes.set(new Uint8Array(this.#words.buffer, 0, count))
    return bytes
  }

  /** With a word more than is needed, where what is shifted ends. */
  #reserve(bits: number): void {
    const needed = ((this.#count + bits) >>> 5) + 2
    if (needed <= this.#words.length) return
    const larger = new Uint32Array(Math.max(needed, this.#words.length * 2))
    larger.set(this.#words)
    this.#words = larger
  }
}
