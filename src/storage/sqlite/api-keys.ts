/** API keys in SQLite. Any commit of another process clears the remembered keys, so a revocation takes effect immediately. */
import type { DatabaseSync } from 'node:sqlite'
import { type ApiKey, noteUseEveryMs } from '../../core/api-key.ts'
import type { Storage } from '../../ports/storage.ts'
import { isExpired, Tries } from '../api-key-use.ts'
import { type ApiKeyRow, apiKeyColumns, apiKeyOf, apiKeyValues } from '../rows/api-key-row.ts'
import { insertText } from '../statements.ts'
import type { Connection } from './connection.ts'
import { placeholder } from './dialect.ts'
import { Remembered, type Sized } from './remembered.ts'

type ApiKeyStatements = ReturnType<typeof prepareApiKeys>

export function prepareApiKeys(database: DatabaseSync) {
  const keys = `select ${apiKeyColumns.join(', ')} from api_keys`
  return {
    addKey: database.prepare(insertText(placeholder, 'api_keys', apiKeyColumns)),
    findUnrevokedKey: database.prepare(`${keys} where hash = ? and revoked_at_ms is null`),
    listKeys: database.prepare(`${keys} order by created_at_ms, id`),
    listKeysOf: database.prepare(`${keys} where merchant_id = ? order by created_at_ms, id`),
    revokeKey: database.prepare(
      'update api_keys set revoked_at_ms = ? where id = ? and revoked_at_ms is null',
    ),
    noteUse: database.prepare(`
      update api_keys set last_used_at_ms = ?1
      where id = ?2 and (last_used_at_ms is null or last_used_at_ms <= ?1 - ${noteUseEveryMs})
    `),
  }
}

const rememberedBytesMax = 4 * 1_024 * 1_024
const keyBytes = 600

export function apiKeyStorage(connection: Connection<ApiKeyStatements>) {
  const unrevoked = new Remembered<ApiKey>(rememberedBytesMax)
  const tries = new Tries()
  return {
    addApiKey: (key) =>
      connection.write((statements) => {
        statements.addKey.run(...apiKeyValues(key))
      }),
    findActiveApiKey: async (hash, nowMs) => {
      const key = connection.damage.trusted(
        unrevoked.find(hash, connection.othersVersion(), () => findUnrevoked(connection, hash)),
      )
      return key === null || isExpired(key, nowMs) ? null : key
    },
    noteApiKeyUse: async (id, atMs) => {
      if (!tries.mayTry(id, atMs)) return
      await connection.write((statements) => {
        if (statements.noteUse.run(atMs, id).changes > 0) unrevoked.forgetAll()
      })
    },
    listApiKeys: async (merchantId) =>
      connection.read((statements) => {
        const rows = merchantId === null ? statements.listKeys.all() : statements.listKeysOf.all(merchantId)
        return (rows as ApiKeyRow[]).map(apiKeyOf)
      }),
    revokeApiKey: (id, atMs) =>
      connection.write((statements) => {
        unrevoked.forgetAll()
        return statements.revokeKey.run(atMs, id).changes === 1
      }),
  } satisfies Partial<Storage>
}

function findUnrevoked(connection: Connection<ApiKeyStatements>, hash: string): Sized<ApiKey> | null {
  const row = connection.read((statements) => statements.findUnrevokedKey.get(hash) as ApiKeyRow | undefined)
  return row === undefined ? null : { value: apiKeyOf(row), bytes: keyBytes }
}
