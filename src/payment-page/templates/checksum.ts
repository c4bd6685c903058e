/**
 * The checksum of gzip, CRC-32, for a text that is put together from pieces. Long pieces are joined by their own checksums,
 * without a look at their bytes. As in zlib's `crc32_combine`, checksums are polynomials, and whatever follows multiplies what
 * was before by x to the power of the bits that follow.
 */
import { crc32 } from 'node:zlib'

/** The polynomial of CRC-32, with its highest power lowest. */
const polynomial = 0xedb88320
const highestBit = 0x80000000
/** One byte is eight bits: x to the power of 8. */
const byteShift = 0x00800000

/** Shorter texts are read faster than joined. */
const joinedFrom = 64

const ofBytes = new Uint32Array(256).map((_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
  return crc
})

/** `before`: the checksum of everything before these bytes. */
export function crcOf(bytes: Uint8Array, before: number): number {
  let crc = ~before
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ (ofBytes[((bytes[i] ?? 0) ^ crc) & 0xff] ?? 0)
  return ~crc >>> 0
}

/** Joins one text to many others. */
export class Checksum {
  readonly #bytes: Uint8Array
  #joining: Readonly<{ crc: number; shifts: Uint32Array }> | null = null

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** `before`: the checksum of everything before this text. */
  after(before: number): number {
    if (this.#bytes.length < joinedFrom) return crcOf(this.#bytes, before)
    this.#joining ??= { crc: crc32(this.#bytes), shifts: shiftsOf(this.#bytes.length) }
    const { crc, shifts } = this.#joining
    let joined = crc
    for (let part = 0, left = before; part < 8; part++, left >>>= 4)
      joined ^= shifts[part * 16 + (left & 15)] ?? 0
    return joined >>> 0
  }
}

/** What becomes of a checksum when so many bytes follow: for each of its eight groups of four bits, and each of their values. */
function shiftsOf(length: number): Uint32Array {
  const power = powerOf(length)
  return new Uint32Array(8 * 16).map((_, i) => multiplied(power, ((i & 15) << ((i >>> 4) * 4)) >>> 0))
}

/** By squaring. */
function powerOf(length: number): number {
  let power = highestBit
  let square = byteShift
  for (let left = length; left > 0; left >>>= 1) {
    if ((left & 1) === 1) power = multiplied(square, power)
    square = multiplied(square, square)
  }
  return power
}

function multiplied(one: number, other: number): number {
  let product = 0
  let factor = other
  for (let bit = highestBit; bit !== 0; bit >>>= 1) {
    if ((one & bit) !== 0) product ^= factor
    factor = (factor & 1) === 1 ? (factor >>> 1) ^ polynomial : factor >>> 1
  }
  return product >>> 0
}
