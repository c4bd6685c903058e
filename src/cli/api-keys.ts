/** Making and keeping secret keys: the clear text leaves here once. */
import { crc32 } from 'node:zlib'
import { hashApiKey } from '../api/authenticate.ts'
import type { ApiKey } from '../core/api-key.ts'
import type { Merchant } from '../core/merchant.ts'
import type { Mode } from '../core/payment/payment.ts'
import { ulid } from '../platform/ids.ts'
import { systemClock } from '../platform/system-clock.ts'
import { systemRandom } from '../platform/system-random.ts'

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const secretLength = 32
const checksumLength = 6

/** 190 random bits, and a checksum by which a scanner recognizes a leaked key without asking anybody. */
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

export function keyRecord(secretKey: string, merchantId: string, mode: Mode): ApiKey {
  return {
    id: `key_${newId()}`,
    merchantId,
    mode,
    hash: hashApiKey(secretKey),
    last4: secretKey.slice(-4),
    createdAtMs: systemClock.nowMs(),
    expiresAtMs: null,
    revokedAtMs: null,
    lastUsedAtMs: null,
  }
}

export function merchantRecord(name: string, details: Partial<Merchant> = {}): Merchant {
  return {
    legalName: null,
    city: null,
    country: null,
    supportEmail: null,
    supportUrl: null,
    termsUrl: null,
    privacyUrl: null,
    attemptsMax: null,
    resultPage: null,
    ...details,
    id: `mer_${newId()}`,
    name,
    createdAtMs: systemClock.nowMs(),
  }
}

function newId(): string {
  return ulid(systemClock.nowMs(), systemRandom.bytes(10))
}
