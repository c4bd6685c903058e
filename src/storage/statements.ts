/** Statements over lists of columns, so that a column is named once. */

/** How an engine writes the place of a value: the first one is 1. */
export type Placeholder = (position: number) => string

export function insertText(placeholder: Placeholder, table: string, columns: readonly string[]): string {
  const values = columns.map((_, index) => placeholder(index + 1))
  return `insert into ${table} (${columns.join(', ')}) values (${values.join(', ')})`
}

/** Inserts, or replaces `changing` in the row that has the same `keys`. */
export function upsertText(
  placeholder: Placeholder,
  table: string,
  keys: readonly string[],
  fixed: readonly string[],
  changing: readonly string[],
): string {
  const changes = changing.map((column) => `${column} = excluded.${column}`)
  return `${insertText(placeholder, table, [...keys, ...fixed, ...changing])}
    on conflict (${keys.join(', ')}) do update set ${changes.join(', ')}`
}

/** The value of `key` comes last. */
export function updateText(
  placeholder: Placeholder,
  table: string,
  columns: readonly string[],
  key: string,
): string {
  const changes = columns.map((column, index) => `${column} = ${placeholder(index + 1)}`)
  return `update ${table} set ${changes.join(', ')} where ${key} = ${placeholder(columns.length + 1)}`
}
