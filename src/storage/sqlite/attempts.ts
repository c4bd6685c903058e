/** Attempts in SQLite: those of some payments, and those that a change has touched. */
import type { DatabaseSync } from 'node:sqlite'
import type { Attempt } from '../../core/attempt/attempt.ts'
import {
  attemptFixedColumns,
  attemptKeyColumns,
  attemptStateColumns,
  attemptValues,
} from '../rows/attempt-row.ts'
import type { AttemptPartRow } from '../rows/payment-parts.ts'
import { upsertText } from '../statements.ts'
import { booleanOf, placeholder, type StoredBoolean, storable } from './dialect.ts'

type AttemptStatements = ReturnType<typeof prepareAttempts>
type StoredAttempt = Omit<AttemptPartRow, 'decision_payment_waits' | 'must_prepare'> &
  Readonly<{ decision_payment_waits: StoredBoolean; must_prepare: StoredBoolean }>

/** The ids come as a JSON array. Exported for the test that asks the query planner. */
export const attemptsText = `select * from attempts
  where payment_id in (select value from json_each(?)) order by payment_id, number`

export function prepareAttempts(database: DatabaseSync) {
  return {
    writeAttempt: database.prepare(
      upsertText(placeholder, 'attempts', attemptKeyColumns, attemptFixedColumns, attemptStateColumns),
    ),
    attemptsOf: database.prepare(attemptsText),
  }
}

export function readAttempts(
  statements: Pick<AttemptStatements, 'attemptsOf'>,
  paymentIds: readonly string[],
): readonly AttemptPartRow[] {
  const rows = statements.attemptsOf.all(JSON.stringify(paymentIds)) as unknown as StoredAttempt[]
  return rows.map((row) => ({
    ...row,
    decision_payment_waits: booleanOf(row.decision_payment_waits),
    must_prepare: booleanOf(row.must_prepare) === true,
  }))
}

/** The core keeps the identity of what it did not touch. */
export function writeAttempts(
  statements: AttemptStatements,
  paymentId: string,
  before: readonly Attempt[],
  after: readonly Attempt[],
): void {
  for (const [index, attempt] of after.entries()) {
    if (before[index] === attempt) continue
    statements.writeAttempt.run(...attemptValues(paymentId, attempt).map(storable))
  }
}
