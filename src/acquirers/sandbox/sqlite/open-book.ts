/** Opens the sandbox acquirer's ledger: a separate SQLite file that one process writes and others may read. */
import { DatabaseSync } from 'node:sqlite'
import { identify, keepPrivate, prepareFile, sandboxBookOwner } from '../../../platform/database-file.ts'
import type { DatabasePlace } from '../../../platform/database-place.ts'
import { DatabaseRefused } from '../../../platform/database-refused.ts'
import { inWords, sqliteCode } from '../../../platform/file-trouble.ts'
import type { Log } from '../../../ports/system.ts'
import { schema, schemaVersion } from './schema.ts'

export function bookPlace(file: string, mayCreate: boolean, setting = 'SANDBOX_DATABASE'): DatabasePlace {
  return { file, setting, mayCreate }
}

/** Throws {@link DatabaseRefused} if the file cannot be the ledger. */
export function openBookFile(place: DatabasePlace, log: Log): DatabaseSync {
  prepareFile(place)
  try {
    const db = openPrepared(place)
    keepPrivate(place, log)
    return db
  } catch (error) {
    if (sqliteCode(error) === null) throw error
    const message = `The sandbox acquirer's database ${place.file} cannot be opened: ${inWords(error)}.`
    throw new DatabaseRefused(message, { cause: error })
  }
}

function openPrepared(place: DatabasePlace): DatabaseSync {
  const db = new DatabaseSync(place.file, { timeout: 5_000 })
  try {
    db.exec('pragma trusted_schema = off')
    identify(db, place, sandboxBookOwner)
    // FULL: an answer may be given only once a power failure cannot take it back.
    db.exec('pragma journal_mode = wal; pragma synchronous = full')
    transact(db, () => migrate(db, place.file))
    return db
  } catch (error) {
    db.close()
    throw error
  }
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
  const found = Number(db.prepare('pragma user_version').get()?.user_version)
  if (found === schemaVersion) return
  if (found !== 0) {
    throw new DatabaseRefused(
      `The sandbox acquirer's database ${file} has version ${found}, but this version of Flowlix knows version ${schemaVersion}: use the version of Flowlix that made it, or set SANDBOX_DATABASE to another file.`,
    )
  }
  db.exec(schema)
  db.exec(`pragma user_version = ${schemaVersion}`)
}
