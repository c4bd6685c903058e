/** A database with a payment in each state that the database guards, and statements that must be refused. */
import { expect } from 'vitest'
import type { ApiKey } from '../../../src/core/api-key.ts'
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { Change, Storage } from '../../../src/ports/storage.ts'
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
import {
  type BrokenRule,
  type Engine,
  type RawDatabase,
  type RawRow,
  type RawStatement,
  required,
} from './engine.ts'

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

export type Guarded = Readonly<{
  raw: RawDatabase
  key: ApiKey
  open: Payment
  sending: Payment
  reversing: Payment
  failed: Payment
  refunded: Payment
  /** The database must refuse the last statement, for one of the reasons. */
  refuses(statements: Statements, reason: Reason): Promise<void>
  /** The database must take the statements. Nothing of them is kept. */
  takes(statements: Statements): Promise<void>
  /** Inserts a copy of the only row that fits the condition. */
  copied(table: string, condition: RawStatement, changes: RawRow): Promise<RawStatement>
}>

type Statements = RawStatement | readonly RawStatement[]
type Reason = RegExp | BrokenRule | readonly (RegExp | BrokenRule)[]

export async function guarded(engine: Engine): Promise<Guarded> {
  const { storage, raw: openRaw } = await engine.open()
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
  const raw = await required(openRaw, 'raw access')()
  await storage.close()
  return { raw, key, ...payments, ...askRaw(raw) }
}

function askRaw(raw: RawDatabase): Pick<Guarded, 'refuses' | 'takes' | 'copied'> {
  return {
    async refuses(statements, reason) {
      const [refused, ...before] = listOf(statements).toReversed()
      if (before.length > 0) expect(await raw.tryOut(...before.toReversed())).toBe(1)
      const error: unknown = await raw.tryOut(...before.toReversed(), refused as RawStatement).then(
        () => 'nothing',
        (thrown) => thrown,
      )
      const found = raw.brokenRule(error) ?? (error instanceof Error ? error.message : error)
      expect(found).toSatisfy((text) => [reason].flat().some((wanted) => fits(wanted as never, text)))
    },
    async takes(statements) {
      expect(await raw.tryOut(...listOf(statements))).toBe(1)
    },
    async copied(table, [condition, ...values], changes) {
      const rows = await raw.rows(`select * from ${table} where ${condition}`, ...values)
      expect(rows).toHaveLength(1)
      const copy = Object.entries({ ...rows[0], ...changes }).filter(
        ([column]) => !raw.ownColumns.includes(`${table}.${column}`),
      )
      const columns = copy.map(([column]) => column).join(', ')
      const marks = copy.map(() => '?').join(', ')
      return [`insert into ${table} (${columns}) values (${marks})`, ...copy.map(([, value]) => value)]
    },
  }
}

function listOf(statements: Statements): readonly RawStatement[] {
  return typeof statements[0] === 'string'
    ? [statements as RawStatement]
    : (statements as readonly RawStatement[])
}

function fits(wanted: RegExp | BrokenRule, found: string): boolean {
  return typeof wanted === 'string' ? wanted === found : wanted.test(found)
}
