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

/** A lowercase letter or digit for each byte. They are not equally likely, so use it for names, not for secrets. */
export function alphanumeric(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += base36[byte % base36.length]
  return text
}
