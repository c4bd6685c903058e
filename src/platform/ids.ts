/** Identifiers made of time and randomness. */

export const crockford = '0123456789abcdefghjkmnpqrstvwxyz'
const base36 = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A ULID in lower case: 48 bits of milliseconds, 80 random bits. `bytes` are 10 random ones. */
export function ulid(nowMs: number, bytes: Uint8Array): string {
  let time = ''
  for (let rest = nowMs, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = crockford[rest % 32] + time
  let value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  let tail = ''
  for (let i = 0; i < 16; i++, value >>= 5n) tail = crockford[Number(value & 31n)] + tail
  return time + tail
}

/** Every pair of base-36 digits: half as many pieces to join, for names that are made with every request. */
const pairs = Array.from({ length: 36 * 36 }, (_, i) => `${base36[Math.floor(i / 36)]}${base36[i % 36]}`)

/** A lower-case letter or digit for each of an even number of bytes; slightly uneven, so for names, not for secrets. */
export function alphanumeric(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i + 1 < bytes.length; i += 2)
    text += pairs[(((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0)) % 1296]
  return text
}
