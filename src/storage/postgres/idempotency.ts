/** Responses kept for repeated requests. */
import { type IdempotencyRecord, idempotencyLifeMs } from '../../core/idempotency-record.ts'
import type { Storage } from '../../ports/storage.ts'
import {
  type IdempotencyRecordRow,
  idempotencyChangingColumns,
  idempotencyKeyColumns,
  idempotencyRecordOf,
} from '../rows/idempotency-record-row.ts'
import { replaceBodyText, sealedRecordsText } from '../sealed-texts.ts'
import type { Connection } from './connection.ts'
import { arrayOf, assigned, canBeStored, placeholder } from './dialect.ts'
import { Joined } from './joined.ts'
import { reads } from './lookups.ts'

const table = 'idempotency_records'
export const recordColumns = [...idempotencyKeyColumns, ...idempotencyChangingColumns] as const

/**
 * The keys of the records that were kept, of those in `source`. A request with the same key waits here for the end of the
 * first one, and its key is then taken.
 */
export function keepText(source: string): string {
  return `insert into ${table} (${recordColumns.join(', ')}) ${source}
    on conflict (key_id, key) do update set ${assigned('excluded', idempotencyChangingColumns)}
    where ${table}.created_at_ms <= excluded.created_at_ms - ${idempotencyLifeMs}
    returning key_id, key`
}

/** Finds more than was asked for where a key was used with several API keys. Exported for the test that asks the planner. */
export const findRecordsText = `select ${recordColumns.join(', ')} from ${table}
  where key_id = any($1::text[]) and key = any($2::text[])`

const purgeText = `delete from ${table} where (key_id, key) in (
  select key_id, key from ${table} where created_at_ms < $1 order by created_at_ms limit $2 for update skip locked
)`

const sealedText = sealedRecordsText(placeholder)
const replaceText = replaceBodyText(placeholder)

type RecordKey = Readonly<{ keyId: string; key: string }>

const nameOf = ({ keyId, key }: RecordKey): string => `${keyId}\n${key}`

export function idempotencyStorage(connection: Connection) {
  const finding = new Joined<RecordKey, IdempotencyRecord | null>({
    ...reads,
    deadlineMs: connection.deadlineMs,
    run: async (keys, deadlineMs) => {
      const values = [arrayOf(keys.map(({ keyId }) => keyId)), arrayOf(keys.map(({ key }) => key))]
      const rows = (await connection.read(
        findRecordsText,
        values,
        deadlineMs,
      )) as unknown as IdempotencyRecordRow[]
      const found = new Map(rows.map(idempotencyRecordOf).map((record) => [nameOf(record), record]))
      return keys.map((key) => found.get(nameOf(key)) ?? null)
    },
  })
  return {
    findIdempotencyRecord: async (keyId, key) =>
      canBeStored(keyId + key) ? connection.damage.trusted(await finding.add({ keyId, key })) : null,
    listSealedRecords: async (after, limit) => {
      const rows = await connection.read(sealedText, [after?.keyId ?? '', after?.key ?? '', limit])
      return (rows as unknown as readonly IdempotencyRecordRow[]).map(idempotencyRecordOf)
    },
    replaceRecordBody: async ({ keyId, key, body: before }, body) =>
      (await connection.write(replaceText, [body, keyId, key, before])).count === 1,
    purgeIdempotencyRecords: async (createdBeforeMs, limit) =>
      (await connection.write(purgeText, [createdBeforeMs, limit])).count,
  } satisfies Partial<Storage>
}
