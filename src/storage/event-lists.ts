/**
 * Pages of public events. Their IDs begin with their time, so a page is a walk from one end of a range of IDs, along one
 * index: a filter must not read what it leaves out.
 */
import type { EventQuery } from '../event-storage.ts'
import { ulidTime } from '../platform/ids.ts'
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
    join payments on payments.number = webhook_events.payment_number
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
  const { startingAfter, endingBefore, createdFromMs, createdBeforeMs, paymentId, type } = query
  const startOrNull = (atMs: number | null) => (atMs === null ? null : startOf(atMs))
  const above = [startOrNull(createdFromMs) ?? '', endingBefore ?? '']
  const below = [startOrNull(createdBeforeMs), startingAfter].filter((id) => id !== null)
  return [
    ...[query.merchantId, query.mode],
    ...[paymentId, type].filter((value) => value !== null),
    above.reduce((a, b) => (a > b ? a : b)),
    below.reduce((a, b) => (a < b ? a : b), behindAll),
    query.limit + 1,
  ]
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

/** What is removed of all merchants, the oldest first of each. Values: the bound of the IDs, and the limit. */
export function purgeEventsText(placeholder: Placeholder): string {
  return `delete from webhook_events where (merchant_id, mode, id) in (
    select e.merchant_id, e.mode, e.id from merchants m
    cross join (select 'test' as mode union all select 'live' as mode) modes
    join webhook_events e on e.merchant_id = m.id and e.mode = modes.mode and e.id < ${placeholder(1)}
    limit ${placeholder(2)}
  )`
}
