/** Refunds in PostgreSQL: read with their payments, and written where a change has touched them. */
import type { Refund } from '../../core/refund/refund.ts'
import { refundFixedColumns, refundKeyColumns, refundStateColumns, refundValues } from '../rows/refund-row.ts'
import { assigned, named, rowOf, rowsIn } from './dialect.ts'

const columns = [...refundKeyColumns, ...refundFixedColumns, ...refundStateColumns]

/** A column of a statement that reads from `payments`. */
export const refundsOfPaymentText = `case when refund_count > 0 then (
  select json_agg(r order by r.position) from refunds r where r.payment_id = payments.id) end as refunds`

/** Writes the refunds in `parameter` that belong to the payments in `payments`. */
export function writeRefundsText(parameter: string, payments: string): string {
  return `insert into refunds (${columns.join(', ')})
    select ${named('r', columns)} from ${rowsIn(parameter, 'r', columns)}
    where r.payment_id in (select id from ${payments})
    on conflict (payment_id, position) do update set ${assigned('excluded', refundStateColumns)}`
}

/** The core keeps the identity and the order of what it did not touch. */
export function changedRefunds(
  paymentId: string,
  before: readonly Refund[],
  after: readonly Refund[],
): readonly object[] {
  return after.flatMap((refund, index) =>
    before[index] === refund ? [] : [rowOf(columns, refundValues(paymentId, index + 1, refund))],
  )
}
