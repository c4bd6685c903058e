/** Maps a kept response to database columns and back, for every engine. */
import type { IdempotencyRecord } from '../../core/idempotency-record.ts'
import type { Value } from './card-row.ts'

export type IdempotencyRecordRow = Readonly<{
  key_id: string
  key: string
  fingerprint: string
  response_status: number
  response_body: string
  created_at_ms: number
}>

export const idempotencyKeyColumns = ['key_id', 'key'] as const
/** In the order of {@link idempotencyRecordValues}, after the key's. */
export const idempotencyChangingColumns = [
  'fingerprint',
  'response_status',
  'response_body',
  'created_at_ms',
] as const satisfies readonly (keyof IdempotencyRecordRow)[]

export function idempotencyRecordValues(record: IdempotencyRecord): Value[] {
  const { keyId, key, fingerprint, status, body, createdAtMs } = record
  return [keyId, key, fingerprint, status, body, createdAtMs]
}

export function idempotencyRecordOf(row: IdempotencyRecordRow): IdempotencyRecord {
  return {
    keyId: row.key_id,
    key: row.key,
    fingerprint: row.fingerprint,
    status: row.response_status,
    body: row.response_body,
    createdAtMs: row.created_at_ms,
  }
}
