/** Attempts in SQLite: those of one payment, and those that a change has touched. */
import type { DatabaseSync } from 'node:sqlite'
import type { Attempt } from '../../core/attempt/attempt.ts'
import {
  type AttemptRow,
  attemptFixedColumns,
  attemptKeyColumns,
  attemptOf,
  attemptStateColumns,
  attemptValues,
} from '../rows/attempt-row.ts'
import { upsertText } from '../statements.ts'

type AttemptStatements = ReturnType<typeof prepareAttempts>

export function prepareAttempts(database: DatabaseSync) {
  const columns = ['number', ...attemptFixedColumns, ...attemptStateColumns].join(', ')
  return {
    writeAttempt: database.prepare(
      upsertText('attempts', attemptKeyColumns, attemptFixedColumns, attemptStateColumns),
    ),
    attemptsOf: database.prepare(`select ${columns} from attempts where payment_id = ? order by number`),
  }
}

export function readAttempts(statements: AttemptStatements, paymentId: string): readonly Attempt[] {
  return (statements.attemptsOf.all(paymentId) as unknown as AttemptRow[]).map(attemptOf)
}

/** The core keeps the identity of what it did not touch. */
export function writeAttempts(
  statements: AttemptStatements,
  paymentId: string,
  before: readonly Attempt[],
  after: readonly Attempt[],
): void {
  for (const [index, attempt] of after.entries()) {
    if (before[index] !== attempt) statements.writeAttempt.run(...attemptValues(paymentId, attempt))
  }
}
