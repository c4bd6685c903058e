/**
 * The day of what a key may store, where one process counts it. On PostgreSQL, it is a day of the database's clock: see
 * decision 78.
 */
import { expect, it } from 'vitest'
import { openTestApp, session } from '../../verification/app/test-app.ts'

const dayMs = 24 * 3_600_000

it('is not made longer by a wall clock that is set back', async () => {
  const app = await openTestApp({ storedBytesPerDay: { test: 8_000, live: 0 } })
  const create = async () => (await app.call('POST', '/v1/payments/hpp', session)).status
  expect([await create(), await create(), await create()]).toEqual([201, 201, 429])
  app.clock.jump(-dayMs)
  await app.clock.advance(dayMs)
  expect(await create()).toBe(201)
  await app.close()
})
