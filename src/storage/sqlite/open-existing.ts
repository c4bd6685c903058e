/** Opens a database as it is, while a gateway may be using it, for commands that change nothing in it. */
import { DatabaseSync } from 'node:sqlite'
import { gatewayOwner, identify } from '../../platform/database-file.ts'
import { checkPlace, locationOf } from '../../platform/database-place.ts'
import { DatabaseDamaged, DatabaseRefused } from '../../platform/database-refused.ts'
import { inWords, sqliteCode } from '../../platform/file-trouble.ts'
import { readMigrations } from '../migrations.ts'
import { isBusy, isDamage } from './failures.ts'
import { isUpToDate } from './migrate.ts'
import { busyTimeoutMs } from './open-file.ts'

type Ways = Readonly<{
  /** What the operator sets to name the file. */
  setting?: string
  /** Nobody else may have the file open, now or until it is closed. */
  isExclusive?: boolean
}>

/** Throws {@link DatabaseRefused} if it is not a gateway's database or was made by another version. */
export function openExisting(file: string, ways: Ways = {}): DatabaseSync {
  const { setting = 'DATABASE_URL', isExclusive = false } = ways
  const place = { file, setting, mayCreate: false }
  checkPlace(place)
  const database = new DatabaseSync(locationOf(file), { timeout: isExclusive ? 0 : busyTimeoutMs })
  try {
    if (isExclusive) lockOut(database, file)
    database.exec('pragma trusted_schema = off')
    identify(database, place, gatewayOwner)
    if (isUpToDate(database, file, readMigrations('sqlite'))) return database
    throw new DatabaseRefused(
      `The database ${file} was made by an older version of Flowlix: start the gateway with it once, or use that version.`,
    )
  } catch (error) {
    database.close()
    if (sqliteCode(error) === null) throw error
    const Refused = isDamage(error) ? DatabaseDamaged : DatabaseRefused
    throw new Refused(`The database ${file} cannot be opened: ${inWords(error)}.`, { cause: error })
  }
}

/** With a write-ahead log, SQLite takes its exclusive lock only where no other connection exists, even an idle one. */
function lockOut(database: DatabaseSync, file: string): void {
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive; commit')
  } catch (error) {
    if (!isBusy(error)) throw error
    throw new DatabaseRefused(
      `The database ${file} is in use: stop the gateway and every command that works on it.`,
      { cause: error },
    )
  }
}
