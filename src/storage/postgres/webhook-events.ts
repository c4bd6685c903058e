/** Public events in PostgreSQL: written with their cause, and removed after a time. */
import type { EventStorage } from '../../ports/event-storage.ts'
import type { Change } from '../../ports/storage.ts'
import {
  eventDirectionOf,
  eventListText,
  eventListValues,
  filterSetOf,
  oldEventsText,
  sentOfText,
  startOf,
  takeEventPage,
} from '../event-lists.ts'
import {
  storedEventOf,
  type WebhookEventRow,
  webhookEventColumns,
  webhookEventValues,
  wholeEventColumns,
} from '../rows/webhook-event-row.ts'
import type { Connection, Rows } from './connection.ts'
import { canBeStored, named, placeholder, rowOf, rowsIn } from './dialect.ts'

/** Exported for the test that asks the planner. */
export const findEventText = `select ${wholeEventColumns} from webhook_events
  left join payments on payments.number = webhook_events.payment_number
  where webhook_events.merchant_id = $1 and webhook_events.mode = $2 and webhook_events.id = $3`
const purgeText = `with old as materialized (${oldEventsText(placeholder)}),
  attempts as (delete from webhook_attempts where (endpoint_id, event_id) in ${sentOfText('old')}),
  deliveries as (delete from webhook_deliveries where (endpoint_id, event_id) in ${sentOfText('old')})
  delete from webhook_events where (merchant_id, mode, id) in (select merchant_id, mode, id from old)`

/** Writes the events in `parameter` of the payments in `payments`, which have an id and a number. */
export function publishText(parameter: string, payments: string): string {
  return `insert into webhook_events (payment_number, ${webhookEventColumns.join(', ')})
    select p.number, ${named('e', webhookEventColumns)}
    from ${rowsIn(parameter, 'e', ['payment_id', ...webhookEventColumns])} join ${payments} p on p.id = e.payment_id returning *`
}

export function publicEventRows(change: Change): readonly object[] {
  return change.publicEvents.map((event) => ({
    payment_id: change.before.id,
    has_callback: change.after.callbackUrl !== null,
    ...rowOf(webhookEventColumns, webhookEventValues(change, event)),
  }))
}

const rowsOf = (rows: Rows): readonly WebhookEventRow[] => rows as unknown as readonly WebhookEventRow[]

export function webhookEventStorage(connection: Connection): EventStorage {
  return {
    findEvent: async ({ merchantId, mode }, id) => {
      if (!canBeStored(id)) return null
      const [row] = rowsOf(await connection.read(findEventText, [merchantId, mode, id]))
      return row === undefined ? null : connection.reading(() => storedEventOf(row))
    },
    listPublicEvents: async (query) => {
      const values = eventListValues(query)
      if (!values.every((value) => typeof value === 'number' || canBeStored(value)))
        return { events: [], hasMore: false }
      const text = eventListText(placeholder, filterSetOf(query), eventDirectionOf(query))
      const { rows, hasMore } = takeEventPage(rowsOf(await connection.read(text, values)), query)
      return { events: connection.reading(() => rows.map(storedEventOf)), hasMore }
    },
    purgeEvents: async (createdBeforeMs, limit) =>
      (await connection.write(purgeText, [startOf(createdBeforeMs), limit])).count,
  }
}
