/** Databases for tests of the PostgreSQL engine, and the port opened on them. */
import type { PostgresSettings } from '../../../src/platform/postgres/driver-options.ts'
import type { Storage } from '../../../src/ports/storage.ts'
import type { Log } from '../../../src/ports/system.ts'
import type { StorageObserver } from '../../../src/storage/observer.ts'
import { openPostgres } from '../../../src/storage/postgres/open-postgres.ts'
import { createDatabase, type TestDatabase } from '../../../verification/postgres/databases.ts'
import { surroundings } from '../sqlite/database-file.ts'

export type OpenOptions = Readonly<{
  deadlineMs?: number
  lockTimeoutMs?: number
  postgres?: PostgresSettings
  observer?: StorageObserver
  log?: Log
}>

export function openQuietly(url: string, options: OpenOptions = {}): Promise<Storage> {
  return openPostgres(url, { ...surroundings, create: 'production', ...options })
}

async function migrated(url: string): Promise<void> {
  await (await openQuietly(url)).close()
}

/** With the current schema, and nothing in it but the installation. */
export function aDatabase(): Promise<TestDatabase> {
  return createDatabase({ name: 'migrated', fill: migrated })
}
