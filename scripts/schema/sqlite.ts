/** The whole SQLite schema as text: what the migrations add up to, each table followed by its indexes and triggers. */
import { DatabaseSync } from 'node:sqlite'
import { readMigrations } from '../../src/storage/migrations.ts'
import { migrate } from '../../src/storage/sqlite/migrate.ts'

export const schemaFile = new URL('../../src/storage/sqlite/schema.sql', import.meta.url)

const header = `-- The current schema, for reading. Written by "npm run schema" from the migrations; no program reads it.
-- Each start fills currencies, card_brands and decline_codes from the program's own lists.`

/** Tables in alphabetical order, so that a rebuilt table keeps its place. SQLite itself keeps the text of each statement. */
const statementsText = `select sql from sqlite_schema where sql is not null
  order by tbl_name, type = 'table' desc, type, name`

export function sqliteSchemaText(): string {
  const database = new DatabaseSync(':memory:')
  migrate(database, ':memory:', readMigrations('sqlite'), 0)
  const statements = database.prepare(statementsText).all()
  database.close()
  return `${[header, ...statements.map(({ sql }) => readable(String(sql)))].join('\n\n')}\n`
}

function readable(sql: string): string {
  return `${sql.replace(/^CREATE (TABLE|INDEX|UNIQUE INDEX|TRIGGER)/, (words) => words.toLowerCase())};`
}
