/** Payments in PostgreSQL: a change is written with its events and its idempotency record, or not at all. */
import type { Payment } from '../../core/payment/payment.ts'
import type { Change, Creation, Storage } from '../../ports/storage.ts'
import type { SaltSource } from '../event-chain.ts'
import { newestApprovedText as approvedText, newestApprovedValues } from '../newest-approved.ts'
import { claimDue, claimFarAhead } from './claim-payments.ts'
import type { Connection, Rows } from './connection.ts'
import { createText, createValues, type PreparedCreation, prepareCreation } from './create-payments.ts'
import { canBeStored, placeholder } from './dialect.ts'
import { eventsOf, eventsText } from './events.ts'
import { isPromised } from './failures.ts'
import { Joined } from './joined.ts'
import { listPayments } from './list-payments.ts'
import { joinedLookup } from './lookups.ts'
import { findPaymentsText, type StoredPayment, storedPaymentOf } from './read-payments.ts'
import { type PreparedChange, prepareChange, saveStatement } from './save-payments.ts'

type Saved = 'saved' | 'lost_race' | 'idempotency_key_taken'

/** Payments of one statement: they are larger than what else is joined. */
const itemsMax = 100

const newestText = 'select created_at_ms from payments order by number desc limit 1'
const newestApprovedText = approvedText(placeholder, false)
const newestApprovedAtText = approvedText(placeholder, true)
const hashText = 'select event_hash from payments where id = $1 and version = $2'

export function paymentStorage(connection: Connection, random: SaltSource) {
  /** The newest event's hash of payments as they were read or saved, which the next event continues. */
  const hashes = new WeakMap<Payment, string>()
  const paymentOf = (row: StoredPayment): Payment => {
    const payment = storedPaymentOf(row)
    hashes.set(payment, row.event_hash)
    return payment
  }
  const claimed = (rows: readonly StoredPayment[]) =>
    rows.flatMap((row) => connection.unlessDamaged(() => [paymentOf(row)]) ?? [])
  const finding = joinedFinding(connection, paymentOf)
  const creating = joinedCreating(connection)
  const saving = joinedSaving(connection)
  const hashOf = async ({ before }: Change): Promise<string | null> => {
    const known = hashes.get(before)
    if (known !== undefined) return known
    const [row] = await connection.read(hashText, [before.id, before.version])
    return row === undefined ? null : String(row.event_hash)
  }
  return {
    create: async (creation) => {
      const refusal = connection.damage.refusal()
      if (refusal !== null) throw refusal
      const prepared = prepareCreation(creation, random)
      const result = await creating.add(prepared)
      if (result === 'saved') hashes.set(creation.payment, prepared.hash)
      return result
    },
    save: async (change) => {
      const refusal = connection.damage.refusal()
      if (refusal !== null && beginsToMoveMoney(change)) throw refusal
      const beforeHash = await hashOf(change)
      if (beforeHash === null) return 'lost_race'
      const prepared = prepareChange(change, beforeHash, random)
      const result = await saving.add(prepared)
      if (result === 'saved') hashes.set(change.after, prepared.hash)
      return result
    },
    findPayment: async (id) => (canBeStored(id) ? connection.damage.trusted(await finding.add(id)) : null),
    newestCreationMs: async () => {
      const [row] = await connection.read(newestText)
      return row === undefined ? null : Number(row.created_at_ms)
    },
    newestApproved: async (query) => {
      const text = query.account === null ? newestApprovedText : newestApprovedAtText
      const [row] = await connection.read(text, newestApprovedValues(query))
      return row === undefined ? null : String(row.payment_id)
    },
    listPayments: (query) => listPayments(connection, query, paymentOf),
    listEvents: async (paymentId) => {
      if (!canBeStored(paymentId)) return []
      const rows = await connection.read(eventsText, [paymentId])
      return connection.reading(() => eventsOf(rows))
    },
    claimDue: async (claim) => claimed(await claimDue(connection, claim)),
    claimFarAhead: async (claim) => claimed(await claimFarAhead(connection, claim)),
  } satisfies Partial<Storage>
}

