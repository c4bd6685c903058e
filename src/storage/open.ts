/** Opens the storage that a database URL names. */
import type { Storage } from '../ports.ts'
import { openSqlite, type SqliteOptions } from './sqlite/open-sqlite.ts'

/** `sqlite:./path/to/file.db`, or `sqlite::memory:` for a database that ends with the process. */
export async function openStorage(
  databaseUrl: string,
  options: Pick<SqliteOptions, 'log' | 'create' | 'isChecked'>,
): Promise<Storage> {
  return openSqlite(fileOfUrl(databaseUrl), options)
}

/** The path in the URL, or `:memory:`. */
export function fileOfUrl(databaseUrl: string): string {
  const [scheme] = databaseUrl.split(':', 1)
  const file = databaseUrl.slice('sqlite:'.length)
  if (scheme === 'postgres' || scheme === 'postgresql') {
    throw new Error('PostgreSQL is not supported yet: use a database URL like sqlite:./data/gateway.db')
  }
  // The URL is not repeated: another engine's would hold a password.
  if (scheme !== 'sqlite' || file === '' || file.includes('\0')) {
    throw new Error('the database URL must look like sqlite:./data/gateway.db or sqlite::memory:')
  }
  return file
}
