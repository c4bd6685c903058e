/** Identifiers made of time and randomness. */

export const crockford = '0123456789abcdefghjkmnpqrstvwxyz'
const base36 = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A ULID in lower case: 48 bits of milliseconds, 80 random bits. `bytes` are 10 random ones. */
export function ulid(nowMs: number, bytes: Uint8Array): string {
  return ulidTime(nowMs) + ulidTail(numberOf(bytes))
}

/** The first ten characters of a ULID: every ULID of an earlier time is smaller. */
export function ulidTime(nowMs: number): string {
  let time = ''
  for (let rest = nowMs, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = crockford[rest % 32] + time
  return time
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
}

function ulidTail(number: bigint): string {
  let tail = ''
  for (let rest = number, i = 0; i < 16; i++, rest >>= 5n) tail = crockford[Number(rest & 31n)] + tail
  return tail
}

/** ULIDs that also rise within a millisecond, as long as they are made by one process. */
export class RisingUlids {
  readonly #random: (length: number) => Uint8Array
  #lastMs = Number.NaN
  #last = 0n

  constructor(random: (length: number) => Uint8Array) {
    this.#random = random
  }

  next(nowMs: number): string {
    // The upper half only: enough is left to count in.
    this.#last = nowMs === this.#lastMs ? this.#last + 1n : numberOf(this.#random(10)) >> 1n
    this.#lastMs = nowMs
    return ulidTime(nowMs) + ulidTail(this.#last)
  }
}

/** A lowercase letter or digit for each byte. They are not equally likely, so use it for names, not for secrets. */
export function alphanumeric(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += base36[byte % base36.length]
  return text
}
