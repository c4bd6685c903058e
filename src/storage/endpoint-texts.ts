/** Statements about endpoints that every engine can run. */
import { webhookEndpointColumns } from './rows/webhook-endpoint-row.ts'
import type { Placeholder } from './statements.ts'

const columns = webhookEndpointColumns.join(', ')
const isThere = 'deleted_at_ms is null'

/** With the merchant's and the mode's again, whether it has a URL, and how many such endpoints there may be already. */
export function addEndpointText(placeholder: Placeholder): string {
  const { length } = webhookEndpointColumns
  const values = webhookEndpointColumns.map((_, index) => placeholder(index + 1))
  return `insert into webhook_endpoints (${columns}) select ${values.join(', ')} where (
    select count(*) from webhook_endpoints
    where merchant_id = ${placeholder(length + 1)} and mode = ${placeholder(length + 2)} and ${isThere}
      and (case when url is null then 0 else 1 end) = ${placeholder(length + 3)}
  ) < ${placeholder(length + 4)}`
}

export function findEndpointText(placeholder: Placeholder): string {
  return `select ${columns} from webhook_endpoints
    where merchant_id = ${placeholder(1)} and mode = ${placeholder(2)} and id = ${placeholder(3)} and ${isThere}`
}

export function listEndpointsText(placeholder: Placeholder): string {
  return `select ${columns} from webhook_endpoints
    where merchant_id = ${placeholder(1)} and mode = ${placeholder(2)} and ${isThere} order by id`
}

/** Health is left alone: deliveries may have noted something since the endpoint was read. */
export const changingColumns = [
  'url',
  'events',
  'description',
  'secret',
  'previous_secret',
  'previous_secret_until_ms',
  'disabled_at_ms',
  'disabled_reason',
  'deleted_at_ms',
  'version',
] as const

/** Values: {@link changingColumns}, the ID, and the previous version. An endpoint that is enabled again counts as healthy. */
export function changeEndpointText(placeholder: Placeholder): string {
  const setTo = (name: (typeof changingColumns)[number]) => placeholder(changingColumns.indexOf(name) + 1)
  const changes = changingColumns.map((name) => `${name} = ${setTo(name)}`)
  const { length } = changingColumns
  return `update webhook_endpoints set ${changes.join(', ')}, failing_since_ms = case
      when disabled_at_ms is null or coalesce(${setTo('disabled_reason')}, '') <> '' then failing_since_ms end
    where id = ${placeholder(length + 1)} and version = ${placeholder(length + 2)} and ${isThere}`
}

export function disableEndpointText(placeholder: Placeholder): string {
  return `update webhook_endpoints set disabled_at_ms = ${placeholder(1)}, disabled_reason = ${placeholder(2)},
    version = version + 1 where id = ${placeholder(3)} and disabled_at_ms is null and ${isThere}`
}

/**
 * Values: the time, how many at most, and the endpoint, unless it is for all. Only what waits for an endpoint that is disabled
 * or deleted is skipped: it may have been enabled again by the time that somebody comes to that. A disabled one still gets what
 * is sent by hand.
 */
export function skipText(placeholder: Placeholder, which: 'one' | 'all'): string {
  const isPending = "state = 'pending'"
  const isDeleted = `exists (select 1 from webhook_endpoints w
    where w.id = webhook_deliveries.endpoint_id and w.deleted_at_ms is not null)`
  return `update webhook_deliveries set resume_at_ms = null,
    state = case when ${isPending} then 'skipped' else state end,
    completed_at_ms = case when ${isPending} then ${placeholder(1)} else completed_at_ms end,
    next_at_ms = case when trigger_kind in ('resend', 'test') and not ${isDeleted} then next_at_ms end
  where (endpoint_id, event_id) in (
    select d.endpoint_id, d.event_id from webhook_endpoints w cross join webhook_deliveries d
    where d.endpoint_id = w.id and d.next_at_ms is not null
      and (w.deleted_at_ms is not null or w.disabled_at_ms is not null and d.${isPending})
      ${which === 'one' ? `and w.id = ${placeholder(3)}` : ''}
    order by w.id, d.next_at_ms, d.event_id limit ${placeholder(2)})`
}

const isEnabled = 'w.disabled_at_ms is null'

/** What one delivery begins with: of the endpoint `w` and of the event `e`, which has a time. */
export const deliveryColumns = `endpoint_id, event_id, payment_number, payment_version, state, trigger_kind,
  attempt_count, schedule_count, next_at_ms, completed_at_ms`

export function newDeliveryText(eventId: string, number: string, version: string, atMs: string): string {
  return `w.id, ${eventId}, ${number}, ${version}, case when ${isEnabled} then 'pending' else 'skipped' end, 'schedule',
    0, 0, case when ${isEnabled} then ${atMs} end, case when ${isEnabled} then null else ${atMs} end`
}

/** Whether the endpoint `w` is told of the type. An endpoint without a URL takes that of the payment. */
export function isToldText(type: string, hasCallback: string): string {
  return `w.${isThere} and (w.events = '*' or w.events like '% ' || ${type} || ' %') and (w.url is not null or ${hasCallback})`
}
