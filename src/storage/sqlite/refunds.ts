/** Refunds in SQLite: those of some payments, and those that a change has touched. */
import type { DatabaseSync } from 'node:sqlite'
import type { Refund } from '../../core/refund/refund.ts'
import type { RefundPartRow } from '../rows/payment-parts.ts'
import { refundFixedColumns, refundKeyColumns, refundStateColumns, refundValues } from '../rows/refund-row.ts'
import { upsertText } from '../statements.ts'
import { placeholder } from './dialect.ts'

type RefundStatements = ReturnType<typeof prepareRefunds>

/** The ids come as a JSON array. Exported for the test that asks the query planner. */
export const refundsText = `select * from refunds
  where payment_id in (select value from json_each(?)) order by payment_id, position`

export function prepareRefunds(database: DatabaseSync) {
  return {
    writeRefund: database.prepare(
      upsertText(placeholder, 'refunds', refundKeyColumns, refundFixedColumns, refundStateColumns),
    ),
    refundsOf: database.prepare(refundsText),
  }
}

export function readRefunds(
  statements: Pick<RefundStatements, 'refundsOf'>,
  paymentIds: readonly string[],
): readonly RefundPartRow[] {
  return statements.refundsOf.all(JSON.stringify(paymentIds)) as unknown as RefundPartRow[]
}

/** The core keeps the identity and the order of what it did not touch. */
export function writeRefunds(
  statements: RefundStatements,
  paymentId: string,
  before: readonly Refund[],
  after: readonly Refund[],
): void {
  for (const [index, refund] of after.entries()) {
    if (before[index] !== refund) statements.writeRefund.run(...refundValues(paymentId, index + 1, refund))
  }
}
