/** Responses kept for repeated requests. */
import type { DatabaseSync } from 'node:sqlite'
import { type IdempotencyRecord, idempotencyLifeMs } from '../../core/idempotency-record.ts'
import type { Storage } from '../../ports/storage.ts'
import {
  type IdempotencyRecordRow,
  idempotencyChangingColumns,
  idempotencyKeyColumns,
  idempotencyRecordOf,
  idempotencyRecordValues,
} from '../rows/idempotency-record-row.ts'
import { replaceBodyText, sealedRecordsText } from '../sealed-texts.ts'
import { upsertText } from '../statements.ts'
import type { Connection } from './connection.ts'
import { placeholder } from './dialect.ts'

export type IdempotencyStatements = ReturnType<typeof prepareIdempotency>

const table = 'idempotency_records'
const columns = [...idempotencyKeyColumns, ...idempotencyChangingColumns].join(', ')

export function prepareIdempotency(database: DatabaseSync) {
  return {
    keepResponse: database.prepare(
      `${upsertText(placeholder, table, idempotencyKeyColumns, [], idempotencyChangingColumns)}
      where idempotency_records.created_at_ms <= excluded.created_at_ms - ${idempotencyLifeMs}`,
    ),
    findResponse: database.prepare(`select ${columns} from ${table} where key_id = ? and key = ?`),
    sealedResponses: database.prepare(sealedRecordsText(placeholder)),
    replaceResponse: database.prepare(replaceBodyText(placeholder)),
    purgeResponses: database.prepare(`
      delete from ${table} where (key_id, key) in (
        select key_id, key from ${table} where created_at_ms < ? order by created_at_ms limit ?
      )
    `),
  }
}

/** False, and nothing written, when the key is taken. */
export function keepResponse(statements: IdempotencyStatements, record: IdempotencyRecord | null): boolean {
  if (record === null) return true
  return statements.keepResponse.run(...idempotencyRecordValues(record)).changes === 1
}

export function idempotencyStorage(connection: Connection<IdempotencyStatements>) {
  return {
    findIdempotencyRecord: async (keyId, key) =>
      connection.read((statements) => {
        const row = statements.findResponse.get(keyId, key) as IdempotencyRecordRow | undefined
        return connection.damage.trusted(row === undefined ? null : idempotencyRecordOf(row))
      }),
    listSealedRecords: async (after, limit) =>
      connection.read(({ sealedResponses }) => {
        const rows = sealedResponses.all(after?.keyId ?? '', after?.key ?? '', limit)
        return (rows as unknown as readonly IdempotencyRecordRow[]).map(idempotencyRecordOf)
      }),
    replaceRecordBody: ({ keyId, key, body: before }, body) =>
      connection.write(({ replaceResponse }) => replaceResponse.run(body, keyId, key, before).changes === 1),
    purgeIdempotencyRecords: (createdBeforeMs, limit) =>
      connection.write((statements) => Number(statements.purgeResponses.run(createdBeforeMs, limit).changes)),
  } satisfies Partial<Storage>
}
