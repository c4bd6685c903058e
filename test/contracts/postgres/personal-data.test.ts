/** What is left of personal data in PostgreSQL once it was overwritten. */
import { expect, it } from 'vitest'
import { aCreation, changeBy, startMs } from '../../support/payments.ts'
import { aDatabaseOfNodes, type Nodes } from './nodes.ts'

const dayMs = 24 * 3_600_000
const remove = { type: 'remove_personal_data', by: 'operator', keepMs: 0 } as const

async function withRemoved(nodes: Nodes) {
  const { storage } = await nodes.add()
  for (let made = 0; made < 5; made++) {
    const creation = aCreation({ description: 'a secret string' })
    await storage.create(creation)
    const canceled = changeBy(creation.payment, { type: 'cancel' })
    await storage.save(canceled)
    await storage.save(changeBy(canceled.after, remove, { atMs: startMs + 2 * dayMs }))
  }
  return storage
}

const deadRows = async ({ sql }: Nodes) => {
  await sql`create extension if not exists pgstattuple`
  const [row] = await sql`select dead_tuple_count as count from pgstattuple('personal_data')`
  return Number(row?.count)
}

it('its old rows are removed as soon as they are discarded', async () => {
  const nodes = await aDatabaseOfNodes()
  const storage = await withRemoved(nodes)
  const [left] = await nodes.sql`select count(*) as count from personal_data where body like '%secret%'`
  expect(Number(left?.count)).toBe(0)
  expect(await deadRows(nodes)).toBe(5)
  expect(await storage.discardOverwritten()).toBe(true)
  expect(await deadRows(nodes)).toBe(0)
})

it('they are tried again while the table is locked', async () => {
  const nodes = await aDatabaseOfNodes()
  const storage = await withRemoved(nodes)
  await nodes.sql.begin(async (transaction) => {
    await transaction`lock table personal_data in share update exclusive mode`
    expect(await storage.discardOverwritten()).toBe(false)
  })
  expect(await storage.discardOverwritten()).toBe(true)
})
