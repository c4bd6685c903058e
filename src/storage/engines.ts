/** The storage engines, by the scheme of the database URL. A driver is loaded only for a URL that asks for it. */
import { statSync } from 'node:fs'
import { memoryFile } from '../platform/database-place.ts'
import { DatabaseRefused } from '../platform/database-refused.ts'
import { fileOf } from '../platform/database-url.ts'
import type { Storage } from '../ports/storage.ts'
import type { Engine as EngineName } from './migration-files.ts'
import type { StorageOptions } from './options.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import type { Verification } from './verification.ts'
import { verifyFile } from './verify-file.ts'

type Engine = Readonly<{
  open(databaseUrl: string, options: StorageOptions): Promise<Storage>
  verify(databaseUrl: string, options: Pick<StorageOptions, 'postgres'>): Promise<Verification>
  /** Throws {@link DatabaseRefused} with the advice unless there is a database with something in it. */
  requireExisting(
    databaseUrl: string,
    advice: string,
    options: Pick<StorageOptions, 'postgres'>,
  ): Promise<void>
}>

const engines: Readonly<Record<EngineName, Engine>> = {
  sqlite: {
    open: (databaseUrl, options) => openSqlite(fileOf(databaseUrl), options),
    verify: async (databaseUrl) => verifyFile(fileOf(databaseUrl)),
    requireExisting: async (databaseUrl, advice) => requireFile(fileOf(databaseUrl), advice),
  },
  postgres: {
    open: async (databaseUrl, options) => {
      const { openPostgres } = await import('./postgres/open-postgres.ts')
      return openPostgres(databaseUrl, options)
    },
    verify: async (databaseUrl, options) => {
      const { verifyPostgres } = await import('./postgres/verify-database.ts')
      return { ...(await verifyPostgres(databaseUrl, options)), expectedHead: null }
    },
    requireExisting: async (databaseUrl, advice, options) => {
      const { requireInstallation } = await import('./postgres/set-up.ts')
      return requireInstallation(databaseUrl, advice, options)
    },
  },
}

const schemes: ReadonlyMap<string, EngineName> = new Map([
  ['sqlite', 'sqlite'],
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
])

/** The URL is not repeated in the error, because it may contain a password. */
export function engineOf(databaseUrl: string): Engine {
  const scheme = databaseUrl.slice(0, databaseUrl.indexOf(':')).toLowerCase()
  const name = schemes.get(scheme)
  if (name === undefined) throw new Error('No storage engine has the scheme of the database URL.')
  return engines[name]
}

function requireFile(file: string, advice: string): void {
  if (file === memoryFile) {
    throw new DatabaseRefused(
      'A database in memory is lost when its process ends: set DATABASE_URL to a file.',
    )
  }
  const size = statSync(file, { throwIfNoEntry: false })?.size
  if (size === undefined) throw new DatabaseRefused(`There is no database at ${file}: ${advice}.`)
  if (size === 0) throw new DatabaseRefused(`The file ${file} is empty: ${advice}.`)
}
