/** Refunds in SQLite: those of one payment, and those that a change has touched. */
import type { DatabaseSync } from 'node:sqlite'
import type { Refund } from '../../core/refund/refund.ts'
import {
  type RefundRow,
  refundFixedColumns,
  refundKeyColumns,
  refundOf,
  refundStateColumns,
  refundValues,
} from '../rows/refund-row.ts'
import { upsertText } from '../statements.ts'

type RefundStatements = ReturnType<typeof prepareRefunds>

export function prepareRefunds(database: DatabaseSync) {
  const columns = [...refundFixedColumns, ...refundStateColumns].join(', ')
  return {
    writeRefund: database.prepare(
      upsertText('refunds', refundKeyColumns, refundFixedColumns, refundStateColumns),
    ),
    refundsOf: database.prepare(`select ${columns} from refunds where payment_id = ? order by position`),
  }
}

export function readRefunds(statements: RefundStatements, paymentId: string): readonly Refund[] {
  return (statements.refundsOf.all(paymentId) as unknown as RefundRow[]).map(refundOf)
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