function beginsToMoveMoney({ events }: Change): boolean {
  return events.some(({ type }) => type === 'attempt_started' || type === 'refund_requested')
}

function joinedFinding(connection: Connection, paymentOf: (row: StoredPayment) => Payment) {
  type Found = { payment: Payment } | { error: unknown }
  const read = (row: StoredPayment): Found => {
    try {
      return { payment: connection.reading(() => paymentOf(row)) }
    } catch (error) {
      // One damaged payment must not keep others from being found.
      return { error }
    }
  }
  const foundIn = (rows: Rows) =>
    (rows as unknown as StoredPayment[]).map((row) => [row.id, read(row)] as const)
  const joined = joinedLookup(connection, findPaymentsText, foundIn, itemsMax)
  return {
    add: async (id: string): Promise<Payment | null> => {
      const found = await joined.add(id)
      if (found === null) return null
      if ('error' in found) throw found.error
      return found.payment
    },
  }
}

/** Only what would be the same for one alone as well. */
const writes = { isShared: isPromised, itemsMax, statementsMax: 3 } as const

const keyOf = (change: Creation | Change): readonly string[] =>
  change.idempotency === null ? [] : [`${change.idempotency.keyId}\n${change.idempotency.key}`]

function joinedCreating(connection: Connection) {
  return new Joined<PreparedCreation, 'saved' | 'idempotency_key_taken'>({
    ...writes,
    deadlineMs: connection.deadlineMs,
    run: async (prepared, deadlineMs) => {
      const rows = await connection.write(createText, createValues(prepared), prepared.length, deadlineMs)
      const made = new Set(rows.map(({ id }) => id))
      return prepared.map(({ creation }) =>
        made.has(creation.payment.id) ? 'saved' : 'idempotency_key_taken',
      )
    },
    keysOf: ({ creation }) => [creation.payment.id, ...keyOf(creation)],
  })
}

function joinedSaving(connection: Connection) {
  const usual = savingOf(connection)
  // Those that wait for somebody else's lock, few of them, so that they leave connections to the others.
  const waiting = new Joined<PreparedChange, Saved>({
    ...usual,
    itemsMax: 1,
    statementsMax: 2,
    run: async (prepared, deadlineMs) => {
      const found = await save(connection, 'one', prepared, deadlineMs)
      return prepared.map(({ change }) => savedOf(found.get(change.before.id)))
    },
  })
  return new Joined<PreparedChange, Saved>({
    ...usual,
    run: async (prepared, deadlineMs) => {
      const endsAtMs = performance.now() + deadlineMs
      const kind = prepared.length === 1 ? 'one' : 'many'
      const found = await save(connection, kind, prepared, deadlineMs)
      return prepared.map((one) => {
        const isSaved = found.get(one.change.before.id)
        return isSaved === null ? waiting.add(one, endsAtMs - performance.now()) : savedOf(isSaved)
      })
    },
  })
}

/** By the payment: whether the change was made; null for one that was locked; nothing where the version was another. */
async function save(
  connection: Connection,
  kind: 'one' | 'many',
  prepared: readonly PreparedChange[],
  deadlineMs: number,
): Promise<ReadonlyMap<unknown, boolean | null>> {
  const rows = await connection.write(...saveStatement(kind, prepared), prepared.length, deadlineMs)
  return new Map(rows.map(({ id, is_saved }) => [id, is_saved as boolean | null]))
}

function savedOf(isSaved: boolean | null | undefined): Saved {
  if (isSaved === undefined) return 'lost_race'
  return isSaved === true ? 'saved' : 'idempotency_key_taken'
}

function savingOf(connection: Connection) {
  return {
    ...writes,
    deadlineMs: connection.deadlineMs,
    keysOf: ({ change }: PreparedChange) => [change.before.id, ...keyOf(change)],
    // On a payment that many change at once, those who lose do so without asking.
    resultAfter: (done: PreparedChange, result: Saved, waiting: PreparedChange): Saved | null => {
      const [{ before: changed }, { before }] = [done.change, waiting.change]
      const isOvertaken = result === 'saved' && before.id === changed.id && before.version <= changed.version
      return isOvertaken ? 'lost_race' : null
    },
  }
}
