/** Attempts in PostgreSQL: read with their payments, and written where a change has touched them. */
import type { Attempt } from '../../core/attempt/attempt.ts'
import {
  attemptFixedColumns,
  attemptKeyColumns,
  attemptStateColumns,
  attemptValues,
} from '../rows/attempt-row.ts'
import { assigned, named, rowOf, rowsIn } from './dialect.ts'

const columns = [...attemptKeyColumns, ...attemptFixedColumns, ...attemptStateColumns]

/** A column of a statement that reads from `payments`. */
export const attemptsOfPaymentText = `case when attempt_count > 0 then (
  select json_agg(a order by a.number) from attempts a where a.payment_id = payments.id) end as attempts`

/** Writes the attempts in `parameter` that belong to the payments in `payments`. */
export function writeAttemptsText(parameter: string, payments: string): string {
  return `insert into attempts (${columns.join(', ')})
    select ${named('a', columns)} from ${rowsIn(parameter, 'a', columns)}
    where a.payment_id in (select id from ${payments})
    on conflict (payment_id, number) do update set ${assigned('excluded', attemptStateColumns)}`
}

/** The core keeps the identity of what it did not touch. */
export function changedAttempts(
  paymentId: string,
  before: readonly Attempt[],
  after: readonly Attempt[],
): readonly object[] {
  return after
    .filter((attempt, index) => before[index] !== attempt)
    .map((attempt) => rowOf(columns, attemptValues(paymentId, attempt)))
}
