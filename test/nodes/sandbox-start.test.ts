/** Two sandboxes that are started at the same moment on one empty database. */
import postgres from 'postgres'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { noAcquirers } from '../../src/cli/acquirers/no-acquirers.ts'
import { devProfile } from '../../src/cli/dev.ts'
import { openApp } from '../../src/cli/run-gateway.ts'
import { createLog } from '../../src/platform/log.ts'
import { createDatabase, type TestDatabase } from '../../verification/postgres/databases.ts'
import { readConfig } from '../support/read-config.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createDatabase()
})
afterEach(() => database.drop())

async function open() {
  const config = readConfig({ DATABASE_URL: database.url, SANDBOX_DATABASE: database.url }, 'dev')
  const profile = devProfile(config, noAcquirers)
  const log = createLog({ level: 'silent', mask: (text) => text, write: () => {} })
  const app = await openApp(config, profile, noAcquirers(log), log)
  return { app, prepare: () => profile.prepare(app) }
}

it('add one merchant and one key', async () => {
  const [here, elsewhere] = [await open(), await open()]
  const sql = postgres(database.url, { max: 2, onnotice: () => {} })
  const waiting = async (): Promise<number> => (await sql`select from pg_locks where not granted`).length
  let starting: Promise<unknown> = Promise.resolve()
  await sql.begin(async (transaction) => {
    // Both can see that there is no key, and neither can add one.
    await transaction`lock table merchants, api_keys in exclusive mode`
    starting = Promise.all([here.prepare(), elsewhere.prepare()])
    await expect.poll(waiting).toBe(2)
  })
  await starting
  const merchants = await here.app.storage.listMerchants()
  const keys = await here.app.storage.listApiKeys(null)
  expect(merchants).toHaveLength(1)
  expect(keys.map(({ merchantId }) => merchantId)).toEqual(merchants.map(({ id }) => id))
  // A later start finds them.
  await elsewhere.prepare()
  expect(await here.app.storage.listApiKeys(null)).toEqual(keys)
  await Promise.all([here.app.close(), elsewhere.app.close(), sql.end()])
})
