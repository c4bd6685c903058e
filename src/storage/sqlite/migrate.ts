/**
 * Brings a SQLite schema up to date: numbered files, never edited once released, applied in one transaction, so that
 * any number of processes may start at the same time. A file may rebuild a table that others refer to.
 */
import type { DatabaseSync } from 'node:sqlite'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { type Migration, refuseUnknownMigrations } from '../migrations.ts'
import { addReferences, hasAllReferences } from './references.ts'

/** `name` is the database's, for messages. */
export function migrate(
  database: DatabaseSync,
  name: string,
  migrations: readonly Migration[],
  nowMs: number,
): void {
  // Most starts find everything done, and then need no lock.
  if (isUpToDate(database, name, migrations)) return
  // A table is rebuilt by dropping it while others refer to it, and neither setting has an effect in a transaction.
  database.exec('pragma foreign_keys = off; pragma legacy_alter_table = on')
  try {
    database.exec('begin immediate')
    const pending = pendingMigrations(database, name, migrations)
    for (const migration of pending) apply(database, migration, nowMs)
    if (pending.length > 0) requireIntactReferences(database, name)
    addReferences(database, name)
    database.exec('commit')
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  } finally {
    database.exec('pragma legacy_alter_table = off; pragma foreign_keys = on')
  }
}

export function isUpToDate(database: DatabaseSync, name: string, migrations: readonly Migration[]): boolean {
  const table = database.prepare("select 1 from sqlite_schema where name = 'schema_migrations'").get()
  if (table === undefined) return false
  const applied = readApplied(database)
  refuseUnknownMigrations(applied, name, migrations)
  return migrations.every(({ version }) => applied.has(version)) && hasAllReferences(database, name)
}

const migrationsTableText = `create table if not exists schema_migrations (
  version integer not null primary key check (version >= 1),
  name text not null check (length(name) between 1 and 255),
  checksum text not null check (length(checksum) = 64),
  applied_at_ms integer not null check (applied_at_ms >= 0)
) strict`

/** Read under the lock: another process may have been faster. */
function pendingMigrations(
  database: DatabaseSync,
  name: string,
  migrations: readonly Migration[],
): readonly Migration[] {
  database.exec(migrationsTableText)
  const applied = readApplied(database)
  refuseUnknownMigrations(applied, name, migrations)
  return migrations.filter(({ version }) => !applied.has(version))
}

function apply(database: DatabaseSync, { version, name, sql, checksum }: Migration, nowMs: number): void {
  database.exec(sql)
  database.prepare('insert into schema_migrations values (?, ?, ?, ?)').run(version, name, checksum, nowMs)
}

function requireIntactReferences(database: DatabaseSync, name: string): void {
  const broken = database.prepare('select "table", parent from pragma_foreign_key_check limit 1').get()
  if (broken === undefined) return
  throw new DatabaseRefused(
    `The database ${name} cannot be brought up to date: rows of ${broken.table} refer to rows of ${broken.parent} that do not exist. Run "flowlix verify" with the version of Flowlix that made it.`,
  )
}

/** Version to checksum. */
function readApplied(database: DatabaseSync): ReadonlyMap<number, string> {
  const rows = database.prepare('select version, checksum from schema_migrations order by version').all()
  return new Map(rows.map((row) => [Number(row.version), String(row.checksum)]))
}
