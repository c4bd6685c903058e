/**
 * Which deliveries are due. An endpoint can have any number that nobody may send yet, so the endpoints that have some are
 * walked through, each by one look into the index, and only then the deliveries of those whose turn it is.
 */
import type { DeliveryClaim, DeliveryPlaces } from '../ports/webhook-storage.ts'
import type { Placeholder } from './statements.ts'

const byHand = `trigger_kind in ('resend', 'test')`

/** All endpoints with something to be sent, and when the first of it is due. */
const waitingText = `with recursive walk (id) as (
  select min(endpoint_id) from webhook_deliveries where next_at_ms is not null
  union all
  select (select min(endpoint_id) from webhook_deliveries where next_at_ms is not null and endpoint_id > walk.id)
  from walk where walk.id is not null
), waiting as (
  select id, (select min(next_at_ms) from webhook_deliveries
    where endpoint_id = walk.id and next_at_ms is not null) as next_at_ms
  from walk where id is not null
)`

/** Those that work come first, so that the broken ones cannot delay them. */
export function dueEndpointsText(placeholder: Placeholder): string {
  return `${waitingText}
  select waiting.id, endpoints.failing_since_ms, endpoints.disabled_at_ms
  from waiting join webhook_endpoints endpoints on endpoints.id = waiting.id
  where waiting.next_at_ms <= ${placeholder(1)} and endpoints.deleted_at_ms is null
    and (endpoints.disabled_at_ms is null or exists (select 1 from webhook_deliveries d
      where d.endpoint_id = waiting.id and d.next_at_ms <= ${placeholder(2)} and d.${byHand}))
  order by endpoints.failing_since_ms is not null, waiting.next_at_ms, waiting.id`
}

/** Those that fail are late because of their receivers, and not because nobody sends. */
export const oldestDueDeliveryText = `${waitingText}
  select min(waiting.next_at_ms) as at_ms
  from waiting join webhook_endpoints endpoints on endpoints.id = waiting.id
  where endpoints.failing_since_ms is null and endpoints.disabled_at_ms is null and endpoints.deleted_at_ms is null`

export type DueEndpoint = Readonly<{
  id: string
  failing_since_ms: number | null
  disabled_at_ms: number | null
}>

/**
 * Deliveries of one endpoint, each called `d`. The first attempt for a payment waits until the one of the event before has
 * been answered; what is sent again, or by hand, waits for nothing.
 */
export const mayBeSent = `(d.${byHand} or d.last_error is not null or d.last_status_code is not null or not exists (
    select 1 from webhook_events e
    join webhook_deliveries b on b.endpoint_id = d.endpoint_id and b.event_id = e.id
    where e.payment_number = d.payment_number
      and (e.payment_version < d.payment_version or e.payment_version = d.payment_version and e.id < d.event_id)
      and b.state = 'pending' and b.last_error is null and b.last_status_code is null
  ))`

/** A disabled endpoint gets only what somebody sends by hand. */
export const onlyByHand = `d.${byHand}`

export const countedText = `attempt_count = attempt_count + 1,
  schedule_count = schedule_count + case when ${byHand} then 0 else 1 end`

/**
 * Without those that may get nothing now. Those that fail take turns: by the time, all would have to wait for the one that
 * has the oldest deliveries, and it may have thousands.
 */
export function inTurn(
  endpoints: readonly DueEndpoint[],
  { places, limit }: Pick<DeliveryClaim, 'places' | 'limit'>,
): readonly DueEndpoint[] {
  const free = new FreePlaces(places, limit)
  const { failingAfter: last = '' } = places
  const [working, failing] = split(
    endpoints.filter((endpoint) => free.of(endpoint) > 0),
    (endpoint) => endpoint.failing_since_ms === null,
  )
  const [next, first] = split(
    failing.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    ({ id }) => id > last,
  )
  return [...working, ...next, ...first]
}

function split<Item>(items: readonly Item[], isFirst: (item: Item) => boolean) {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))] as const
}

/** Counts what is claimed, so that it is no more than there are places. */
export class FreePlaces {
  readonly #places: DeliveryPlaces
  #left: number
  #leftFailing: number

  constructor(places: DeliveryPlaces, limit: number) {
    this.#places = places
    this.#left = limit
    this.#leftFailing = places.failing
  }

  /** How many of this endpoint may be claimed. */
  of({ id, failing_since_ms: failingSinceMs }: DueEndpoint): number {
    const own = Math.min(this.#places.of[id] ?? this.#places.usual, this.#left)
    return failingSinceMs === null ? own : Math.min(own, this.#leftFailing)
  }

  take({ failing_since_ms: failingSinceMs }: DueEndpoint, count: number): void {
    this.#left -= count
    if (failingSinceMs !== null) this.#leftFailing -= count
  }
}
