/** How many statements reach PostgreSQL: a change costs one, and so do many that arrive in one turn of the event loop. */
import { expect, it } from 'vitest'
import type { Payment } from '../../../src/core/payment/payment.ts'
import {
  aCreation,
  anApiKey,
  anIdempotencyRecord,
  approveCommand,
  changeBy,
  startCommand,
  startMs,
  testMerchantId,
} from '../../support/payments.ts'
import { saveRefunded } from '../save-refunded.ts'
import { aDatabaseOfNodes, type Node } from './nodes.ts'
import { openQuietly } from './open-quietly.ts'

async function statementsOf({ proxy }: Node, work: () => Promise<unknown>): Promise<number> {
  const before = proxy.traffic.queries
  await work()
  return proxy.traffic.queries - before
}

/** Opens the connections that the test uses. */
async function aNode(): Promise<Node> {
  const { add } = await aDatabaseOfNodes()
  const node = await add()
  await Promise.all(Array.from({ length: 10 }, () => node.storage.ping()))
  return node
}

it('creates, changes, and finds a payment with one statement each', async () => {
  const node = await aNode()
  const { storage } = node
  const creation = aCreation({}, { idempotency: anIdempotencyRecord() })
  const { payment } = creation
  expect(await statementsOf(node, () => storage.create(creation))).toBe(1)
  const start = changeBy(payment, startCommand(payment))
  expect(await statementsOf(node, () => storage.save(start))).toBe(1)
  const found = await storage.findPayment(payment.id)
  const approve = changeBy(found as Payment, approveCommand(found as Payment))
  expect(await statementsOf(node, () => storage.save(approve))).toBe(1)
  expect(await statementsOf(node, () => storage.findPayment(payment.id))).toBe(1)
})

it('reads a page with its attempts and refunds in one statement, whatever its length', async () => {
  const node = await aNode()
  const { storage } = node
  for (let made = 0; made < 12; made++) await saveRefunded(storage)
  const query = { merchantId: testMerchantId, mode: 'test', startingAfter: null, endingBefore: null } as const
  const page = { ...query, filters: {}, createdFromMs: null, createdBeforeMs: null }
  for (const limit of [1, 10]) {
    const count = await statementsOf(node, async () => {
      const { payments } = await storage.listPayments({ ...page, limit })
      expect(payments).toHaveLength(limit)
      expect(payments.every(({ attempts, refunds }) => attempts.length + refunds.length === 2)).toBe(true)
    })
    expect(count).toBe(1)
  }
})

it('sends what arrives in one turn together', async () => {
  const node = await aNode()
  const { storage } = node
  const creations = Array.from({ length: 20 }, () => aCreation({}, { idempotency: anIdempotencyRecord() }))
  const create = () => Promise.all(creations.map((creation) => storage.create(creation)))
  expect(await statementsOf(node, create)).toBe(1)
  const payments = creations.map(({ payment }) => payment)
  const cancel = (payment: Payment) => storage.save(changeBy(payment, { type: 'cancel' }))
  expect(await statementsOf(node, () => Promise.all(payments.map(cancel)))).toBe(1)
  const find = ({ id }: Payment) => storage.findPayment(id)
  expect(await statementsOf(node, () => Promise.all(payments.map(find)))).toBe(1)
  const key = anApiKey()
  await storage.addApiKey(key)
  const check = () => storage.findActiveApiKey(key.hash, startMs)
  expect(await statementsOf(node, () => Promise.all(payments.map(check)))).toBe(1)
})

it('sends one of many changes of a payment, and the others lose without being sent', async () => {
  const node = await aNode()
  const { storage } = node
  const creation = aCreation()
  await storage.create(creation)
  const change = changeBy(creation.payment, { type: 'cancel' })
  const saves = Array.from({ length: 20 }, () => change)
  const count = await statementsOf(node, async () => {
    const results = await Promise.all(saves.map((one) => storage.save(one)))
    expect(results).toEqual(saves.map((_, index) => (index === 0 ? 'saved' : 'lost_race')))
  })
  expect(count).toBe(1)
})

it('sends a change that waits for one which was not made', async () => {
  const node = await aNode()
  const { storage } = node
  const idempotency = anIdempotencyRecord()
  await storage.create(aCreation({}, { idempotency }))
  const creation = aCreation()
  await storage.create(creation)
  const { payment } = creation
  const results = await Promise.all([
    storage.save(changeBy(payment, { type: 'cancel' }, { idempotency })),
    storage.save(changeBy(payment, { type: 'cancel' })),
  ])
  expect(results).toEqual(['idempotency_key_taken', 'saved'])
})

it('ends a page early where its payments are large, and says that others follow', async () => {
  const node = await aNode()
  const { storage } = node
  const metadata = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`key ${index}`, 'x'.repeat(500)]),
  )
  const creations = Array.from({ length: 30 }, (_, index) =>
    aCreation({ metadata: { ...metadata, at: String(index) }, createdAtMs: startMs + index }),
  )
  for (const creation of creations) await storage.create(creation)
  const query = { merchantId: testMerchantId, mode: 'test', filters: {}, createdFromMs: null } as const
  const seen: string[] = []
  for (let cursor: Payment | null = null; ; ) {
    const { payments, hasMore } = await storage.listPayments({
      ...{ ...query, createdBeforeMs: null, endingBefore: null },
      ...{ startingAfter: cursor, limit: 100 },
    })
    seen.push(...payments.map(({ id }) => id))
    cursor = payments.at(-1) ?? null
    expect(payments.length).toBeLessThan(25)
    if (!hasMore) break
  }
  expect(seen).toEqual(creations.map(({ payment }) => payment.id).reverse())
})

it('counts as commits what has written something, and not what found nothing to do', async () => {
  const { url } = await aDatabaseOfNodes()
  const commits: number[] = []
  const storage = await openQuietly(url, { observer: { commit: (writes) => commits.push(writes) } })
  expect(await storage.purgeIdempotencyRecords(startMs + 1, 10)).toBe(0)
  expect(commits).toEqual([])
  await storage.create(aCreation({}, { idempotency: anIdempotencyRecord() }))
  expect(await storage.purgeIdempotencyRecords(startMs + 1, 10)).toBe(1)
  expect(commits).toEqual([1, 1])
  await storage.close()
})
