/** Opens the sandbox's book, a SQLite file of its own that one process writes and others may read. */
import { DatabaseSync } from 'node:sqlite'
import { schema, schemaVersion } from './schema.ts'

/** Throws where the file belongs to something else or to a newer version. */
export function openBookFile(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5_000 })
  try {
    // FULL: an answer may be given only once a power failure cannot take it back.
    db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma trusted_schema = off')
    transact(db, () => migrate(db))
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Reading beside the process that writes; never changes anything. */
export function openBookForReading(file: string): DatabaseSync {
  return new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
}

/** All or nothing, and durable when it returns. */
export function transact<T>(db: DatabaseSync, work: () => T): T {
  db.exec('begin immediate')
  try {
    const result = work()
    db.exec('commit')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('rollback')
    throw error
  }
}

function migrate(db: DatabaseSync): void {
  const found = Number(db.prepare('pragma user_version').get()?.user_version)
  if (found === schemaVersion) return
  if (found !== 0)
    throw new Error(`the sandbox's book has version ${found}, this program knows ${schemaVersion}`)
  db.exec(schema)
  db.exec(`pragma user_version = ${schemaVersion}`)
}
