/** Storage in a SQLite file: everything that the port asks for, on one connection. */
import type { DatabaseSync } from 'node:sqlite'
import { systemClock } from '../../platform/system-clock.ts'
import {
  type Installation,
  type InstallationKind,
  type Log,
  type Storage,
  StorageUnavailable,
} from '../../ports.ts'
import { DatabaseRefused } from '../database-refused.ts'
import { type Migration, migrate, readMigrations } from '../migrate.ts'
import { apiKeyStorage, prepareApiKeys } from './api-keys.ts'
import { Connection } from './connection.ts'
import { isBusy } from './failures.ts'
import { idempotencyStorage, prepareIdempotency } from './idempotency.ts'
import {
  installationStorage,
  makeInstallation,
  prepareInstallation,
  readInstallation,
} from './installation.ts'
import { merchantStorage, prepareMerchants } from './merchants.ts'
import { createFile, requireFile } from './open-file.ts'
import { paymentStorage, preparePayments } from './payments.ts'

export type SqliteOptions = Readonly<{
  log: Log
  /** The kind of a database that is made where there is none, and of one that is there. Null: whatever is there. */
  create: InstallationKind | null
  busyTimeoutMs?: number
}>

/** Processes that start at once may find the file locked in a way that SQLite does not wait for. */
const openTriesMax = 200
const openPauseMs = 25

export async function openSqlite(file: string, options: SqliteOptions): Promise<Storage> {
  if (options.create === null) requireFile(file)
  else createFile(file)
  const migrations = readMigrations()
  let known: Installation | null = null
  const connection = new Connection(
    file,
    (database) => {
      known = known === null ? setUp(database, file, migrations, options.create) : checkSame(database, known)
      return prepareAll(database)
    },
    options,
  )
  await openPatiently(connection)
  return {
    ...paymentStorage(connection),
    ...idempotencyStorage(connection),
    ...merchantStorage(connection),
    ...apiKeyStorage(connection),
    ...installationStorage(connection),
    installation: async () => known ?? missingInstallation(file),
    close: async () => connection.close(),
  }
}

function prepareAll(database: DatabaseSync) {
  return {
    ...preparePayments(database),
    ...prepareIdempotency(database),
    ...prepareMerchants(database),
    ...prepareApiKeys(database),
    ...prepareInstallation(database),
  }
}

function setUp(
  database: DatabaseSync,
  file: string,
  migrations: readonly Migration[],
  create: InstallationKind | null,
): Installation {
  migrate(database, migrations, systemClock.nowMs())
  if (create !== null && readInstallation(database) === null) makeInstallation(database, create)
  const found = readInstallation(database) ?? missingInstallation(file)
  if (create !== null && found.kind !== create) throw otherKind(file, found.kind)
  return found
}

/** While the process runs, the name must not come to mean another database, however that one was put there. */
function checkSame(database: DatabaseSync, known: Installation): Installation {
  if (readInstallation(database)?.id === known.id) return known
  throw new StorageUnavailable('the database file was replaced by another one')
}

function missingInstallation(file: string): never {
  throw new DatabaseRefused(
    `The database ${file} was never set up to the end: start the gateway with it once.`,
  )
}

function otherKind(file: string, kind: InstallationKind): DatabaseRefused {
  return new DatabaseRefused(
    kind === 'sandbox'
      ? `The database ${file} belongs to a sandbox and is not used in production: set DATABASE_URL to another file.`
      : `The database ${file} belongs to a production installation and is not used as a sandbox: set DATABASE_URL to another file.`,
  )
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
