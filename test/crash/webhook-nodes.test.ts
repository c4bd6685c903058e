/** A short campaign; `npm run crash -- --database postgres --webhook-events 100000 --nodes 4` runs the long one. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendFromNodes } from '../../verification/crash/webhooks/nodes.ts'
import { createDatabase, type TestDatabase } from '../../verification/postgres/databases.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database.drop())

test('nodes that share an outbox deliver each event, and twice only what a killed node was sending', async () => {
  const sizes = { nodes: 2, events: 1_100, receivers: 11, dead: 1, kills: 1 }
  const outcome = await sendFromNodes({ databaseUrl: database.url, seed: 20_264, ...sizes })
  expect(outcome.mistakes).toEqual([])
  expect(outcome.delivered).toBe(1_000)
  expect(outcome.duplicates).toBeLessThanOrEqual(outcome.lostAttempts)
}, 180_000)
