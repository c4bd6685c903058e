/**
 * Pages of payments: every query is one walk along one index from one end of a range, so its cost depends on the page's
 * length only. A new filter needs an index that begins with it.
 */

import type { Payment } from '../../core/payment/payment.ts'
import type { PaymentFilter } from '../../core/payment/payment-filters.ts'
import { paymentFilters } from '../../core/payment/payment-filters.ts'
import type { Value } from '../../platform/postgres/client.ts'
import type { PaymentPage, PaymentQuery } from '../../ports/storage.ts'
import { pageTextMax, rangeOf } from '../positions.ts'
import { refundTextLength } from '../rows/payment-row.ts'
import type { Connection } from './connection.ts'
import { canBeStored, placeholder } from './dialect.ts'
import { ownColumns, partColumns, type StoredPayment } from './read-payments.ts'

type Direction = 'asc' | 'desc'

const textLength = `coalesce(octet_length(first_personal_data), 0) + coalesce(octet_length(last_personal_data), 0)
  + refund_count * ${refundTextLength}`

/** The possible limits of a query. With only a few, there are few statements, and their plans are reused. */
const sizes = [2, 11, 26, 51, 101] as const

/**
 * One row more than the limit says whether others follow. `text_before` is the size of the rows before: a page that is large
 * enough ends early, and the strings of the rows behind it are never sent. Exported for the test that asks the planner.
 */
export function listText(filters: readonly PaymentFilter[], direction: Direction, size: number): string {
  const filtered = filters.map((filter, index) => `and ${filter} = ${placeholder(index + 7)}`)
  const order = `order by created_at_ms ${direction}, id ${direction}`
  return `select ${[...ownColumns.names, ...partColumns, 'found'].join(', ')} from (
    select *, count(*) over () as found,
      sum(${textLength}) over (${order} rows unbounded preceding) - (${textLength}) as text_before
    from (
      select ${ownColumns.texts.join(', ')} from payments
      where merchant_id = $1 and mode = $2
        and (created_at_ms, id) > ($3, $4) and (created_at_ms, id) < ($5, $6) ${filtered.join(' ')}
      ${order} limit ${size}
    ) page
  ) payments where text_before < ${pageTextMax} ${order}`
}

export async function listPayments(
  connection: Connection,
  query: PaymentQuery,
  paymentOf: (row: StoredPayment) => Payment,
): Promise<PaymentPage> {
  const { above, below, isUpwards } = rangeOf(query)
  const filters = paymentFilters.filter((filter) => (query.filters[filter] ?? null) !== null)
  const values: Value[] = [query.merchantId, query.mode]
  values.push(above.createdAtMs, above.id, below.createdAtMs, below.id)
  values.push(...filters.map((filter) => query.filters[filter] ?? null))
  if (!values.every((value) => typeof value !== 'string' || canBeStored(value))) {
    return { payments: [], hasMore: false }
  }
  const size = sizes.find((size) => size > query.limit) ?? query.limit + 1
  const found = await connection.read(listText(filters, isUpwards ? 'asc' : 'desc', size), values)
  const rows = (found as unknown as (StoredPayment & { found: number })[]).slice(0, query.limit)
  const payments = connection.reading(() => rows.map(paymentOf))
  return { payments: isUpwards ? payments.reverse() : payments, hasMore: (rows[0]?.found ?? 0) > rows.length }
}
