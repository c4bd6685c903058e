/** Opens the storage that a database URL names. */
import { fileOf } from '../platform/database-url.ts'
import type { Storage } from '../ports.ts'
import type { StorageOptions } from './options.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'

/** There is one engine so far: a URL of any other scheme is refused. */
export async function openStorage(databaseUrl: string, options: StorageOptions): Promise<Storage> {
  return openSqlite(fileOf(databaseUrl), options)
}
