/** Statements over lists of columns, so that a column is named once. */

export function insertText(table: string, columns: readonly string[]): string {
  return `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`
}

/** Inserts, or replaces `changing` in the row that has the same `keys`. */
export function upsertText(
  table: string,
  keys: readonly string[],
  fixed: readonly string[],
  changing: readonly string[],
): string {
  const changes = changing.map((column) => `${column} = excluded.${column}`)
  return `${insertText(table, [...keys, ...fixed, ...changing])}
    on conflict (${keys.join(', ')}) do update set ${changes.join(', ')}`
}

export function assignments(columns: readonly string[]): string {
  return columns.map((column) => `${column} = ?`).join(', ')
}
