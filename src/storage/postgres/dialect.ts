/** What PostgreSQL writes in its own way, and how rows are given to a statement: as JSON, any number of them at once. */
import type { Placeholder } from '../statements.ts'

export const placeholder: Placeholder = (position) => `$${position}`

const integers: ReadonlySet<string> = new Set([
  'attempt_count',
  'attempts_max',
  'card_exp_month',
  'card_exp_year',
  'epoch',
  'extensions',
  'extensions_max',
  'inquiries',
  'not_found_count',
  'number',
  'payment_version',
  'position',
  'refund_count',
  'response_status',
  'returns',
  'version',
])

/** The type of a column that is written by way of JSON. */
export function typeOf(column: string): string {
  if (column.endsWith('_ms') || column === 'amount_minor') return 'bigint'
  if (column === 'decision_payment_waits' || column === 'must_prepare') return 'boolean'
  return integers.has(column) ? 'integer' : 'text'
}

/** The rows in a parameter, for `from`. */
export function rowsIn(
  parameter: string,
  name: string,
  columns: readonly string[],
  types: Readonly<Record<string, string>> = {},
): string {
  const typed = columns.map((column) => `${column} ${types[column] ?? typeOf(column)}`)
  return `json_to_recordset(${parameter}::json) as ${name} (${typed.join(', ')})`
}

/** For {@link rowsIn}. Columns and values are in the same order. */
export function rowOf(columns: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const [index, column] of columns.entries()) row[column] = values[index]
  return row
}

/** `a.x, a.y` */
export function named(name: string, columns: readonly string[]): string {
  return columns.map((column) => `${name}.${column}`).join(', ')
}

/** `x = a.x, y = a.y` */
export function assigned(name: string, columns: readonly string[]): string {
  return columns.map((column) => `${column} = ${name}.${column}`).join(', ')
}

/** An array of strings as PostgreSQL writes it. */
export function arrayOf(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`
}

/** PostgreSQL has no string with a NUL in it, so nothing is found under one, and asking for it would be an error. */
export function canBeStored(text: string): boolean {
  return !text.includes('\0')
}
