/**
 * API keys in PostgreSQL. A key is asked for with every request, so that a revocation takes effect on every node as soon as
 * it is acknowledged; the requests of one turn ask together.
 */
import { type ApiKey, noteUseEveryMs } from '../../core/api-key.ts'
import type { Storage } from '../../ports/storage.ts'
import { isExpired, Tries } from '../api-key-use.ts'
import { type ApiKeyRow, apiKeyColumns, apiKeyOf, apiKeyValues } from '../rows/api-key-row.ts'
import { insertText } from '../statements.ts'
import type { Connection, Rows } from './connection.ts'
import { canBeStored, placeholder } from './dialect.ts'
import { joinedLookup } from './lookups.ts'

const keys = `select ${apiKeyColumns.join(', ')} from api_keys`
const addText = insertText(placeholder, 'api_keys', apiKeyColumns)
/** Exported for the test that asks the planner. */
export const findKeysText = `${keys} where hash = any($1::text[]) and revoked_at_ms is null`
const listText = `${keys} order by created_at_ms, id`
const listOfText = `${keys} where merchant_id = $1 order by created_at_ms, id`
const revokeText = 'update api_keys set revoked_at_ms = $1 where id = $2 and revoked_at_ms is null'
const noteUseText = `update api_keys set last_used_at_ms = $1::bigint
  where id = $2 and (last_used_at_ms is null or last_used_at_ms <= $1::bigint - ${noteUseEveryMs})`

const keysIn = (rows: Rows): readonly ApiKey[] => (rows as unknown as ApiKeyRow[]).map(apiKeyOf)

export function apiKeyStorage(connection: Connection) {
  const tries = new Tries()
  const finding = joinedLookup(connection, findKeysText, (rows) => keysIn(rows).map((key) => [key.hash, key]))
  return {
    addApiKey: async (key) => {
      await connection.write(addText, apiKeyValues(key))
    },
    findActiveApiKey: async (hash, nowMs) => {
      if (!canBeStored(hash)) return null
      const key = connection.damage.trusted(await finding.add(hash))
      return key === null || isExpired(key, nowMs) ? null : key
    },
    noteApiKeyUse: async (id, atMs) => {
      if (tries.mayTry(id, atMs)) await connection.write(noteUseText, [atMs, id])
    },
    listApiKeys: async (merchantId) =>
      keysIn(
        merchantId === null
          ? await connection.read(listText)
          : await connection.read(listOfText, [merchantId]),
      ),
    revokeApiKey: async (id, atMs) => (await connection.write(revokeText, [atMs, id])).count === 1,
  } satisfies Partial<Storage>
}
