/** New merchants and keys, as the database keeps them. */
import type { ApiKey } from '../core/api-key.ts'
import { type NewMerchant, unspecified } from '../core/merchant.ts'
import type { Mode } from '../core/payment/payment.ts'
import { hashApiKey } from '../platform/api-key-hash.ts'
import { ulid } from '../platform/ids.ts'
import { systemClock } from '../platform/system-clock.ts'
import { systemRandom } from '../platform/system-random.ts'

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

export function merchantRecord(name: string, details: Partial<NewMerchant> = {}): NewMerchant {
  return {
    ...unspecified,
    ...details,
    id: `mer_${newId()}`,
    name,
    createdAtMs: systemClock.nowMs(),
  }
}

function newId(): string {
  return ulid(systemClock.nowMs(), systemRandom.bytes(10))
}
