/**
 * Pages of public events. Their IDs begin with their time, so a page is a walk from one end of a range of IDs, along one
 * index: a filter must not read what it leaves out.
 */

import { ulidTime } from '../platform/ids.ts'
import type { EventQuery } from '../ports/event-storage.ts'
import type { WebhookEventRow } from './rows/webhook-event-row.ts'
import { wholeEventColumns } from './rows/webhook-event-row.ts'
import type { Placeholder } from './statements.ts'

/** Exported for the tests that ask the query planners, as the next ones are. */
export const eventFilterSets = [[], ['type'], ['payment'], ['payment', 'type']] as const
export type EventFilterSet = (typeof eventFilterSets)[number]
export type Direction = 'asc' | 'desc'

export function eventListText(placeholder: Placeholder, set: EventFilterSet, direction: Direction): string {
  const conditions = {
    payment: 'payment_number = (select number from payments where id = ?)',
    type: 'type = ?',
  }
  // A computed owner keeps planners from the indexes that begin with the owner: a payment has few events, an owner many.
  const isOfPayment = set.some((name) => name === 'payment')
  const owner = isOfPayment ? "coalesce(webhook_events.merchant_id, '')" : 'webhook_events.merchant_id'
  let position = 0
  const numbered = (text: string): string => text.replaceAll('?', () => placeholder(++position))
  return numbered(`select ${wholeEventColumns} from webhook_events
    left join payments on payments.number = webhook_events.payment_number
    where ${owner} = ? and webhook_events.mode = ? ${set.map((name) => `and webhook_events.${conditions[name]}`).join(' ')}
      and webhook_events.id > ? and webhook_events.id < ?
    order by webhook_events.id ${direction} limit ?`)
}

export const filterSetOf = ({ paymentId, type }: EventQuery): EventFilterSet => {
  if (paymentId === null) return type === null ? eventFilterSets[0] : eventFilterSets[1]
  return type === null ? eventFilterSets[2] : eventFilterSets[3]
}

/** For {@link eventListText}. */
export function eventListValues(query: EventQuery): readonly (string | number)[] {
  const { above, below } = eventRange(query)
  const filters = [query.paymentId, query.type].filter((value) => value !== null)
  return [query.merchantId, query.mode, ...filters, above, below, query.limit + 1]
}

/** The IDs between which a page is, both exclusive. */
export function eventRange({
  startingAfter,
  endingBefore,
  createdFromMs,
  createdBeforeMs,
}: Pick<EventQuery, 'startingAfter' | 'endingBefore' | 'createdFromMs' | 'createdBeforeMs'>) {
  const startOrNull = (atMs: number | null) => (atMs === null ? null : startOf(atMs))
  const above = [startOrNull(createdFromMs) ?? '', endingBefore ?? '']
  const below = [startOrNull(createdBeforeMs), startingAfter].filter((id) => id !== null)
  return {
    above: above.reduce((a, b) => (a > b ? a : b)),
    below: below.reduce((a, b) => (a < b ? a : b), behindAll),
  }
}

export const eventDirectionOf = ({ endingBefore }: EventQuery): Direction =>
  endingBefore === null ? 'desc' : 'asc'

/** Before every ID of this time, and behind those of earlier ones. */
export function startOf(atMs: number): string {
  return `evt_${ulidTime(atMs)}`
}

/** Behind every ID. */
const behindAll = 'evt_~'

/** A hundred of the largest events would be more than 6 MB. */
const pageTextMax = 500_000

/** Newest first. `found` contains one row more than the limit if there is one, in the order of the walk. */
export function takeEventPage(
  found: Iterable<WebhookEventRow>,
  { limit, endingBefore }: EventQuery,
): Readonly<{ rows: readonly WebhookEventRow[]; hasMore: boolean }> {
  const rows: WebhookEventRow[] = []
  let length = 0
  let hasMore = false
  for (const row of found) {
    hasMore = rows.length === limit || length >= pageTextMax
    if (hasMore) break
    rows.push(row)
    length += row.body.length + (row.first_personal_data?.length ?? 0)
  }
  return { rows: endingBefore === null ? rows : rows.reverse(), hasMore }
}

/** Each merchant, `m`, in each of its `modes`. */
export const everyOwnerText = `merchants m
    cross join (select 'test' as mode union all select 'live' as mode) modes`

/**
 * What can be removed of all merchants, the oldest first of each. What is still to be sent stays. Values: the bound of the
 * IDs, and the limit.
 */
export function oldEventsText(placeholder: Placeholder): string {
  return `select e.merchant_id, e.mode, e.id from ${everyOwnerText}
    join webhook_events e on e.merchant_id = m.id and e.mode = modes.mode and e.id < ${placeholder(1)}
    where not exists (
      select 1 from webhook_endpoints w join webhook_deliveries d on d.endpoint_id = w.id and d.event_id = e.id
      where w.merchant_id = e.merchant_id and w.mode = e.mode and d.next_at_ms is not null
    )
    limit ${placeholder(2)}`
}

/** Deliveries and attempts of the events in `old`. */
export function sentOfText(old: string): string {
  return `(select w.id, o.id from ${old} o
    join webhook_endpoints w on w.merchant_id = o.merchant_id and w.mode = o.mode)`
}
