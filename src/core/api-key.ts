/** A merchant's key to the API. */
import type { Mode } from './payment/payment.ts'

/** How often the use of a key is recorded. */
export const noteUseEveryMs = 3_600_000

export type ApiKey = Readonly<{
  /** `key_` and 26 characters. */
  id: string
  merchantId: string
  mode: Mode
  /** SHA-256 of the key, hex. The key itself is shown once and stored nowhere. */
  hash: string
  last4: string
  createdAtMs: number
  /** Null if it does not expire. */
  expiresAtMs: number | null
  revokedAtMs: number | null
  /** Accurate to the hour; null if it was never used. */
  lastUsedAtMs: number | null
}>
