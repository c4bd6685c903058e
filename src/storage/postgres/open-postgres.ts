/** Storage in PostgreSQL: everything that the port asks for, on a few connections. */
import { poolOptions, usualPostgresSettings } from '../../platform/postgres/driver-options.ts'
import { Pool } from '../../platform/postgres/pool.ts'
import type { Storage } from '../../ports/storage.ts'
import type { StorageOptions } from '../options.ts'
import { apiKeyStorage } from './api-keys.ts'
import { backlogStorage } from './backlog.ts'
import { clockStorage } from './clock.ts'
import { Connection } from './connection.ts'
import { idempotencyStorage } from './idempotency.ts'
import { installationStorage } from './installation.ts'
import { merchantStorage } from './merchants.ts'
import { paymentStorage } from './payments.ts'
import { personalDataStorage } from './personal-data.ts'
import { sendingStorage } from './sendings.ts'
import { setUp } from './set-up.ts'
import { sharedState } from './shared-state.ts'
import { webhookDeliveryStorage } from './webhook-deliveries.ts'
import { webhookEndpointStorage } from './webhook-endpoints.ts'
import { webhookEventStorage } from './webhook-events.ts'

type PostgresOptions = StorageOptions & Readonly<{ deadlineMs?: number; lockTimeoutMs?: number }>

export async function openPostgres(databaseUrl: string, options: PostgresOptions): Promise<Storage> {
  const { log, random, observer, lockTimeoutMs } = options
  const settings = options.postgres ?? usualPostgresSettings
  const installation = await setUp(databaseUrl, options)
  const usual = poolOptions(databaseUrl, settings, lockTimeoutMs)
  const pool = new Pool({ ...usual, deadlineMs: options.deadlineMs ?? usual.deadlineMs })
  observer?.pool?.(() => pool.state)
  const connection = new Connection(pool, log, observer)
  return {
    shared: sharedState(connection),
    ...paymentStorage(connection, random),
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
    ...installationStorage(connection, random),
    installation: async () => installation,
    ping: () => ping(connection),
    close: () => connection.close(),
  }
}

async function ping(connection: Connection): Promise<void> {
  const refusal = connection.damage.refusal()
  if (refusal !== null) throw refusal
  await connection.read('select version from schema_migrations limit 1')
}
