/** What sends events again, as statements that every engine can run. */
import { testEventType } from '../core/public-events.ts'
import type { Resend, Resending } from '../ports/sending-storage.ts'
import { deliveryColumns } from './endpoint-texts.ts'
import { everyOwnerText } from './event-lists.ts'
import { insertText, type Placeholder } from './statements.ts'

const endpointsText = (placeholder: Placeholder): string =>
  `w.merchant_id = ${placeholder(1)} and w.mode = ${placeholder(2)} and w.deleted_at_ms is null`

/**
 * One that is named, or those that are enabled and subscribe to the type. One without a URL gets only what it was to get, and
 * nobody gets the test of another one.
 */
function chosenText(placeholder: Placeholder): string {
  const isTest = `e.type = '${testEventType}'`
  return `(w.id = ${placeholder(6)} or ${placeholder(6)} is null and w.disabled_at_ms is null
    and (w.events = '*' or w.events like '% ' || ${placeholder(5)} || ' %' or ${isTest}))
    and (w.url is not null and not ${isTest} or exists (
      select 1 from webhook_deliveries d where d.endpoint_id = w.id and d.event_id = e.id))`
}

/**
 * Values: merchant, mode, event, now, type, and the endpoint or null. What the schedule has planned is kept for later, and
 * an attempt that is under way is not disturbed.
 */
export function resendText(placeholder: Placeholder): string {
  return `insert into webhook_deliveries (${deliveryColumns})
    select w.id, e.id, e.payment_number, e.payment_version, 'pending', 'resend', 0, 0, ${placeholder(4)}, null
    from webhook_endpoints w cross join webhook_events e
    where ${endpointsText(placeholder)} and ${chosenText(placeholder)}
      and e.merchant_id = w.merchant_id and e.mode = w.mode and e.id = ${placeholder(3)}
    on conflict (endpoint_id, event_id) do update set trigger_kind = 'resend', next_at_ms = excluded.next_at_ms,
      resume_at_ms = case when webhook_deliveries.trigger_kind in ('resend', 'test')
        then webhook_deliveries.resume_at_ms else webhook_deliveries.next_at_ms end
    returning endpoint_id`
}

const resendColumns = ['merchant_id', 'mode', 'id', 'event_id', 'requested_at_ms'] as const

export function addResendText(placeholder: Placeholder): string {
  return insertText(placeholder, 'webhook_resends', resendColumns)
}

/** For {@link addResendText}. */
export function resendValues({ id, owner, event, atMs }: Resending): readonly (string | number)[] {
  return [owner.merchantId, owner.mode, id, event.id, atMs]
}

/** Values: merchant, mode, the ID before the first one, and how many at most. */
export function listResendsText(placeholder: Placeholder): string {
  return `select id, event_id, requested_at_ms from webhook_resends
    where merchant_id = ${placeholder(1)} and mode = ${placeholder(2)} and id > ${placeholder(3)}
    order by id limit ${placeholder(4)}`
}

export function resendOf(row: Readonly<Record<string, unknown>>): Resend {
  return {
    id: String(row.id),
    eventId: String(row.event_id),
    createdAtMs: Number(row.requested_at_ms),
  }
}

/** Values: the bound of the IDs, and how many at most. */
export function purgeResendsText(placeholder: Placeholder): string {
  return `delete from webhook_resends where (merchant_id, mode, id) in (
      select r.merchant_id, r.mode, r.id from ${everyOwnerText}
      join webhook_resends r on r.merchant_id = m.id and r.mode = modes.mode and r.id < ${placeholder(1)}
      limit ${placeholder(2)})`
}

/** Values: endpoint, the bounds of the IDs of events, now, and how many at most. */
export function recoverText(placeholder: Placeholder): string {
  return `update webhook_deliveries set state = 'pending', trigger_kind = 'recover', schedule_count = 0,
      next_at_ms = ${placeholder(4)}, resume_at_ms = null, completed_at_ms = null
    where endpoint_id = ${placeholder(1)} and event_id in (
      select event_id from webhook_deliveries where endpoint_id = ${placeholder(1)} and state in ('failed', 'skipped')
        and event_id > ${placeholder(2)} and event_id < ${placeholder(3)} order by event_id limit ${placeholder(5)}
    )`
}

/** Whether there is more to recover between the bounds. */
export function leftToRecoverText(placeholder: Placeholder): string {
  return `select 1 as one from webhook_deliveries where endpoint_id = ${placeholder(1)}
    and state in ('failed', 'skipped') and event_id > ${placeholder(2)} and event_id < ${placeholder(3)} limit 1`
}

/** Values: endpoint, event, and now. */
export function testDeliveryText(placeholder: Placeholder): string {
  return `insert into webhook_deliveries (${deliveryColumns})
    values (${placeholder(1)}, ${placeholder(2)}, null, null, 'pending', 'test', 0, 0, ${placeholder(3)}, null)`
}

export function testEventText(placeholder: Placeholder): string {
  const places = [1, 2, 3, 4, 5, 6].map(placeholder).join(', ')
  return `insert into webhook_events (merchant_id, mode, id, type, created_at_ms, body) values (${places})`
}
