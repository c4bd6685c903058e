/** Payments are claimed by one node at a time, by the time of the taking: a node may have been frozen before it. */
import { expect, it } from 'vitest'
import { dueText } from '../../../src/storage/postgres/webhook-deliveries.ts'
import { aCreation, changeBy, startCommand, startMs } from '../../support/payments.ts'
import { anEndpoint } from '../storage/an-endpoint.ts'
import { aDatabaseOfNodes } from './nodes.ts'

const leaseMs = 60_000
const hourMs = 3_600_000

async function withOneSending() {
  const nodes = await aDatabaseOfNodes()
  const { storage } = await nodes.add()
  const creation = aCreation({ expiresAtMs: startMs + 48 * hourMs })
  await storage.create(creation)
  await storage.save(changeBy(creation.payment, startCommand(creation.payment), { atMs: startMs }))
  return { ...nodes, storage, id: creation.payment.id }
}

/** Before the first answer only: asked for the first time, and then later. */
function thawing(frozenMs: number, thawedMs: number): () => number {
  let asked = 0
  return () => {
    asked += 1
    return asked === 1 ? frozenMs : thawedMs
  }
}

it('a payment that is leased when the node wakes up is not taken for one that was put off too far', async () => {
  const { storage } = await withOneSending()
  const nowMs = thawing(startMs - hourMs, startMs)
  expect(await storage.claimFarAhead({ nowMs, leaseMs, limit: 10, aheadMs: 600_000 })).toEqual([])
})

it('a payment that waits for too long is taken over once', async () => {
  const { storage, id } = await withOneSending()
  const claim = { nowMs: () => startMs - hourMs, leaseMs, limit: 10, aheadMs: 600_000 }
  expect((await storage.claimFarAhead(claim)).map((payment) => payment.id)).toEqual([id])
  expect(await storage.claimFarAhead(claim)).toEqual([])
})

it('a lease begins when the node wakes up', async () => {
  const { storage } = await withOneSending()
  const nowMs = thawing(startMs + hourMs / 2, startMs + hourMs)
  expect(await storage.claimDue({ nowMs, leaseMs, limit: 10 })).toHaveLength(1)
  const forAnother = { nowMs: () => startMs + hourMs + leaseMs - 1, leaseMs, limit: 10 }
  expect(await storage.claimDue(forAnother)).toEqual([])
})

it('nodes that claim at once share the work, and wait for nobody', async () => {
  const { add, sql } = await aDatabaseOfNodes()
  const nodes = await Promise.all([add(), add(), add()])
  const creations = Array.from({ length: 30 }, () => aCreation({ expiresAtMs: startMs + 10 }))
  for (const creation of creations) await nodes[0].storage.create(creation)
  const [busy, ...free] = creations.map(({ payment }) => payment.id)
  const claim = { nowMs: () => startMs + 20, leaseMs, limit: 12 }
  await sql.begin(async (transaction) => {
    await transaction`select from payments where id = ${busy ?? ''} for update`
    const claims = await Promise.all([0, 1, 2, 0, 1, 2].map((at) => nodes[at]?.storage.claimDue(claim) ?? []))
    const rounds = [...claims.flat(), ...(await nodes[0].storage.claimDue({ ...claim, limit: 30 }))]
    expect(rounds.map(({ id }) => id).sort()).toEqual(free.sort())
    expect(rounds.every(({ epoch, version }) => epoch === 1 && version === 2)).toBe(true)
  })
  expect((await nodes[1].storage.claimDue(claim)).map(({ id }) => id)).toEqual([busy])
})

it('a node that claims deliveries leaves all others to nodes that claim at the same time', async () => {
  const { add, sql } = await aDatabaseOfNodes()
  const { storage } = await add()
  for (const id of ['1', '2', '3']) await storage.addEndpoint(anEndpoint(id), 100, null)
  for (let i = 0; i < 4; i++) {
    const creation = aCreation()
    await storage.create(creation)
    await storage.save(changeBy(creation.payment, { type: 'cancel' }, { atMs: startMs }))
  }
  const shares = ['we_1', 'we_2', 'we_3'].map((id) => ({ id, most: 4, is_disabled: false }))
  const places = { usual: 10, of: {}, failing: 10 }
  await sql.begin(async (transaction) => {
    await transaction.unsafe(dueText, [sql.json(shares) as never, startMs, 4])
    const claimed = await storage.claimDeliveries({ nowMs: () => startMs, leaseMs, limit: 50, places })
    expect(claimed).toHaveLength(8)
  })
})
