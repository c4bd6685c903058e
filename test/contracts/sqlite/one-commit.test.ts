/** A payment, its attempts and refunds, its events and the kept answer are one commit: all of them are written, or none. */
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { Change, Storage } from '../../../src/ports/storage.ts'
import {
  aCreation,
  aMerchant,
  anIdempotencyRecord,
  approveCommand,
  changeBy,
  refundCommand,
  startCommand,
} from '../../support/payments.ts'
import { aDatabaseFile, openQuietly } from './database-file.ts'

let storage: Storage
let file: string
beforeEach(async () => {
  file = aDatabaseFile()
  storage = await openQuietly(file)
  await storage.addMerchant(aMerchant())
})
afterEach(() => storage.close())

async function saved(change: Change): Promise<Payment> {
  expect(await storage.save(change)).toBe('saved')
  return change.after
}

type Case = readonly [string, (open: Payment) => Promise<Change>, readonly string[]]

const common = ['payments', 'events', 'idempotency_records']
const cases: readonly Case[] = [
  [
    'the start of an attempt',
    async (open) => changeBy(open, startCommand(open), withAnswer()),
    ['attempts', ...common],
  ],
  [
    'a refund',
    async (open) => {
      const started = await saved(changeBy(open, startCommand(open)))
      const paid = await saved(changeBy(started, approveCommand(started)))
      return changeBy(paid, refundCommand(1_000), withAnswer())
    },
    ['refunds', ...common],
  ],
]

function withAnswer() {
  return { idempotency: anIdempotencyRecord() }
}

/** As a disk that fails at the first write to this table. */
function breakTable(table: string): void {
  const database = new DatabaseSync(file)
  for (const write of ['insert', 'update']) {
    database.exec(`create trigger broken_${write} before ${write} on ${table}
      begin select raise(abort, 'simulated'); end`)
  }
  database.close()
}

describe.each(cases)('%s', (_, change, tables) => {
  it.each(tables)('leaves nothing behind when %s cannot be written', async (table) => {
    const creation = aCreation()
    await storage.create(creation)
    const prepared = await change(creation.payment)
    const events = await storage.listEvents(creation.payment.id)
    breakTable(table)
    await expect(storage.save(prepared)).rejects.toThrow('simulated')
    await storage.close()

    storage = await openQuietly(file)
    expect(await storage.findPayment(creation.payment.id)).toEqual(prepared.before)
    expect(await storage.listEvents(creation.payment.id)).toEqual(events)
    const { keyId, key } = prepared.idempotency ?? anIdempotencyRecord()
    expect(await storage.findIdempotencyRecord(keyId, key)).toBeNull()
  })
})
