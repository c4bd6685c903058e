/** Storage in a SQLite file: everything that the port asks for, on one connection. */
import type { DatabaseSync } from 'node:sqlite'
import type { Installation } from '../../core/installation.ts'
import { keepPrivate, prepareFile } from '../../platform/database-file.ts'
import type { DatabasePlace } from '../../platform/database-place.ts'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { inWords } from '../../platform/file-trouble.ts'
import { type Storage, StorageUnavailable } from '../../ports/storage.ts'
import { requireKind } from '../installation-kind.ts'
import { type Migration, readMigrations } from '../migrations.ts'
import type { StorageOptions } from '../options.ts'
import { apiKeyStorage, prepareApiKeys } from './api-keys.ts'
import { backlogStorage, prepareBacklog } from './backlog.ts'
import { type CheckLimits, checkFile } from './check-file.ts'
import { clockStorage, prepareClock } from './clock.ts'
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
import { migrate } from './migrate.ts'
import { requireNotMoved } from './moved.ts'
import { busyTimeoutMs, openFile } from './open-file.ts'
import { paymentStorage, preparePayments } from './payments.ts'
import { personalDataStorage, preparePersonalData } from './personal-data.ts'
import { prepareSendings, sendingStorage } from './sendings.ts'
import { prepareWebhookDeliveries, webhookDeliveryStorage } from './webhook-deliveries.ts'
import { prepareWebhookEndpoints, webhookEndpointStorage } from './webhook-endpoints.ts'
import { prepareWebhookEvents, webhookEventStorage } from './webhook-events.ts'

type SqliteOptions = StorageOptions &
  Readonly<{
    busyTimeoutMs?: number
    checkLimits?: CheckLimits
  }>

/** Processes that start at the same time may find the file locked in a way that SQLite does not wait for. */
const openTriesMax = 200
const openPauseMs = 25

export async function openSqlite(file: string, options: SqliteOptions): Promise<Storage> {
  const { log, create } = options
  const place = { file, setting: 'DATABASE_URL', mayCreate: create !== null }
  const timeoutMs = options.busyTimeoutMs ?? busyTimeoutMs
  prepareFile(place)
  const migrations = readMigrations('sqlite')
  let known: Installation | null = null
  const connection = new Connection({
    file,
    log,
    observer: options.observer,
    open: () => (known === null ? openFile(place, timeoutMs) : openAgain(place, timeoutMs)),
    prepare: (database) => {
      known = known === null ? setUp(database, file, migrations, options) : checkSame(database, known)
      return prepareAll(database)
    },
  })
  await openPatiently(connection, file, options)
  keepPrivate(place, log)
  const check =
    options.isChecked === true ? checkFile(file, connection.damage, log, options.checkLimits) : null
  return {
    shared: null,
    ...paymentStorage(connection, options.random),
    ...personalDataStorage(connection),
    ...webhookEventStorage(connection),
    ...webhookEndpointStorage(connection),
    ...webhookDeliveryStorage(connection),
    ...sendingStorage(connection),
    ...idempotencyStorage(connection),
    ...merchantStorage(connection),
    ...apiKeyStorage(connection),
    ...clockStorage(connection),
    ...backlogStorage(connection),
    ...installationStorage(connection, options.random),
    installation: async () => known ?? unfinished(file),
    ping: async () => ping(connection),
    close: async () => {
      await check?.stop()
      connection.close()
    },
  }
}

function prepareAll(database: DatabaseSync) {
  return {
    ...preparePayments(database),
    ...preparePersonalData(database),
    ...prepareWebhookEvents(database),
    ...prepareWebhookEndpoints(database),
    ...prepareWebhookDeliveries(database),
    ...prepareSendings(database),
    ...prepareIdempotency(database),
    ...prepareMerchants(database),
    ...prepareApiKeys(database),
    ...prepareInstallation(database),
    ...prepareClock(database),
    ...prepareBacklog(database),
    ping: database.prepare('select version from schema_migrations limit 1'),
  }
}

function ping(connection: Connection<ReturnType<typeof prepareAll>>): void {
  const refusal = connection.damage.refusal()
  if (refusal !== null) throw refusal
  connection.checkFile()
  connection.read((statements) => statements.ping.get())
}

function setUp(
  database: DatabaseSync,
  file: string,
  migrations: readonly Migration[],
  options: StorageOptions,
): Installation {
  const { create, clock } = options
  // Asked first: a database of the other kind is left as it is, and one that is set up needs no lock.
  const before = readInstallation(database)
  requireKind(before, create, file)
  migrate(database, file, migrations, clock.nowMs())
  requireNotMoved(database, file)
  if (before === null && create !== null) makeInstallation(database, create, options)
  const found = readInstallation(database) ?? unfinished(file)
  requireKind(found, create, file)
  return found
}

function unfinished(file: string): never {
  throw new DatabaseRefused(
    `The setup of the database ${file} was never finished: start the gateway to finish it.`,
  )
}

/** While the process runs, the name must not come to mean another database, however that one was put there. */
function openAgain(place: DatabasePlace, timeoutMs: number): DatabaseSync {
  try {
    return openFile({ ...place, mayCreate: false }, timeoutMs)
  } catch (error) {
    if (!(error instanceof DatabaseRefused)) throw error
    throw new StorageUnavailable(error.message, { cause: error })
  }
}

function checkSame(database: DatabaseSync, known: Installation): Installation {
  if (readInstallation(database)?.id === known.id) return known
  throw new StorageUnavailable('The database file was replaced by another one.')
}

async function openPatiently(
  connection: Pick<Connection<unknown>, 'open'>,
  file: string,
  { clock }: StorageOptions,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return connection.open()
    } catch (error) {
      const cause = error instanceof StorageUnavailable ? error.cause : error
      if (!isBusy(cause) || tries === openTriesMax) throw atStart(error, file)
    }
    await clock.sleep(openPauseMs)
  }
}

function atStart(error: unknown, file: string): unknown {
  if (!(error instanceof StorageUnavailable)) return error
  return new StorageUnavailable(`The database ${file} cannot be opened: ${inWords(error.cause)}.`, {
    cause: error.cause,
  })
}
