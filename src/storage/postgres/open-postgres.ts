/** Storage in PostgreSQL: everything that the port asks for, on a few connections. */
import postgres from 'postgres'
import type { Installation, InstallationKind } from '../../core/installation.ts'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { Pool } from '../../platform/postgres/pool.ts'
import type { Storage } from '../../ports.ts'
import { readMigrations } from '../migrations.ts'
import type { StorageOptions } from '../options.ts'
import { apiKeyStorage } from './api-keys.ts'
import { backlogStorage } from './backlog.ts'
import { clockStorage } from './clock.ts'
import { Connection } from './connection.ts'
import { idempotencyStorage } from './idempotency.ts'
import { installationStorage, makeInstallation, readInstallation } from './installation.ts'
import { merchantStorage } from './merchants.ts'
import { migrate } from './migrate.ts'
import { paymentStorage } from './payments.ts'
import { personalDataStorage } from './personal-data.ts'

type PostgresOptions = StorageOptions & Readonly<{ deadlineMs?: number; lockTimeoutMs?: number }>

export async function openPostgres(databaseUrl: string, options: PostgresOptions): Promise<Storage> {
  const { log, random, observer } = options
  await bringUpToDate(databaseUrl, options)
  const pool = new Pool({
    url: databaseUrl,
    driver: {
      connection: {
        application_name: 'flowlix',
        statement_timeout: 2_000,
        lock_timeout: options.lockTimeoutMs ?? 2_000,
        idle_in_transaction_session_timeout: 10_000,
      },
    },
    prepares: true,
    connectionsMax: 10,
    deadlineMs: options.deadlineMs ?? 2_500,
  })
  observer?.pool?.(() => pool.state)
  const connection = new Connection(pool, log, observer)
  const installation = await setUp(connection, options)
  return {
    ...paymentStorage(connection, random),
    ...personalDataStorage(connection),
    ...idempotencyStorage(connection),
    ...merchantStorage(connection),
    ...apiKeyStorage(connection),
    ...clockStorage(connection),
    ...backlogStorage(connection),
    ...installationStorage(connection, random),
    installation: async () => installation,
    ping: () => ping(connection),
    close: () => connection.close(),
  }
}

async function bringUpToDate(databaseUrl: string, { clock }: StorageOptions): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  try {
    await migrate(sql, new URL(databaseUrl).pathname.slice(1), readMigrations('postgres'), clock)
  } finally {
    await sql.end()
  }
}

async function setUp(connection: Connection, options: StorageOptions): Promise<Installation> {
  const before = await readInstallation(connection)
  requireKind(before, options.create)
  if (before === null && options.create !== null) await makeInstallation(connection, options.create, options)
  const found = await readInstallation(connection)
  if (found === null) throw new DatabaseRefused('The setup of the database was never finished.')
  requireKind(found, options.create)
  return found
}

function requireKind(found: Installation | null, wanted: InstallationKind | null): void {
  if (found === null || wanted === null || found.kind === wanted) return
  throw new DatabaseRefused(`The database belongs to an installation of the kind ${found.kind}.`)
}

async function ping(connection: Connection): Promise<void> {
  const refusal = connection.damage.refusal()
  if (refusal !== null) throw refusal
  await connection.read('select version from schema_migrations limit 1')
}
