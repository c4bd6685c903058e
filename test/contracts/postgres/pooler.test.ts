/** The storage contract and a story behind PgBouncer in transaction mode, where the machine has it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { usualPostgresSettings } from '../../../src/platform/postgres/driver-options.ts'
import { openTestApp } from '../../../verification/app/test-app.ts'
import { createDatabase } from '../../../verification/postgres/databases.ts'
import { offeredServer } from '../../../verification/postgres/offer.ts'
import { hasPgBouncer, PgBouncer } from '../../../verification/postgres/pgbouncer.ts'
import { createSession, payOnPage, read, refund, settle } from '../../stories/payments.ts'
import { describeStorage } from '../storage/contract.ts'
import { pooledDatabase } from './engine.ts'

if (!hasPgBouncer) it.skip('skipped: this machine has no PgBouncer')
describe.skipIf(!hasPgBouncer)('behind PgBouncer in transaction mode', () => {
  let bouncer: PgBouncer
  beforeAll(async () => {
    bouncer = await PgBouncer.start((await offeredServer()).url)
  })
  afterAll(() => bouncer.stop())

  describeStorage(pooledDatabase((url) => bouncer.through(url)))

  it('payments of many customers at once are taken and refunded', async () => {
    const { url, drop } = await createDatabase()
    const postgres = { ...usualPostgresSettings, isPooled: true }
    const app = await openTestApp({ databaseUrl: bouncer.through(url), postgres })
    const paid = await Promise.all(
      Array.from({ length: 20 }, async () => payOnPage(app, (await createSession(app)).id)),
    )
    expect(paid.map(({ status }) => status)).toEqual(paid.map(() => 'succeeded'))
    const refunded = await Promise.all(paid.map(({ id }) => refund(app, id, { amount: 100 })))
    expect(refunded.map(({ status }) => status)).toEqual(paid.map(() => 200))
    await settle(app)
    for (const { id } of paid) expect(await read(app, id)).toMatchObject({ refunded_amount: 100 })
    await app.close()
    await drop()
  })
})
