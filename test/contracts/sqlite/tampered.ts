/** A database with a payment in each state, copies of it, and ways to change them behind the gateway's back. */
import { copyFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Payment } from '../../../src/core/payment/payment.ts'
import {
  aCreation,
  aMerchant,
  approveCommand,
  changeBy,
  declineCommand,
  refundCommand,
  startCommand,
  startMs,
} from '../../support/payments.ts'
import { aDatabaseFile, openQuietly } from './database-file.ts'

export const template = aDatabaseFile()

type Filled = Readonly<{ declined: Payment; refunded: Payment }>
type Step = (payment: Payment) => Parameters<typeof changeBy>[1]

let filled: Promise<Filled> | null = null

/** For whichever test file needs it first. */
export function fillTemplate(): Promise<Filled> {
  filled ??= fill()
  return filled
}

/** Also one that a worker has taken over, which no event records. */
async function fill(): Promise<Filled> {
  const storage = await openQuietly(template)
  await storage.addMerchant(aMerchant())
  const live = async (...steps: Step[]) => {
    const creation = aCreation({ description: 'A thing', metadata: { z: '1', 10: '2', a: '3' } })
    await storage.create(creation)
    let { payment } = creation
    for (const step of steps) {
      const change = changeBy(payment, step(payment))
      await storage.save(change)
      payment = change.after
    }
    return payment
  }
  await live()
  const declined = await live(startCommand, declineCommand, startCommand, approveCommand)
  const refunds: Step[] = [() => refundCommand(100), () => refundCommand(200)]
  const refunded = await live(startCommand, approveCommand, ...refunds)
  await live(startCommand)
  await storage.claimDue({ nowMs: () => startMs + 300_000, leaseMs: 1_000, limit: 10 })
  await storage.close()
  return { declined, refunded }
}

export function aCopy(of = template): string {
  const file = aDatabaseFile()
  copyFileSync(of, file)
  return file
}

/** Acts like someone who can write to the file: removes the guards, and restores them afterward. */
export function tamper(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  const triggers = database.prepare("select name, sql from sqlite_schema where type = 'trigger'").all()
  for (const { name } of triggers) database.exec(`drop trigger ${name}`)
  database.exec(`pragma foreign_keys = off; pragma ignore_check_constraints = on; ${sql}`)
  for (const guard of triggers) database.exec(String(guard.sql))
  database.close()
}
