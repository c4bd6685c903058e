/** Copies a table of SQLite to PostgreSQL, from where an earlier copy has ended, and compares the two row by row. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { Sql } from 'postgres'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { quoted } from '../postgres/sql-text.ts'
import type { MovedTable } from './tables.ts'

/** A batch is written in one transaction. */
const rowsMax = 1_000
const charactersMax = 4_000_000

type SourceRow = Readonly<Record<string, SQLOutputValue>>
type TargetRow = Readonly<Record<string, unknown>>
type KeyValues = readonly (string | number)[]

/** The tables are in the schema of this name. Returns how many rows there were to copy. */
export async function copyTable(
  source: DatabaseSync,
  sql: Sql,
  table: MovedTable,
  schema: string,
): Promise<number> {
  const columns = await columnsOf(sql, table, schema)
  let copied = 0
  let batch: string[] = []
  let characters = 0
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await sql.unsafe(insertText(table, schema, columns, batch)).simple()
    copied += batch.length
    batch = []
    characters = 0
  }
  for (const row of rowsAfter(source, table, await lastKey(sql, table, schema))) {
    const json = JSON.stringify(storable(row, columns, table))
    batch.push(json)
    characters += json.length
    if (batch.length === rowsMax || characters > charactersMax) await flush()
  }
  await flush()
  return copied
}

/** Throws {@link DatabaseRefused} at the first difference. Returns the number of rows. */
export async function compareTable(
  source: DatabaseSync,
  sql: Sql,
  table: MovedTable,
  schema: string,
): Promise<number> {
  const columns = await columnsOf(sql, table, schema)
  let count = 0
  const theirs = targetRows(sql, table, schema)
  for (const row of rowsAfter(source, table, null)) {
    const { value: copy } = await theirs.next()
    const isEqual =
      copy !== undefined && columns.every((name) => comparable(row[name]) === comparable(copy[name]))
    if (!isEqual) throw different(table, count)
    count += 1
  }
  if ((await theirs.next()).done !== true) throw different(table, count)
  return count
}

function different({ name }: MovedTable, count: number): DatabaseRefused {
  return new DatabaseRefused(
    `The copy of ${name} differs from the source after ${count} rows: another program has changed one of them, so move to a new and empty database.`,
  )
}

/** SQLite compares text by its bytes. Each row is read only when it is asked for. */
function* rowsAfter(
  source: DatabaseSync,
  { name, key }: MovedTable,
  after: KeyValues | null,
): Iterable<SourceRow> {
  const columns = key.map(({ column }) => column).join(', ')
  const marks = key.map(() => '?').join(', ')
  const condition = after === null ? '' : `where (${columns}) > (${marks})`
  const statement = source.prepare(`select * from ${name} ${condition} order by ${columns}`)
  yield* statement.iterate(...(after ?? [])) as Iterable<SourceRow>
}

function keyTexts({ key }: MovedTable): readonly string[] {
  return key.map(({ column, type }) => (type === 'text' ? `${column} collate "C"` : column))
}

const columnTexts = ({ key }: MovedTable): string => key.map(({ column }) => column).join(', ')

async function lastKey(sql: Sql, table: MovedTable, schema: string): Promise<KeyValues | null> {
  const order = keyTexts(table).map((text) => `${text} desc`)
  const [row] = await sql.unsafe(
    `select ${columnTexts(table)} from ${schema}.${table.name} order by ${order.join(', ')} limit 1`,
  )
  return row === undefined ? null : keyOf(row, table)
}

function keyOf(row: TargetRow, { key }: MovedTable): KeyValues {
  return key.map(({ column }) => row[column] as string | number)
}

async function* targetRows(
  sql: Sql,
  table: MovedTable,
  schema: string,
): AsyncGenerator<TargetRow, undefined> {
  const keys = keyTexts(table).join(', ')
  const marks = table.key
    .map(({ type }, at) => `$${at + 1}::${type === 'text' ? 'text' : 'bigint'}`)
    .join(', ')
  for (let after: KeyValues | null = null; ; ) {
    const condition = after === null ? '' : `where (${keys}) > (${marks})`
    const rows: readonly TargetRow[] = await sql.unsafe(
      `select * from ${schema}.${table.name} ${condition} order by ${keys} limit ${rowsMax}`,
      (after ?? []) as (string | number)[],
    )
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < rowsMax) return undefined
    after = keyOf(last, table)
  }
}

async function columnsOf(sql: Sql, { name }: MovedTable, schema: string): Promise<readonly string[]> {
  const rows = await sql`select attname as name from pg_attribute
    where attrelid = ${`${schema}.${name}`}::regclass and attnum > 0 and not attisdropped order by attnum`
  return rows.map((row) => String(row.name))
}

/** As JSON holds it. A column that the target does not have would be lost. */
function storable(row: SourceRow, columns: readonly string[], { name, dropped = [] }: MovedTable): object {
  const lost = Object.keys(row).find((column) => !columns.includes(column) && !dropped.includes(column))
  if (lost !== undefined) throw new Error(`PostgreSQL has no column ${name}.${lost}`)
  return Object.fromEntries(columns.map((column) => [column, inJson(row[column])]))
}

function inJson(value: SQLOutputValue | undefined): string | number | null {
  if (value instanceof Uint8Array) return `\\x${value.toHex()}`
  return typeof value === 'bigint' ? Number(value) : (value ?? null)
}

/** SQLite has no booleans. */
function comparable(value: unknown): unknown {
  if (typeof value === 'boolean') return Number(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return value ?? null
}

function insertText(
  { name, isPastGuards }: MovedTable,
  schema: string,
  columns: readonly string[],
  rows: readonly string[],
): string {
  const table = `${schema}.${name}`
  const guards = (what: string): readonly string[] =>
    isPastGuards === true ? [`alter table ${table} ${what} trigger user`] : []
  return [
    'set local statement_timeout = 0',
    ...guards('disable'),
    `insert into ${table} (${columns.join(', ')}) overriding system value
      select ${columns.join(', ')} from json_populate_recordset(null::${table}, ${quoted(`[${rows.join(',')}]`)})`,
    ...guards('enable'),
  ].join('; ')
}
