/** Payments in SQLite: a change is written with its events and its idempotency record, or not at all. */
import type { DatabaseSync } from 'node:sqlite'
import type { Payment } from '../../core/payment/payment.ts'
import type { Change, Creation, Storage } from '../../ports/storage.ts'
import { chainEvents, chainStart, type SaltSource } from '../event-chain.ts'
import { newestApprovedText, newestApprovedValues } from '../newest-approved.ts'
import { DamagedRow } from '../rows/damaged-row.ts'
import { type Parts, readParts, withParts } from '../rows/payment-parts.ts'
import {
  type PaymentRow,
  paymentColumns,
  paymentOf,
  stateColumns,
  stateValues,
  termsColumns,
  termsValues,
  textLengthOf,
} from '../rows/payment-row.ts'
import { insertText, updateText } from '../statements.ts'
import { prepareAttempts, readAttempts, writeAttempts } from './attempts.ts'
import type { Connection } from './connection.ts'
import { numbered, placeholder } from './dialect.ts'
import { appendEvents, overwritePersonalData, prepareEvents, readEvents } from './events.ts'
import { isRuleBroken } from './failures.ts'
import { type IdempotencyStatements, keepResponse } from './idempotency.ts'
import { listRows, prepareLists } from './list-payments.ts'
import { prepareRefunds, readRefunds, writeRefunds } from './refunds.ts'
import { Remembered, type Sized } from './remembered.ts'
import type { WebhookEndpointStatements } from './webhook-endpoints.ts'
import { publishEvents, type WebhookEventStatements } from './webhook-events.ts'

type PaymentStatements = ReturnType<typeof preparePayments>
type Statements = PaymentStatements &
  IdempotencyStatements &
  WebhookEventStatements &
  WebhookEndpointStatements

/** Exported for the test that asks the query planner, as the next one is. */
export const dueText = 'select id from payments where wake_at_ms <= ? order by wake_at_ms, id limit ?'

/**
 * Payments that only wait for their session to end are excluded without reading their parts. A wake time that belongs to no
 * part is a lease.
 */
export const farAheadText = `select id from payments where wake_at_ms > ?1
  and wake_at_ms <> expires_at_ms + extensions * (expires_at_ms - created_at_ms) and (
    exists (select 1 from attempts where payment_id = payments.id and state <> 'reversed' and next_at_ms > ?1)
    or exists (select 1 from refunds where payment_id = payments.id and next_at_ms > ?1
      and (state <> 'reversing' or next_at_ms - updated_at_ms <= ?2))
    or not exists (select 1 from attempts where payment_id = payments.id and next_at_ms = wake_at_ms)
      and not exists (select 1 from refunds where payment_id = payments.id and next_at_ms = wake_at_ms)
  ) order by wake_at_ms desc, id limit ?3`

export function preparePayments(database: DatabaseSync) {
  return {
    ...prepareAttempts(database),
    ...prepareRefunds(database),
    ...prepareEvents(database),
    ...prepareLists(database),
    insertPayment: database.prepare(insertText(placeholder, 'payments', [...termsColumns, ...stateColumns])),
    updatePayment: database.prepare(updateText(placeholder, 'payments', stateColumns, 'id')),
    findPayment: database.prepare(`select ${paymentColumns.join(', ')} from payments where id = ?`),
    newestCreation: database.prepare('select created_at_ms from payments order by number desc limit 1'),
    newestApproved: database.prepare(newestApprovedText(numbered, false)),
    newestApprovedAt: database.prepare(newestApprovedText(numbered, true)),
    findVersion: database.prepare('select number, event_hash from payments where id = ? and version = ?'),
    dueIds: database.prepare(dueText),
    farAheadIds: database.prepare(farAheadText),
    takeOver: database.prepare(
      'update payments set epoch = epoch + 1, version = version + 1, wake_at_ms = ? where id = ?',
    ),
  }
}

const rememberedBytesMax = 28 * 1_024 * 1_024

export function paymentStorage(connection: Connection<Statements>, random: SaltSource) {
  const remembered = new Remembered<Payment>(rememberedBytesMax)
  const claim = (take: (statements: Statements) => readonly Payment[]) =>
    connection.write((statements) => {
      const claimed = take(statements)
      for (const { id } of claimed) remembered.forget(id)
      return claimed
    })
  return {
    create: (creation) => {
      const refusal = connection.damage.refusal()
      if (refusal !== null) return Promise.reject(refusal)
      return connection.write((statements) => create(statements, creation, random))
    },
    save: (change) => {
      const refusal = connection.damage.refusal()
      if (refusal !== null && beginsToMoveMoney(change)) return Promise.reject(refusal)
      return connection.write((statements) => {
        remembered.forget(change.before.id)
        return save(statements, change, random)
      })
    },
    findPayment: async (id) =>
      connection.damage.trusted(remembered.find(id, connection.othersVersion(), () => find(connection, id))),
    newestCreationMs: async () => {
      const row = connection.read((statements) => statements.newestCreation.get())
      return (row as { created_at_ms: number } | undefined)?.created_at_ms ?? null
    },
    newestApproved: async (query) => {
      const row = connection.read(({ newestApproved, newestApprovedAt }) =>
        (query.account === null ? newestApproved : newestApprovedAt).get(...newestApprovedValues(query)),
      )
      return (row as { payment_id: string } | undefined)?.payment_id ?? null
    },
    listPayments: async (query) =>
      connection.readTogether((statements) => {
        const { rows, hasMore } = listRows(statements, query)
        const parts = partsOf(statements, rows)
        return { payments: rows.map((row) => withParts(row, parts)), hasMore }
      }),
    listEvents: async (paymentId) => connection.read((statements) => readEvents(statements, paymentId)),
    claimDue: ({ nowMs, leaseMs, limit }) =>
      claim((statements) => {
        const atMs = nowMs()
        return takeOverAll(connection, statements, statements.dueIds.all(atMs, limit), atMs + leaseMs)
      }),
    claimFarAhead: ({ nowMs, leaseMs, limit, aheadMs }) =>
      claim((statements) => {
        const atMs = nowMs()
        const ids = statements.farAheadIds.all(atMs + aheadMs, aheadMs, limit)
        return takeOverAll(connection, statements, ids, atMs + leaseMs)
      }),
  } satisfies Partial<Storage>
}

