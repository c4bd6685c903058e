/** Storage in a SQLite file: everything that the port asks for, on one connection. */
import { systemClock } from '../../platform/system-clock.ts'
import { type Log, type Storage, StorageUnavailable } from '../../ports.ts'
import { migrate, readMigrations } from '../migrate.ts'
import { accessStorage, prepareAccess } from './access.ts'
import { Connection } from './connection.ts'
import { isBusy } from './failures.ts'
import { idempotencyStorage, prepareIdempotency } from './idempotency.ts'
import { installationStorage, prepareInstallation } from './installation.ts'
import { createFile } from './open-file.ts'
import { paymentStorage, preparePayments } from './payments.ts'

export type SqliteOptions = Readonly<{ log: Log; busyTimeoutMs?: number }>

/** Processes that start at once may find the file locked in a way that SQLite does not wait for. */
const openTriesMax = 200
const openPauseMs = 25

export async function openSqlite(file: string, options: SqliteOptions): Promise<Storage> {
  createFile(file)
  const migrations = readMigrations()
  const connection = new Connection(
    file,
    (database) => {
      migrate(database, migrations, systemClock.nowMs())
      return {
        ...preparePayments(database),
        ...prepareIdempotency(database),
        ...prepareAccess(database),
        ...prepareInstallation(database),
      }
    },
    options,
  )
  await openPatiently(connection)
  return {
    ...paymentStorage(connection),
    ...idempotencyStorage(connection),
    ...accessStorage(connection),
    ...installationStorage(connection),
    close: async () => connection.close(),
  }
}

async function openPatiently(connection: Pick<Connection<unknown>, 'open'>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return connection.open()
    } catch (error) {
      const cause = error instanceof StorageUnavailable ? error.cause : error
      if (!isBusy(cause) || tries === openTriesMax) throw error
    }
    await systemClock.sleep(openPauseMs)
  }
}
