/** Copies a SQLite database while other processes may be writing to it. */
import { openExisting } from './open-existing.ts'

/**
 * Copies one snapshot into an empty file, no matter what is committed in the meantime. SQLite's backup API starts over with
 * every commit of another process and would never finish under load. A damaged database is not copied.
 */
export function copySqlite(from: string, to: string): void {
  const database = openExisting(from)
  try {
    database.prepare('vacuum into ?').run(to)
  } finally {
    database.close()
  }
}