function beginsToMoveMoney({ events }: Change): boolean {
  return events.some(({ type }) => type === 'attempt_started' || type === 'refund_requested')
}

function create(
  statements: Statements,
  creation: Creation,
  random: SaltSource,
): 'saved' | 'idempotency_key_taken' {
  const { payment, idempotency } = creation
  if (!keepResponse(statements, idempotency)) return 'idempotency_key_taken'
  const events = chainEvents(chainStart, [creation.event, ...creation.events], random)
  const hash = events.at(-1)?.hash ?? chainStart
  const { lastInsertRowid } = statements.insertPayment.run(
    ...termsValues(payment),
    ...stateValues(payment, hash),
  )
  writeAttempts(statements, payment.id, [], payment.attempts)
  writeRefunds(statements, payment.id, [], payment.refunds)
  appendEvents(statements, lastInsertRowid, payment.version, events)
  return 'saved'
}

function save(
  statements: Statements,
  change: Change,
  random: SaltSource,
): 'saved' | 'lost_race' | 'idempotency_key_taken' {
  const { before, after, idempotency } = change
  const { id } = before
  const current = statements.findVersion.get(id, before.version) as
    | { number: number; event_hash: string }
    | undefined
  if (current === undefined) return 'lost_race'
  if (!keepResponse(statements, idempotency)) return 'idempotency_key_taken'
  const events = chainEvents(current.event_hash, change.events, random)
  // Attempts first and refunds last: the database lets a payment succeed only by an attempt that is approved by
  // then, and refunds only what has succeeded.
  writeAttempts(statements, id, before.attempts, after.attempts)
  statements.updatePayment.run(...stateValues(after, events.at(-1)?.hash ?? current.event_hash), id)
  writeRefunds(statements, id, before.refunds, after.refunds)
  appendEvents(statements, current.number, after.version, events)
  publishEvents(statements, current.number, change)
  if (before.personalDataRemovedAtMs !== after.personalDataRemovedAtMs) {
    overwritePersonalData(statements, current.number)
  }
  return 'saved'
}

function find(connection: Connection<Statements>, id: string): Sized<Payment> | null {
  const found = connection.read((statements) => {
    const row = findRow(statements, id)
    if (row === undefined) return null
    return row.attempt_count === 0 && row.refund_count === 0
      ? sized(row, paymentOf(row, [], []))
      : 'has_parts'
  })
  if (found !== 'has_parts') return found
  // Another process may have saved since: row and parts must be of one version.
  return connection.readTogether((statements) => {
    const fresh = findRow(statements, id)
    return fresh === undefined ? null : sized(fresh, withParts(fresh, partsOf(statements, [fresh])))
  })
}

/** Measured on the heap: 2 KB for the payment, and at most two bytes for each character. */
function sized(row: PaymentRow, value: Payment): Sized<Payment> {
  return { value, bytes: 2_000 + 2 * textLengthOf(row) + 600 * row.attempt_count }
}

function findRow(statements: Statements, id: string): PaymentRow | undefined {
  const row = statements.findPayment.get(id) as PaymentRow | undefined
  if (row !== undefined && row.id !== id) throw new DamagedRow('the index of payments')
  return row
}

function partsOf(statements: Statements, rows: readonly PaymentRow[]): Parts {
  return readParts(rows, {
    attempts: (paymentIds) => readAttempts(statements, paymentIds),
    refunds: (paymentIds) => readRefunds(statements, paymentIds),
  })
}

/** A damaged payment must not prevent work on the others. */
function takeOverAll(
  connection: Connection<Statements>,
  statements: Statements,
  ids: readonly Record<string, unknown>[],
  leasedUntilMs: number,
): readonly Payment[] {
  return (ids as readonly { id: string }[]).flatMap(
    ({ id }) => connection.unlessDamaged(() => takeOver(statements, leasedUntilMs, id)) ?? [],
  )
}

function takeOver(statements: Statements, leasedUntilMs: number, id: string): readonly Payment[] {
  try {
    statements.takeOver.run(leasedUntilMs, id)
  } catch (error) {
    // Incrementing a counter breaks no rule in a row that we have written.
    throw isRuleBroken(error) ? new DamagedRow('payments') : error
  }
  const row = findRow(statements, id)
  return row === undefined ? [] : [withParts(row, partsOf(statements, [row]))]
}
