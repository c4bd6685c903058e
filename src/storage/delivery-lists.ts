/** Pages of deliveries: a walk along an index from one end of a range of IDs of events, as with the events themselves. */
import type { DeliveryState } from '../core/webhook/delivery.ts'
import type { DeliveryQuery } from '../ports/sending-storage.ts'
import { eventRange } from './event-lists.ts'
import { shownColumns } from './rows/shown-delivery-row.ts'
import type { Placeholder } from './statements.ts'

type Shape = Readonly<{ state: DeliveryState | null; hasType: boolean; direction: 'asc' | 'desc' }>

export function shapeOf({ state, type, endingBefore }: DeliveryQuery): Shape {
  return { state, hasType: type !== null, direction: endingBefore === null ? 'desc' : 'asc' }
}

/**
 * The state is part of the text: a planner must see that a partial index has what is asked for. An endpoint with few
 * deliveries of a type may have many of others, so the walk is then along the events of the type.
 */
export function deliveryListText(placeholder: Placeholder, { state, hasType, direction }: Shape): string {
  const isByType = hasType && state === null
  const from = isByType
    ? `webhook_endpoints w cross join webhook_events e cross join webhook_deliveries d`
    : `webhook_endpoints w cross join webhook_deliveries d cross join webhook_events e`
  const walked = isByType ? 'e.id' : 'd.event_id'
  return `select ${shownColumns} from ${from} left join payments p on p.number = e.payment_number
    where w.id = ${placeholder(1)} and d.endpoint_id = w.id
      and e.merchant_id = w.merchant_id and e.mode = w.mode and e.id = d.event_id
      and ${walked} > ${placeholder(2)} and ${walked} < ${placeholder(3)}
      ${state === null ? '' : `and d.state = '${state}'`} ${hasType ? `and e.type = ${placeholder(5)}` : ''}
    order by ${walked} ${direction} limit ${placeholder(4)}`
}

export function deliveryListValues(query: DeliveryQuery): (string | number)[] {
  const { above, below } = eventRange(query)
  const { endpointId, limit, type } = query
  return [endpointId, above, below, limit + 1, ...(type === null ? [] : [type])]
}

export function takeDeliveries<Row>(
  found: readonly Row[],
  { limit, endingBefore }: DeliveryQuery,
): Readonly<{ rows: readonly Row[]; hasMore: boolean }> {
  const rows = found.slice(0, limit)
  return { rows: endingBefore === null ? rows : rows.toReversed(), hasMore: found.length > limit }
}

/** Of one event, for the endpoints in `among`. */
export function findDeliveriesText(placeholder: Placeholder, among: string): string {
  return `select ${shownColumns} from webhook_endpoints w cross join webhook_deliveries d cross join webhook_events e
    left join payments p on p.number = e.payment_number
    where w.id in ${among} and d.endpoint_id = w.id and d.event_id = ${placeholder(1)}
      and e.merchant_id = w.merchant_id and e.mode = w.mode and e.id = d.event_id order by w.id`
}

export function listAttemptsText(placeholder: Placeholder): string {
  return `select number, trigger_kind, at_ms, duration_ms, status_code, error, excerpt from webhook_attempts
    where endpoint_id = ${placeholder(1)} and event_id = ${placeholder(2)} order by number`
}
