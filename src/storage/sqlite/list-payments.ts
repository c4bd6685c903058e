/**
 * Pages of payments: every query is one walk along one index from one end of a range, so its cost depends on the page's
 * length only. A new filter needs an index, and its name below.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { type PaymentFilter, paymentFilters } from '../../core/payment/payment-filters.ts'
import type { PaymentQuery } from '../../ports/storage.ts'
import { type RowPage, rangeOf, takePage } from '../positions.ts'
import { type PaymentRow, paymentColumns } from '../rows/payment-row.ts'

/**
 * By which filters an index is searched. Named in the statements, because SQLite's planner may prefer an index that has
 * more rows to skip. The first one whose filters are all given is taken, so those with more filters come first.
 */
const indexes: readonly Readonly<{ name: string; filters: readonly PaymentFilter[] }>[] = [
  { name: 'payments_newest_by_status', filters: ['status'] },
  { name: 'payments_newest', filters: [] },
]

/** Exported for the test that asks the query planner. */
export const filterSets: readonly (readonly PaymentFilter[])[] = paymentFilters.reduce<
  readonly (readonly PaymentFilter[])[]
>((sets, filter) => sets.concat(sets.map((set) => [...set, filter])), [[]])

type ListStatements = ReturnType<typeof prepareLists>

export function prepareLists(database: DatabaseSync) {
  const directions = ['asc', 'desc'] as const
  return {
    lists: new Map<string, StatementSync>(
      filterSets.flatMap((set) =>
        directions.map((direction) => [nameOf(set, direction), database.prepare(listText(set, direction))]),
      ),
    ),
  }
}

type Direction = 'asc' | 'desc'

const nameOf = (set: readonly PaymentFilter[], direction: Direction): string => [direction, ...set].join(' ')

/** Exported for the test that asks the query planner. */
export function listText(set: readonly PaymentFilter[], direction: Direction): string {
  const filtered = set.map((filter) => `and ${filter} = ?`)
  return `select ${paymentColumns.join(', ')} from payments indexed by ${indexFor(set)}
    where merchant_id = ? and mode = ? ${filtered.join(' ')}
      and (created_at_ms, id) > (?, ?) and (created_at_ms, id) < (?, ?)
    order by created_at_ms ${direction}, id ${direction} limit ?`
}

/** Exported for the test that asks the query planner. */
export function indexFor(set: readonly PaymentFilter[]): string {
  const found = indexes.find((index) => index.filters.every((filter) => set.includes(filter)))
  if (found === undefined) throw new Error('no index serves these filters')
  return found.name
}

export function listRows({ lists }: ListStatements, query: PaymentQuery): RowPage {
  const { above, below, isUpwards } = rangeOf(query)
  const set = paymentFilters.filter((filter) => (query.filters[filter] ?? null) !== null)
  const statement = lists.get(nameOf(set, isUpwards ? 'asc' : 'desc'))
  if (statement === undefined) throw new Error('no statement serves these filters')
  const found = statement.iterate(
    query.merchantId,
    query.mode,
    ...set.map((filter) => query.filters[filter] ?? null),
    ...[above.createdAtMs, above.id, below.createdAtMs, below.id],
    query.limit + 1,
  )
  return takePage(found as Iterable<PaymentRow>, query.limit, isUpwards)
}
