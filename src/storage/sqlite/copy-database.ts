/** Copies a SQLite database that others may be writing to. */
import { openExisting } from './open-existing.ts'

/**
 * Into an empty file. One snapshot, whatever is committed meanwhile; SQLite's other way to copy begins anew with every
 * commit of another process, and would not end under load. A damaged database is not copied.
 */
export function copySqlite(from: string, to: string): void {
  const database = openExisting(from)
  try {
    database.prepare('vacuum into ?').run(to)
  } finally {
    database.close()
  }
}
