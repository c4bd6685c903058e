/** The whole PostgreSQL schema as text: what the migrations add up to, each table followed by its indexes and triggers. */
import postgres from 'postgres'
import { systemClock } from '../../src/platform/system-clock.ts'
import { readMigrations } from '../../src/storage/migrations.ts'
import { migrate } from '../../src/storage/postgres/migrate.ts'
import { readSchema, type SchemaEntry } from '../../src/storage/postgres/schema-entries.ts'

export const postgresSchemaFile = new URL('../../src/storage/postgres/schema.sql', import.meta.url)

const header = `-- The current schema, for reading. Written by "npm run schema" from the migrations; no program reads it.
-- Each start fills currencies, card_brands and decline_codes from the program's own lists.`

/** `url`: an empty database. */
export async function postgresSchemaText(url: string): Promise<string> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await migrate(sql, 'empty', readMigrations('postgres'), systemClock)
    const entries = await readSchema(sql)
    const ordered = [
      ...withoutTable(entries),
      ...entries.filter(isTable).flatMap((table) => [table, ...of(entries, table)]),
    ]
    return `${[header, ...ordered.map(({ text }) => readable(text))].join('\n\n')}\n`
  } finally {
    await sql.end()
  }
}

const isTable = ({ kind }: SchemaEntry): boolean => kind === 'table'

function withoutTable(entries: readonly SchemaEntry[]): readonly SchemaEntry[] {
  return entries.filter(({ table }) => table === null)
}

function of(entries: readonly SchemaEntry[], { name }: SchemaEntry): readonly SchemaEntry[] {
  return entries.filter(({ kind, table }) => kind !== 'table' && table === name)
}

function readable(text: string): string {
  return `${text.replace(/^CREATE (INDEX|UNIQUE INDEX|TRIGGER)/, (words) => words.toLowerCase())};`
}
