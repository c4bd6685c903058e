/** What the sandbox's book says of all that happened: for reconciliation, and for tests that hold us to it. */
import type { DatabaseSync } from 'node:sqlite'
import type { BookTransaction, Incident } from '../book-store.ts'

/** Oldest first. A refund whose time is over is shown as what it has become. */
export function listTransactions(db: DatabaseSync, nowMs: number): readonly BookTransaction[] {
  const rows = db
    .prepare(
      `select reference, transaction_id as acquirerTransactionId, 'authorization' as kind, state, amount_minor as amountMinor, currency,
         last4, network, null as originalReference, created_at_ms as atMs from authorizations
       union all
       select reference, refund_id, 'refund', case when state = 'pending' and (due_at_ms <= ?1 or created_at_ms > ?1) then becomes else state end,
         amount_minor, currency, null, null, original_reference, created_at_ms from refunds
       order by atMs, reference`,
    )
    .all(nowMs)
  return rows as BookTransaction[]
}

export function listIncidents(db: DatabaseSync): readonly Incident[] {
  const rows = db
    .prepare(
      `select payment_key as paymentKey, reference, other_reference as otherReference, at_ms as atMs
       from incidents order by id`,
    )
    .all()
  return rows as Incident[]
}
