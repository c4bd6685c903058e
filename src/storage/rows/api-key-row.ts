/** Maps an API key to database columns and back, for every engine. */

import type { ApiKey } from '../../core/api-key.ts'
import type { Mode } from '../../core/payment/payment.ts'
import type { Value } from './card-row.ts'

export type ApiKeyRow = Readonly<{
  id: string
  merchant_id: string
  mode: Mode
  hash: string
  last4: string
  created_at_ms: number
  expires_at_ms: number | null
  revoked_at_ms: number | null
  last_used_at_ms: number | null
}>

/** In the order of {@link apiKeyValues}. */
export const apiKeyColumns = [
  'id',
  'merchant_id',
  'mode',
  'hash',
  'last4',
  'created_at_ms',
  'expires_at_ms',
  'revoked_at_ms',
  'last_used_at_ms',
] as const satisfies readonly (keyof ApiKeyRow)[]

export function apiKeyValues(key: ApiKey): Value[] {
  return [
    key.id,
    key.merchantId,
    key.mode,
    key.hash,
    key.last4,
    key.createdAtMs,
    key.expiresAtMs,
    key.revokedAtMs,
    key.lastUsedAtMs,
  ]
}

export function apiKeyOf(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    mode: row.mode,
    hash: row.hash,
    last4: row.last4,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    revokedAtMs: row.revoked_at_ms,
    lastUsedAtMs: row.last_used_at_ms,
  }
}
