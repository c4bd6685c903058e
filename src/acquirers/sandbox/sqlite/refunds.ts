/** The book's page of refunds: it reads and writes rows, without any rules. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { BookRefund, RefundEnd } from '../book-store.ts'

const columns = `reference, original_reference as originalReference, amount_minor as amountMinor, currency,
  refund_id as refundId, state, becomes, due_at_ms as dueAtMs, decline_code as declineCode,
  created_at_ms as createdAtMs`

export class Refunds {
  readonly #find: StatementSync
  readonly #findOf: StatementSync
  readonly #insert: StatementSync
  readonly #end: StatementSync

  constructor(db: DatabaseSync) {
    this.#find = db.prepare(`select ${columns} from refunds where reference = ?`)
    this.#findOf = db.prepare(`select ${columns} from refunds where original_reference = ?`)
    this.#insert =
      db.prepare(`insert into refunds (reference, original_reference, amount_minor, currency, refund_id,
      state, becomes, due_at_ms, decline_code, created_at_ms, updated_at_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    this.#end = db.prepare(
      'update refunds set state = ?, decline_code = ?, updated_at_ms = ? where reference = ?',
    )
  }

  // The table's checks hold the values to these types.

  find(reference: string): BookRefund | null {
    return (this.#find.get(reference) as BookRefund | undefined) ?? null
  }

  findOf(originalReference: string): readonly BookRefund[] {
    return this.#findOf.all(originalReference) as BookRefund[]
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

  end(reference: string, { state, declineCode }: RefundEnd, atMs: number): void {
    this.#end.run(state, declineCode, atMs, reference)
  }
}
