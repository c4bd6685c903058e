/** Answers kept for repeated requests. */
import type { DatabaseSync } from 'node:sqlite'
import { type IdempotencyRecord, idempotencyLifeMs } from '../../core/idempotency-record.ts'
import type { Storage } from '../../ports.ts'
import type { Connection } from './connection.ts'

export type IdempotencyStatements = ReturnType<typeof prepareIdempotency>

type RecordRow = Readonly<{
  key_id: string
  key: string
  fingerprint: string
  status: number
  body: string
  created_at_ms: number
}>

export function prepareIdempotency(database: DatabaseSync) {
  return {
    keepAnswer: database.prepare(`
      insert into idempotency_records (key_id, key, fingerprint, status, body, created_at_ms)
      values (?, ?, ?, ?, ?, ?)
      on conflict (key_id, key) do update set
        fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body,
        created_at_ms = excluded.created_at_ms
      where idempotency_records.created_at_ms <= excluded.created_at_ms - ${idempotencyLifeMs}
    `),
    findAnswer: database.prepare(`
      select key_id, key, fingerprint, status, body, created_at_ms from idempotency_records
      where key_id = ? and key = ?
    `),
    purgeAnswers: database.prepare(`
      delete from idempotency_records where (key_id, key) in (
        select key_id, key from idempotency_records where created_at_ms < ? order by created_at_ms limit ?
      )
    `),
  }
}

/** False, and nothing written, when the key is taken. */
export function keepAnswer(statements: IdempotencyStatements, record: IdempotencyRecord | null): boolean {
  if (record === null) return true
  const { keyId, key, fingerprint, status, body, createdAtMs } = record
  return statements.keepAnswer.run(keyId, key, fingerprint, status, body, createdAtMs).changes === 1
}

export function idempotencyStorage(connection: Connection<IdempotencyStatements>) {
  return {
    findIdempotencyRecord: async (keyId, key) =>
      connection.read((statements) => {
        const row = statements.findAnswer.get(keyId, key) as RecordRow | undefined
        return row === undefined ? null : recordOf(row)
      }),
    purgeIdempotencyRecords: (createdBeforeMs, limit) =>
      connection.write((statements) => Number(statements.purgeAnswers.run(createdBeforeMs, limit).changes)),
  } satisfies Partial<Storage>
}

function recordOf(row: RecordRow): IdempotencyRecord {
  return {
    keyId: row.key_id,
    key: row.key,
    fingerprint: row.fingerprint,
    status: row.status,
    body: row.body,
    createdAtMs: row.created_at_ms,
  }
}
