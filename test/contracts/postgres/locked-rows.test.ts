/** A row that somebody else has locked holds up whoever needs it, and nobody else. */
import { expect, it } from 'vitest'
import type { Change } from '../../../src/ports/storage.ts'
import { aCreation, changeBy } from '../../support/payments.ts'
import { aDatabaseOfNodes } from './nodes.ts'
import type { OpenOptions } from './open-quietly.ts'

async function changesOfPayments(count: number, options: OpenOptions = {}) {
  const nodes = await aDatabaseOfNodes()
  const { storage } = await nodes.add(options)
  const creations = Array.from({ length: count }, () => aCreation())
  await Promise.all(creations.map((creation) => storage.create(creation)))
  const changes = creations.map(({ payment }) => changeBy(payment, { type: 'cancel' }))
  const [first, ...others] = changes as [Change, ...Change[]]
  return { ...nodes, storage, first, others }
}

it('changes that share a statement with one of a locked payment are saved while it waits', async () => {
  const { sql, storage, first, others } = await changesOfPayments(5)
  let waiting: Promise<unknown> = Promise.resolve()
  await sql.begin(async (transaction) => {
    await transaction`select from payments where id = ${first.before.id} for update`
    waiting = storage.save(first)
    expect(await Promise.all(others.map((change) => storage.save(change)))).toEqual(others.map(() => 'saved'))
    expect(await storage.findPayment(first.before.id)).toEqual(first.before)
  })
  expect(await waiting).toBe('saved')
})

it('a change that waits for another one of the payment finds that it has lost', async () => {
  const { sql, storage, first, others } = await changesOfPayments(2)
  let waiting: Promise<unknown> = Promise.resolve()
  await sql.begin(async (transaction) => {
    await transaction`update payments set version = version + 1 where id = ${first.before.id}`
    waiting = storage.save(first)
    await Promise.all(others.map((change) => storage.save(change)))
  })
  expect(await waiting).toBe('lost_race')
})

it('a lock that does not come makes one change fail, and changes of other payments go on', async () => {
  const { sql, storage, first, others } = await changesOfPayments(3, { lockTimeoutMs: 200 })
  await sql.begin(async (transaction) => {
    await transaction`select from payments where id = ${first.before.id} for update`
    const results = await Promise.allSettled([first, ...others].map((change) => storage.save(change)))
    expect(results[0]).toMatchObject({ status: 'rejected', reason: { name: 'StorageUnavailable' } })
    expect(results.slice(1)).toEqual(others.map(() => ({ status: 'fulfilled', value: 'saved' })))
  })
})
