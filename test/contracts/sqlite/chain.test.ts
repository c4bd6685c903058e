/** The hash chain of a payment's events, verified from the tables alone. */
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { chainHash, chainStart } from '../../../src/storage/event-chain.ts'
import {
  aCreation,
  aMerchant,
  approveCommand,
  changeBy,
  refundCommand,
  startCommand,
} from '../../support/payments.ts'
import { aDatabaseFile, openQuietly } from './database-file.ts'

it('chains all events of a payment, up to the hash on its row', async () => {
  const file = aDatabaseFile()
  const storage = await openQuietly(file)
  await storage.addMerchant(aMerchant())
  const creation = aCreation()
  await storage.create(creation)
  let payment = creation.payment
  for (const command of [startCommand, approveCommand, () => refundCommand()]) {
    const change = changeBy(payment, command(payment))
    await storage.save(change)
    payment = change.after
  }
  await storage.close()

  const database = new DatabaseSync(file)
  const events = database
    .prepare(`select body, hash from events where payment_number = (select number from payments where id = ?)
       order by version, position`)
    .all(payment.id)
  expect(events).toHaveLength(5)
  let hash = chainStart
  for (const event of events) {
    hash = chainHash(hash, String(event.body))
    expect(event.hash).toBe(hash)
  }
  const row = database.prepare('select event_hash from payments where id = ?').get(payment.id)
  expect(row?.event_hash).toBe(hash)
})

it('gives another hash to another event and to another past', () => {
  const first = chainHash(chainStart, '{"type":"payment_created"}')
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  expect(chainHash(chainStart, '{"type":"payment_canceled"}')).not.toBe(first)
  expect(chainHash(first, '{"type":"payment_created"}')).not.toBe(first)
})
