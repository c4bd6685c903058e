/** Opens the sandbox's book, a SQLite file of its own that one process writes and others may read. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { schema, schemaVersion } from './schema.ts'

/** The message is for whoever runs the sandbox. */
export class BookRefused extends Error {
  override name = 'BookRefused'
}

/** Throws {@link BookRefused} where the file cannot be opened, or belongs to something else or to a newer version. */
export function openBookFile(file: string): DatabaseSync {
  try {
    createFile(file)
    return openMigrated(file)
  } catch (error) {
    if (error instanceof BookRefused) throw error
    const reason = error instanceof Error ? error.message : 'no reason given'
    throw new BookRefused(
      `The sandbox bank's book ${file} cannot be opened (${reason}): set SANDBOX_DATABASE to a file that can be written.`,
      { cause: error },
    )
  }
}

/** It holds addresses that authorize whoever has them, so it is readable by its owner only. */
function createFile(file: string): void {
  if (file === ':memory:') return
  if (existsSync(file)) {
    const found = statSync(file)
    if (found.isFile() && (found.mode & 0o077) !== 0) chmodSync(file, found.mode & 0o700)
    return
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
}

function openMigrated(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5_000 })
  try {
    // FULL: an answer may be given only once a power failure cannot take it back.
    db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma trusted_schema = off')
    transact(db, () => migrate(db, file))
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

function migrate(db: DatabaseSync, file: string): void {
  const version = Number(db.prepare('pragma user_version').get()?.user_version)
  const tables = db.prepare("select name from sqlite_schema where type = 'table'").all()
  if (version === 0 && tables.length === 0) {
    db.exec(schema)
    db.exec(`pragma user_version = ${schemaVersion}`)
    return
  }
  if (!tables.some(({ name }) => name === 'tombstones')) {
    throw new BookRefused(
      `${file} is another program's database, not the sandbox bank's book: set SANDBOX_DATABASE to another file.`,
    )
  }
  if (version === schemaVersion) return
  throw new BookRefused(
    `The sandbox bank's book ${file} has version ${version}, and this program knows ${schemaVersion}: set SANDBOX_DATABASE to another file.`,
  )
}
