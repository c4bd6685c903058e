/**
 * Pages of payments by position in (time of creation, id): every query is one walk along one index from one end of
 * a range, so its cost depends on the page's length only.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { PaymentQuery } from '../../ports.ts'
import { type PaymentRow, paymentColumns, textLengthOf } from '../rows/payment-row.ts'

type ListStatements = ReturnType<typeof prepareLists>

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

/** A page ends before it is full once it has so much text: a hundred of the largest payments would be 15 MB. */
const pageTextMax = 500_000

type RowPage = Readonly<{ rows: readonly PaymentRow[]; hasMore: boolean }>

/** Newest first. */
export function listRows(statements: ListStatements, query: PaymentQuery): RowPage {
  const { merchantId, mode, status, limit, endingBefore } = query
  const above = latest([startOf(query.createdFromMs), endingBefore])
  const below = earliest([startOf(query.createdBeforeMs), query.startingAfter])
  const range = [above.createdAtMs, above.id, below.createdAtMs, below.id, limit + 1]
  // The page just newer than a cursor begins at the range's old end.
  const isUpwards = endingBefore !== null
  const found =
    status === null
      ? (isUpwards ? statements.oldest : statements.newest).iterate(merchantId, mode, ...range)
      : (isUpwards ? statements.oldestByStatus : statements.newestByStatus).iterate(
          merchantId,
          mode,
          status,
          ...range,
        )
  const { rows, hasMore } = takePage(found as Iterable<PaymentRow>, limit)
  return { rows: isUpwards ? rows.reverse() : rows, hasMore }
}

function takePage(found: Iterable<PaymentRow>, limit: number): { rows: PaymentRow[]; hasMore: boolean } {
  const rows: PaymentRow[] = []
  let textLength = 0
  for (const row of found) {
    if (rows.length === limit || textLength >= pageTextMax) return { rows, hasMore: true }
    rows.push(row)
    textLength += textLengthOf(row)
  }
  return { rows, hasMore: false }
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
