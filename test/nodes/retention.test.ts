/** Personal data is removed by age on one node at a time, and another one continues when that one stops. */
import postgres, { type Sql } from 'postgres'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestNodes, type TestNodes } from '../../verification/app/test-nodes.ts'
import { aCreation, aMerchant, changeBy } from '../support/payments.ts'

const dayMs = 24 * 3_600_000
const intervalMs = 1_000
/** More than two batches. */
const payments = 120

type App = TestNodes['nodes'][number]['app']

let nodes: TestNodes
let sql: Sql
/** Which node has looked for payments, in this order. */
let lookedBy: number[]

beforeEach(async () => {
  nodes = await openTestNodes(2, () => ({ retentionMs: { test: dayMs, live: null } }))
  sql = postgres(nodes.databaseUrl, { max: 1, onnotice: () => {} })
  lookedBy = []
  for (const [i, { app }] of nodes.nodes.entries()) {
    const { listWithPersonalData: list } = app.storage
    const watched: typeof list = (query) => {
      lookedBy.push(i)
      return list(query)
    }
    Object.assign(app.storage, { listWithPersonalData: watched })
  }
})
afterEach(async () => {
  await sql.end()
  await nodes.close()
})

async function removed(): Promise<number> {
  return (await sql`select from payments where personal_data_removed_at_ms is not null`).length
}

it('another node continues when the lease of the one that has stopped is over', async () => {
  const [first, second] = nodes.nodes.map(({ app }) => app) as [App, App]
  await first.storage.addMerchant(aMerchant())
  const atMs = nodes.clock.nowMs()
  await Promise.all(
    Array.from({ length: payments }, async () => {
      const creation = aCreation({ createdAtMs: atMs, expiresAtMs: atMs + dayMs })
      await first.storage.create(creation)
      await first.storage.save(changeBy(creation.payment, { type: 'cancel' }, { atMs }))
    }),
  )
  await nodes.clock.advance(2 * dayMs)

  const stops = [new AbortController(), new AbortController()] as const
  const working = [first.work(intervalMs, stops[0].signal), second.work(intervalMs, stops[1].signal)]
  await nodes.clock.advance(1)
  expect(await removed()).toBe(50)
  const begunBy = lookedBy[0] ?? 0
  expect(lookedBy).toEqual([begunBy])

  stops[begunBy as 0 | 1].abort()
  await nodes.clock.advance(3_000)
  expect(await removed()).toBe(50)
  await nodes.clock.advance(6_000)
  expect(await removed()).toBe(payments)
  expect(new Set(lookedBy.slice(1))).toEqual(new Set([1 - begunBy]))

  for (const stop of stops) stop.abort()
  await Promise.all(working)
})
