/**
 * Pages of payments by position in (time of creation, id): every query is one walk along one index from one end of
 * a range, so its cost depends on the page's length only.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { PaymentQuery } from '../../ports.ts'
import { type PaymentRow, paymentColumns } from '../rows/payment-row.ts'

export type ListStatements = ReturnType<typeof prepareLists>

type Position = Readonly<{ createdAtMs: number; id: string }>

/** Ids are never empty, so an empty one stands before all payments of its millisecond. */
const beforeAll: Position = { createdAtMs: -1, id: '' }
const afterAll: Position = { createdAtMs: Number.MAX_SAFE_INTEGER, id: '' }

export function prepareLists(database: DatabaseSync) {
  return {
    newest: database.prepare(listText('', 'desc')),
    oldest: database.prepare(listText('', 'asc')),
    newestByStatus: database.prepare(listText('and status = ?', 'desc')),
    oldestByStatus: database.prepare(listText('and status = ?', 'asc')),
  }
}

/** Exported for the test that asks the query planner. */
export function listText(statusFilter: string, direction: 'asc' | 'desc'): string {
  return `select ${paymentColumns.join(', ')} from payments
    where merchant_id = ? and mode = ? ${statusFilter}
      and (created_at_ms, id) > (?, ?) and (created_at_ms, id) < (?, ?)
    order by created_at_ms ${direction}, id ${direction} limit ?`
}

/** Newest first. */
export function listRows(statements: ListStatements, query: PaymentQuery): readonly PaymentRow[] {
  const { merchantId, mode, status, limit, endingBefore } = query
  const above = latest([startOf(query.createdFromMs), endingBefore])
  const below = earliest([startOf(query.createdBeforeMs), query.startingAfter])
  const range = [above.createdAtMs, above.id, below.createdAtMs, below.id, limit]
  // The page just newer than a cursor begins at the range's old end.
  const isUpwards = endingBefore !== null
  const rows =
    status === null
      ? (isUpwards ? statements.oldest : statements.newest).all(merchantId, mode, ...range)
      : (isUpwards ? statements.oldestByStatus : statements.newestByStatus).all(
          merchantId,
          mode,
          status,
          ...range,
        )
  return (isUpwards ? rows.reverse() : rows) as unknown as PaymentRow[]
}

function startOf(atMs: number | null): Position | null {
  return atMs === null ? null : { createdAtMs: atMs, id: '' }
}

function isBefore(one: Position, other: Position): boolean {
  return one.createdAtMs < other.createdAtMs || (one.createdAtMs === other.createdAtMs && one.id < other.id)
}

function latest(positions: readonly (Position | null)[]): Position {
  return positions.reduce<Position>(
    (best, one) => (one !== null && isBefore(best, one) ? one : best),
    beforeAll,
  )
}

function earliest(positions: readonly (Position | null)[]): Position {
  return positions.reduce<Position>(
    (best, one) => (one !== null && isBefore(one, best) ? one : best),
    afterAll,
  )
}
