/** A change, its events and the answer that is kept for a repeated request are one commit: all of it, or nothing. */
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../../src/ports/storage.ts'
import { verifyFile } from '../../../src/storage/verify-file.ts'
import { aCreation, aMerchant, anIdempotencyRecord, changeBy, startCommand } from '../../support/payments.ts'
import { aDatabaseFile, openQuietly } from './database-file.ts'

const tables = ['events', 'attempts', 'idempotency_records'] as const

let file: string
let storage: Storage
let outside: DatabaseSync

beforeEach(async () => {
  file = aDatabaseFile()
  storage = await openQuietly(file)
  await storage.addMerchant(aMerchant())
  outside = new DatabaseSync(file)
})
afterEach(async () => {
  outside.close()
  await storage.close()
})

/** From now on nothing can be written to the table. */
function shut(table: string): void {
  outside.exec(`create trigger shut before insert on ${table} begin select raise(abort, 'shut'); end`)
}

const kept = (key: string) => storage.findIdempotencyRecord(anIdempotencyRecord().keyId, key)

describe('what cannot be written as a whole is not written', () => {
  it.each(['events', 'idempotency_records'])('when a payment is created without its %s', async (table) => {
    const creation = aCreation({}, { idempotency: anIdempotencyRecord({ key: 'once' }) })
    shut(table)
    await expect(storage.create(creation)).rejects.toThrow(/shut/)
    expect(await storage.findPayment(creation.payment.id)).toBeNull()
    expect(await storage.listEvents(creation.payment.id)).toEqual([])
    expect(await kept('once')).toBeNull()
  })

  it.each(tables)('when a payment is changed without its %s', async (table) => {
    const creation = aCreation()
    await storage.create(creation)
    const { payment } = creation
    const change = changeBy(payment, startCommand(payment), {
      idempotency: anIdempotencyRecord({ key: 'once' }),
    })
    shut(table)
    await expect(storage.save(change)).rejects.toThrow(/shut/)
    expect(await storage.findPayment(payment.id)).toEqual(payment)
    expect(await storage.listEvents(payment.id)).toHaveLength(1)
    expect(await kept('once')).toBeNull()
    expect(verifyFile(file)).toMatchObject({ damage: [], differenceCount: 0 })
  })
})

it('another connection never finds a payment without its events', async () => {
  const bare = outside.prepare(
    'select count(*) as n from payments where number not in (select payment_number from events where version = payments.version)',
  )
  let isDone = false
  const look = async () => {
    for (; !isDone; await new Promise((resolve) => setImmediate(resolve))) expect(bare.get()?.n).toBe(0)
  }
  const create = async () => {
    for (let count = 0; count < 50; count++) await storage.create(aCreation())
    isDone = true
  }
  await Promise.all([create(), look()])
})
