/** The storage engines, by the scheme of the database URL. */
import { fileOf } from '../platform/database-url.ts'
import type { Storage } from '../ports.ts'
import type { Engine as EngineName } from './migration-files.ts'
import type { StorageOptions } from './options.ts'
import { copySqlite } from './sqlite/copy-database.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import { verifySqlite } from './sqlite/verify-database.ts'
import type { Verification } from './verification.ts'

type Engine = Readonly<{
  open(databaseUrl: string, options: StorageOptions): Promise<Storage>
  verify(databaseUrl: string): Omit<Verification, 'expectedHead'>
  /** Into an empty file, while the database is in use. Returns the URL that opens the copy. */
  copy(databaseUrl: string, file: string): string
}>

const engines: Readonly<Record<Exclude<EngineName, 'postgres'>, Engine>> = {
  sqlite: {
    open: (databaseUrl, options) => openSqlite(fileOf(databaseUrl), options),
    verify: (databaseUrl) => verifySqlite(fileOf(databaseUrl)),
    copy: (databaseUrl, file) => {
      copySqlite(fileOf(databaseUrl), file)
      return `sqlite:${file}`
    },
  },
}

type Open = Engine['open']

/** The driver is loaded only for those who use it. */
const openPostgres: Open = async (databaseUrl, options) =>
  (await import('./postgres/open-postgres.ts')).openPostgres(databaseUrl, options)

/** By scheme. */
const openers: ReadonlyMap<string, Open> = new Map([
  ['sqlite', engines.sqlite.open],
  ['postgres', openPostgres],
  ['postgresql', openPostgres],
])

export function openerOf(databaseUrl: string): Open {
  const open = openers.get(schemeOf(databaseUrl))
  if (open === undefined) throw unknownScheme()
  return open
}

/** The URL is not repeated in the error, because it may contain a password. */
export function engineOf(databaseUrl: string): Engine {
  const scheme = schemeOf(databaseUrl)
  if (!isEngine(scheme)) throw unknownScheme()
  return engines[scheme]
}

function schemeOf(databaseUrl: string): string {
  return databaseUrl.slice(0, databaseUrl.indexOf(':'))
}

function unknownScheme(): Error {
  return new Error('No storage engine has the scheme of the database URL.')
}

function isEngine(scheme: string): scheme is keyof typeof engines {
  return Object.hasOwn(engines, scheme)
}
