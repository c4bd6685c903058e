/**
 * Database URLs: `sqlite:` and a path, `sqlite::memory:` for a database that ends with the process, or `postgres:` and
 * where the server is.
 */
import { isPostgresUrl, postgresName, postgresUrlMistakes } from './postgres/postgres-url.ts'

const sqlite = 'sqlite:'

/** What is wrong with it, as a phrase after the setting's name; null if it is valid. The URL is not repeated. */
export function databaseUrlMistake(url: string, example: string): string | null {
  if (isPostgresUrl(url)) return postgresUrlMistakes(url).join(' and ') || null
  if (sqliteUrlMistake(url, example) === null) return null
  return `must be ${sqlite}<file>, such as ${example}, or postgres://user:password@host:5432/database`
}

export function sqliteUrlMistake(url: string, example: string): string | null {
  if (url.startsWith(sqlite) && url.length > sqlite.length && !url.includes('\0')) return null
  return `must be ${sqlite}<file>, such as ${example}`
}

/** The path in a URL of SQLite, or `:memory:`. */
export function fileOf(url: string): string {
  // The result is printed. The URL of any other engine may contain a password.
  const mistake = sqliteUrlMistake(url, 'sqlite:./data/flowlix.db')
  if (mistake !== null) throw new Error(`The database URL ${mistake}.`)
  return url.slice(sqlite.length)
}

/** For messages: what the operator knows it by, without a password. */
export function databaseName(url: string): string {
  return isPostgresUrl(url) ? postgresName(url) : fileOf(url)
}
