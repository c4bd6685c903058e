/** Opens a database file with the settings that durability and safety rest on. */
import { DatabaseSync } from 'node:sqlite'
import { gatewayOwner, identify } from '../../platform/database-file.ts'
import { type DatabasePlace, locationOf, memoryFile } from '../../platform/database-place.ts'
import { DatabaseRefused } from '../../platform/database-refused.ts'

/** How long one connection waits for another process's transaction. */
export const busyTimeoutMs = 2_000

/**
 * Each commit is on the disk before it is acknowledged: NORMAL would lose the last ones at a power failure. What is
 * deleted is overwritten, since it may be about a person.
 */
export function openFile(place: DatabasePlace, timeoutMs: number): DatabaseSync {
  const database = new DatabaseSync(locationOf(place.file), { timeout: timeoutMs })
  try {
    database.exec(`pragma busy_timeout = ${timeoutMs}; pragma trusted_schema = off`)
    identify(database, place, gatewayOwner)
    database.exec(`
      pragma foreign_keys = on;
      pragma temp_store = memory;
      pragma secure_delete = on;
      pragma cache_size = -4096;
      pragma wal_autocheckpoint = 4000;
    `)
    useWriteAheadLog(database, place.file)
    database.exec('pragma synchronous = full')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function useWriteAheadLog(database: DatabaseSync, file: string): void {
  if (file === memoryFile) return
  const mode = database.prepare('pragma journal_mode = wal').get()?.journal_mode
  if (mode === 'wal') return
  throw new DatabaseRefused(
    `The database ${file} is on a file system that does not support a write-ahead log: use a local disk.`,
  )
}
