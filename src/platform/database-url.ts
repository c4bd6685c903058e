/** Database URLs: `sqlite:` and a path, or `sqlite::memory:` for a database that ends with the process. */

const sqlite = 'sqlite:'

/** What is wrong with it, as a phrase after the setting's name; null if it is valid. The URL is not repeated. */
export function databaseUrlMistake(url: string, example: string): string | null {
  if (/^postgres(ql)?:/i.test(url)) return `must be ${sqlite}<file>: PostgreSQL is not supported yet`
  if (url.startsWith(sqlite) && url.length > sqlite.length && !url.includes('\0')) return null
  return `must be ${sqlite}<file>, such as ${example}`
}

/** The path in the URL, or `:memory:`. */
export function fileOf(url: string): string {
  // The result is printed. The URL of any other engine may contain a password.
  const mistake = databaseUrlMistake(url, 'sqlite:./data/flowlix.db')
  if (mistake !== null) throw new Error(`The database URL ${mistake}.`)
  return url.slice(sqlite.length)
}
