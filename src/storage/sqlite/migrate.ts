/**
 * Brings a SQLite schema up to date: numbered files, never edited once released, applied in one transaction, so that
 * any number of processes may start at once.
 */
import { hash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { migrationFiles } from '../migration-files.ts'

export type Migration = Readonly<{ version: number; name: string; sql: string; checksum: string }>

export function readMigrations(): readonly Migration[] {
  return migrationFiles().map(({ name, sql }) => ({
    version: Number(name.slice(0, 4)),
    name,
    sql,
    checksum: hash('sha256', sql, 'hex'),
  }))
}

/** `name` is the database's, for messages. */
export function migrate(
  database: DatabaseSync,
  name: string,
  migrations: readonly Migration[],
  nowMs: number,
): void {
  // Most starts find everything done, and then need no lock.
  if (isUpToDate(database, name, migrations)) return
  database.exec('begin immediate')
  try {
    database.exec(`
      create table if not exists schema_migrations (
        version integer not null primary key check (version >= 1),
        name text not null check (length(name) between 1 and 255),
        checksum text not null check (length(checksum) = 64),
        applied_at_ms integer not null check (applied_at_ms >= 0)
      ) strict
    `)
    // Read again under the lock: another process may have been faster.
    const applied = readApplied(database)
    refuseUnknown(applied, name, migrations)
    const record = database.prepare('insert into schema_migrations values (?, ?, ?, ?)')
    for (const migration of migrations) {
      if (applied.has(migration.version)) continue
      database.exec(migration.sql)
      record.run(migration.version, migration.name, migration.checksum, nowMs)
    }
    database.exec('commit')
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}

export function isUpToDate(database: DatabaseSync, name: string, migrations: readonly Migration[]): boolean {
  const table = database.prepare("select 1 from sqlite_schema where name = 'schema_migrations'").get()
  if (table === undefined) return false
  const applied = readApplied(database)
  refuseUnknown(applied, name, migrations)
  return migrations.every(({ version }) => applied.has(version))
}

/** Version to checksum. */
function readApplied(database: DatabaseSync): ReadonlyMap<number, string> {
  const rows = database.prepare('select version, checksum from schema_migrations order by version').all()
  return new Map(rows.map((row) => [Number(row.version), String(row.checksum)]))
}

function refuseUnknown(
  applied: ReadonlyMap<number, string>,
  name: string,
  migrations: readonly Migration[],
): void {
  const newest = migrations.at(-1)?.version ?? 0
  for (const [version, checksum] of applied) {
    const known = migrations.find((migration) => migration.version === version)
    if (known === undefined) {
      throw new DatabaseRefused(
        `The database ${name} has schema version ${version}, but this version of Flowlix only knows versions up to ${newest}: use a newer Flowlix.`,
      )
    }
    if (known.checksum !== checksum) {
      throw new DatabaseRefused(
        `The database ${name} was made with another ${known.name} than this version of Flowlix has: use the version that made it.`,
      )
    }
  }
}
