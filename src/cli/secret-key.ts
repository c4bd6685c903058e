/** Makes secret keys. The clear text leaves here once, and only its hash is kept. */
import { crc32 } from 'node:zlib'
import type { Mode } from '../core/payment/payment.ts'
import { systemRandom } from '../platform/system-random.ts'

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const secretLength = 32
const checksumLength = 6

/** 190 random bits, and a checksum by which a scanner recognizes a leaked key without asking the gateway. */
export function newSecretKey(mode: Mode): string {
  let secret = ''
  while (secret.length < secretLength) {
    for (const byte of systemRandom.bytes(secretLength)) {
      // 248 is the largest multiple of 62 in a byte: above it the letters would not be equally likely.
      if (byte < 248 && secret.length < secretLength) secret += base62[byte % 62]
    }
  }
  let rest = crc32(secret)
  let checksum = ''
  for (let i = 0; i < checksumLength; i++, rest = Math.floor(rest / 62))
    checksum = base62[rest % 62] + checksum
  return `fl_${mode}_sk_${secret}${checksum}`
}
