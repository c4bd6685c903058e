/**
 * Pages of payments by position in (time of creation, id). Ids are compared by their bytes, so an engine that sorts by
 * the rules of a language must be configured not to.
 */
import type { PaymentQuery } from '../ports/storage.ts'
import { type PaymentRow, textLengthOf } from './rows/payment-row.ts'

type Position = Readonly<{ createdAtMs: number; id: string }>

/** Ids are never empty, so an empty one comes before all payments of its millisecond. */
const beforeAll: Position = { createdAtMs: -1, id: '' }
const afterAll: Position = { createdAtMs: Number.MAX_SAFE_INTEGER, id: '' }

/** Both ends are exclusive. */
type Range = Readonly<{
  above: Position
  below: Position
  /** Whether to walk from the old end: the page just newer than a cursor begins there. */
  isUpwards: boolean
}>

export function rangeOf(query: PaymentQuery): Range {
  const { createdFromMs, createdBeforeMs, startingAfter, endingBefore } = query
  return {
    above: latest([startOf(createdFromMs), endingBefore]),
    below: earliest([startOf(createdBeforeMs), startingAfter]),
    isUpwards: endingBefore !== null,
  }
}

/** A page ends before it is full once it has this much text: a hundred of the largest payments would be 15 MB. */
export const pageTextMax = 500_000

export type RowPage = Readonly<{ rows: readonly PaymentRow[]; hasMore: boolean }>

/** Newest first. `found` contains one row more than the limit if there is one, in the order of the walk. */
export function takePage(found: Iterable<PaymentRow>, limit: number, isUpwards: boolean): RowPage {
  const rows: PaymentRow[] = []
  let textLength = 0
  let hasMore = false
  for (const row of found) {
    hasMore = rows.length === limit || textLength >= pageTextMax
    if (hasMore) break
    rows.push(row)
    textLength += textLengthOf(row)
  }
  return { rows: isUpwards ? rows.reverse() : rows, hasMore }
}

function startOf(atMs: number | null): Position | null {
  return atMs === null ? null : { createdAtMs: atMs, id: '' }
}

function isBefore(position: Position, other: Position): boolean {
  if (position.createdAtMs !== other.createdAtMs) return position.createdAtMs < other.createdAtMs
  return position.id < other.id
}

function latest(positions: readonly (Position | null)[]): Position {
  return positions.reduce<Position>(
    (best, position) => (position !== null && isBefore(best, position) ? position : best),
    beforeAll,
  )
}

function earliest(positions: readonly (Position | null)[]): Position {
  return positions.reduce<Position>(
    (best, position) => (position !== null && isBefore(position, best) ? position : best),
    afterAll,
  )
}
