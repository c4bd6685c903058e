/** A SQLite file with a payment in each state that the database guards, and statements that nobody should send. */
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'vitest'
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { Change, Storage } from '../../../src/ports.ts'
import {
  aCreation,
  aMerchant,
  anApiKey,
  approveCommand,
  changeBy,
  declineCommand,
  refundCommand,
  startCommand,
  startMs,
} from '../../support/payments.ts'
import { aDatabaseFile, openQuietly } from '../sqlite/database-file.ts'

async function made(storage: Storage, ...steps: ((payment: Payment) => Change)[]): Promise<Payment> {
  const creation = aCreation({ attemptsMax: 2 })
  await storage.create(creation)
  let current = creation.payment
  for (const step of steps) {
    const change = step(current)
    expect(await storage.save(change)).toBe('saved')
    current = change.after
  }
  return current
}

const start = (payment: Payment) => changeBy(payment, startCommand(payment))
const approve = (payment: Payment) => changeBy(payment, approveCommand(payment))
const decline = (payment: Payment) => changeBy(payment, declineCommand(payment))
const refund = (payment: Payment) => changeBy(payment, refundCommand(1_500))
const lose = (payment: Payment) =>
  changeBy(payment, { type: 'record_answer', number: 1, answer: { kind: 'unknown', cause: 'time-out' } })
const giveUp = (payment: Payment) =>
  changeBy(
    payment,
    { type: 'record_inquiry', number: 1, answer: { kind: 'pending' }, epoch: 0 },
    { atMs: startMs + 3_600_000 },
  )

export async function guarded() {
  const file = aDatabaseFile()
  const storage = await openQuietly(file)
  const key = anApiKey()
  await storage.addMerchant(aMerchant())
  await storage.addApiKey(key)
  await storage.revokeApiKey(key.id, startMs)
  const payments = {
    open: await made(storage),
    sending: await made(storage, start),
    reversing: await made(storage, start, lose, giveUp),
    failed: await made(storage, start, decline, start, decline),
    refunded: await made(storage, start, approve, refund),
  }
  await storage.close()
  const database = new DatabaseSync(file)

  /** The database must refuse the statement, for the reason given. */
  function refuses(sql: string, reason: RegExp, ...values: (string | number | null)[]): void {
    database.exec('begin')
    try {
      expect(() => database.prepare(sql).run(...values)).toThrow(reason)
    } finally {
      database.exec('rollback')
    }
  }

  return { database, key, refuses, ...payments }
}
