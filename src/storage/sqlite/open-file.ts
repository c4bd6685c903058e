/** Opens a database file with the settings that durability and safety rest on. */
import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { StorageUnavailable } from '../../ports.ts'
import { DatabaseRefused } from '../database-refused.ts'

export const memoryFile = ':memory:'

/** How long one connection waits for another process's transaction. */
export const busyTimeoutMs = 2_000

/** For commands that only make sense on a database that is there. */
export function requireFile(file: string): void {
  if (file !== memoryFile && existsSync(file)) return
  throw new DatabaseRefused(
    `There is no database at ${file}: set DATABASE_URL to an existing one, or start the gateway to create it.`,
  )
}

/** Creates the file where there is none, readable by its owner only; SQLite gives its log files the same mode. */
export function createFile(file: string): void {
  if (file === memoryFile) return
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    closeSync(openSync(file, 'ax', 0o600))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EEXIST' && existsSync(file)) return
    throw new StorageUnavailable(`the database file cannot be created (${code})`, { cause: error })
  }
}

/** Each commit is on the disk before it is acknowledged: NORMAL would lose the last ones at a power failure. */
export function openFile(file: string, timeoutMs: number): DatabaseSync {
  const database = new DatabaseSync(locationOf(file), { timeout: timeoutMs })
  try {
    database.exec(`
      pragma busy_timeout = ${timeoutMs};
      pragma trusted_schema = off;
      pragma foreign_keys = on;
      pragma temp_store = memory;
      pragma cache_size = -65536;
      pragma wal_autocheckpoint = 4000;
    `)
    useWriteAheadLog(database, file)
    database.exec('pragma synchronous = full')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** What tells a file from another one of the same name; null when there is none. */
export function identityOf(file: string): string | null {
  if (file === memoryFile) return memoryFile
  const found = statSync(file, { throwIfNoEntry: false })
  return found === undefined ? null : `${found.dev}:${found.ino}`
}

/** A file that has vanished must not come back as an empty one. */
function locationOf(file: string): string {
  return file === memoryFile ? file : `${pathToFileURL(file).href}?mode=rw`
}

function useWriteAheadLog(database: DatabaseSync, file: string): void {
  if (file === memoryFile) return
  const mode = database.prepare('pragma journal_mode = wal').get()?.journal_mode
  if (mode !== 'wal') throw new Error('the file system does not support a write-ahead log')
}
