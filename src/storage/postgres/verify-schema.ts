/** Whether a PostgreSQL database still has the tables and guards that its migrations make, and rows that refer to rows. */
import { randomBytes } from 'node:crypto'
import type { Sql } from 'postgres'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { readMigrations } from '../migrations.ts'
import { wholeSchemaText } from './migrate.ts'
import { readSchema, type SchemaEntry } from './schema-entries.ts'

/**
 * In words, without values. Tables and functions that somebody has added do no harm; whatever belongs to a table of ours
 * may.
 */
export async function schemaDifferences(sql: Sql, name: string): Promise<readonly string[]> {
  const expected = byName(await expectedSchema(sql, name))
  const all = await readSchema(sql)
  const tables = new Set([...expected.values()].map(({ table }) => table))
  const found = byName(
    all.filter((entry) => expected.has(titleOf(entry)) || (entry.table !== null && tables.has(entry.table))),
  )
  return [
    ...[...expected.keys()].filter((title) => !found.has(title)).map((title) => `${title} is missing`),
    ...[...found.keys()]
      .filter((title) => !expected.has(title))
      .map((title) => `${title} is not part of the schema`),
    ...[...expected]
      .filter(([title, { text }]) => found.has(title) && found.get(title)?.text !== text)
      .map(([title]) => `${title} was changed`),
  ]
}

/** Each pair of tables once. */
export async function brokenReferences(sql: Sql): Promise<readonly string[]> {
  const references = await sql.unsafe(referencesText)
  const broken: string[] = []
  for (const { child, parent, column, key } of references) {
    const [found] = await sql.unsafe(`select exists (select from ${child} as child
      where child.${column} is not null
        and not exists (select from ${parent} as parent where parent.${key} = child.${column})) as "isBroken"`)
    if (found?.isBroken === true) broken.push(`rows of ${child} refer to rows of ${parent} that do not exist`)
  }
  return [...new Set(broken)]
}

/** Each has one column. */
const referencesText = `select conrelid::regclass::text as child, confrelid::regclass::text as parent,
    quote_ident(own.attname) as column, quote_ident(other.attname) as key
  from pg_constraint
    join pg_attribute as own on own.attrelid = conrelid and own.attnum = conkey[1]
    join pg_attribute as other on other.attrelid = confrelid and other.attnum = confkey[1]
  where contype = 'f' and connamespace = current_schema()::regnamespace order by 1, 2, 3`

const titleOf = ({ kind, name }: SchemaEntry): string => `the ${kind} ${name}`

function byName(entries: readonly SchemaEntry[]): ReadonlyMap<string, SchemaEntry> {
  return new Map(entries.map((entry) => [titleOf(entry), entry]))
}

/** Made by this very server, whose version decides how it writes them, and rolled back. */
async function expectedSchema(sql: Sql, name: string): Promise<readonly SchemaEntry[]> {
  const [may] = await sql`select has_database_privilege(current_database(), 'create') as create`
  if (may?.create !== true) {
    throw new DatabaseRefused(
      `The guards of the database ${name} cannot be checked by this user: run "flowlix verify" as the owner of the database.`,
    )
  }
  const schema = `flowlix_verify_${randomBytes(8).toString('hex')}`
  try {
    await sql.unsafe(`begin; create schema ${schema}; set local search_path = ${schema}`).simple()
    await sql.unsafe(wholeSchemaText(readMigrations('postgres'))).simple()
    return await readSchema(sql)
  } finally {
    await sql.unsafe('rollback')
  }
}
