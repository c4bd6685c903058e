/** The book's page of refunds. Their end is written down at the start and comes into force when its time is over. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { DeclineCode } from '../../core/decline.ts'
import type { Currency } from '../../core/money.ts'

export type BookRefund = Readonly<{
  reference: string
  originalReference: string
  amountMinor: number
  currency: Currency
  refundId: string
  state: 'pending' | 'succeeded' | 'failed' | 'reversed'
  /** What a pending one turns into at `dueAtMs`. */
  becomes: 'succeeded' | 'failed'
  dueAtMs: number
  declineCode: DeclineCode | null
  createdAtMs: number
}>

const columns = `reference, original_reference as originalReference, amount_minor as amountMinor, currency,
  refund_id as refundId, state, becomes, due_at_ms as dueAtMs, decline_code as declineCode,
  created_at_ms as createdAtMs`

export class Refunds {
  readonly #find: StatementSync
  readonly #insert: StatementSync
  readonly #settle: StatementSync
  readonly #sum: StatementSync
  readonly #reverse: StatementSync
  readonly #failPending: StatementSync

  constructor(db: DatabaseSync) {
    this.#find = db.prepare(`select ${columns} from refunds where reference = ?`)
    this.#insert =
      db.prepare(`insert into refunds (reference, original_reference, amount_minor, currency, refund_id,
      state, becomes, due_at_ms, decline_code, created_at_ms, updated_at_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    this.#settle = db.prepare(`update refunds set state = becomes, updated_at_ms = due_at_ms,
      decline_code = case becomes when 'failed' then 'generic_decline' end
      where state = 'pending' and (due_at_ms <= ?1 or created_at_ms > ?1)`)
    this.#sum = db.prepare(`select coalesce(sum(amount_minor), 0) as heldMinor,
      coalesce(sum(case state when 'succeeded' then amount_minor end), 0) as succeededMinor
      from refunds where original_reference = ? and state in ('pending', 'succeeded')`)
    this.#reverse = db.prepare(
      `update refunds set state = 'reversed', updated_at_ms = ? where reference = ? and state = 'pending'`,
    )
    this.#failPending = db.prepare(`update refunds set state = 'failed', decline_code = 'processing_error',
      updated_at_ms = ? where original_reference = ? and state = 'pending'`)
  }

  find(reference: string): BookRefund | null {
    // The table's checks hold the values to these types.
    return (this.#find.get(reference) as BookRefund | undefined) ?? null
  }

  insert(one: BookRefund): void {
    this.#insert.run(
      one.reference,
      one.originalReference,
      one.amountMinor,
      one.currency,
      one.refundId,
      one.state,
      one.becomes,
      one.dueAtMs,
      one.declineCode,
      one.createdAtMs,
      one.createdAtMs,
    )
  }

  /** Call this before reading anything that depends on the time. If the clock was set back, it does not wait for it. */
  settleDue(nowMs: number): void {
    this.#settle.run(nowMs)
  }

  /** How much of an authorization has been or may still be paid back. */
  sums(originalReference: string): Readonly<{ heldMinor: number; succeededMinor: number }> {
    return this.#sum.get(originalReference) as { heldMinor: number; succeededMinor: number }
  }

  reverse(reference: string, nowMs: number): void {
    this.#reverse.run(nowMs, reference)
  }

  failPending(originalReference: string, nowMs: number): void {
    this.#failPending.run(nowMs, originalReference)
  }
}
