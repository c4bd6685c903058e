/** Whether a SQLite database still has the tables and guards that its migrations made, and rows that refer to rows. */
import { DatabaseSync } from 'node:sqlite'
import { memoryFile } from '../../platform/database-place.ts'
import { readMigrations } from '../migrations.ts'
import { migrate } from './migrate.ts'

/** In words, without values. */
export function schemaDifferences(database: DatabaseSync): readonly string[] {
  const found = entriesOf(database)
  const expected = expectedEntries()
  const missing = [...expected.keys()].filter((name) => !found.has(name))
  const foreign = [...found.keys()].filter((name) => !expected.has(name))
  const changed = [...expected].filter(([name, sql]) => found.has(name) && found.get(name) !== sql)
  return [
    ...missing.map((name) => `${name} is missing`),
    ...foreign.map((name) => `${name} is not part of the schema`),
    ...changed.map(([name]) => `${name} was changed`),
  ]
}

/** Each pair of tables once. */
export function brokenReferences(database: DatabaseSync): readonly string[] {
  const broken = database
    .prepare('select distinct "table", parent from pragma_foreign_key_check order by "table", parent')
    .all()
  return broken.map(({ table, parent }) => `rows of ${table} refer to rows of ${parent} that do not exist`)
}

/** Tables, indexes and triggers by kind and name, with their SQL. */
function entriesOf(database: DatabaseSync): ReadonlyMap<string, string> {
  const entries = database.prepare('select type, name, sql from sqlite_schema where sql is not null').all()
  return new Map(entries.map(({ type, name, sql }) => [`the ${type} ${name}`, String(sql)]))
}

function expectedEntries(): ReadonlyMap<string, string> {
  const database = new DatabaseSync(memoryFile)
  try {
    migrate(database, memoryFile, readMigrations('sqlite'), 0)
    return entriesOf(database)
  } finally {
    database.close()
  }
}
