/** What every engine knows of migrations: their order, their checksums, and which databases are refused. */
import { hash } from 'node:crypto'
import { DatabaseRefused } from '../platform/database-refused.ts'
import { type Engine, migrationFiles } from './migration-files.ts'

export type Migration = Readonly<{ version: number; name: string; sql: string; checksum: string }>

/** In the order in which they are applied. */
export function readMigrations(engine: Engine): readonly Migration[] {
  return migrationFiles(engine).map(({ name, sql }) => ({
    version: Number(name.slice(0, 4)),
    name,
    sql,
    checksum: hash('sha256', sql, 'hex'),
  }))
}

/** `applied`: version to checksum. `databaseName` is for messages. */
export function refuseUnknownMigrations(
  applied: ReadonlyMap<number, string>,
  databaseName: string,
  migrations: readonly Migration[],
): void {
  const newest = migrations.at(-1)?.version ?? 0
  for (const [version, checksum] of applied) {
    const known = migrations.find((migration) => migration.version === version)
    if (known === undefined) {
      throw new DatabaseRefused(
        `The database ${databaseName} has schema version ${version}, but this version of Flowlix only knows versions up to ${newest}: use a newer Flowlix.`,
      )
    }
    if (known.checksum !== checksum) {
      throw new DatabaseRefused(
        `The database ${databaseName} was made with another ${known.name} than this version of Flowlix has: use the version that made it.`,
      )
    }
  }
}
