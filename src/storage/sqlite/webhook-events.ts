/** Public events in SQLite: written with their cause, and removed after a time. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { EventStorage } from '../../ports/event-storage.ts'
import type { Change } from '../../ports/storage.ts'
import {
  type Direction,
  type EventFilterSet,
  eventDirectionOf,
  eventFilterSets,
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
import { insertText } from '../statements.ts'
import type { Connection } from './connection.ts'
import { placeholder } from './dialect.ts'
import { addDeliveries, type WebhookEndpointStatements } from './webhook-endpoints.ts'

export type WebhookEventStatements = ReturnType<typeof prepareWebhookEvents>

const nameOf = (set: EventFilterSet, direction: Direction): string => [direction, ...set].join(' ')

/** The rows of {@link oldEventsText}, as JSON. */
const oldRows = `(select value ->> '$.merchant_id' as merchant_id, value ->> '$.mode' as mode, value ->> '$.id' as id
  from json_each(?))`

export function prepareWebhookEvents(database: DatabaseSync) {
  const directions = ['asc', 'desc'] as const
  return {
    publish: database.prepare(
      insertText(placeholder, 'webhook_events', [...webhookEventColumns, 'payment_number']),
    ),
    findPublicEvent: database.prepare(`select ${wholeEventColumns} from webhook_events
      left join payments on payments.number = webhook_events.payment_number
      where webhook_events.merchant_id = ? and webhook_events.mode = ? and webhook_events.id = ?`),
    eventLists: new Map<string, StatementSync>(
      eventFilterSets.flatMap((set) =>
        directions.map((direction) => [
          nameOf(set, direction),
          database.prepare(eventListText(placeholder, set, direction)),
        ]),
      ),
    ),
    oldEvents: database.prepare(oldEventsText(placeholder)),
    removeOld: ['webhook_attempts', 'webhook_deliveries'].map((table) =>
      database.prepare(`delete from ${table} where (endpoint_id, event_id) in ${sentOfText(oldRows)}`),
    ),
    removeEvents: database.prepare(
      `delete from webhook_events where (merchant_id, mode, id) in (select merchant_id, mode, id from ${oldRows})`,
    ),
  }
}

/** Part of the write that saves the change. */
export function publishEvents(
  statements: WebhookEventStatements & WebhookEndpointStatements,
  paymentNumber: number,
  change: Change,
): void {
  for (const event of change.publicEvents) {
    statements.publish.run(...webhookEventValues(change, event), paymentNumber)
    addDeliveries(statements, paymentNumber, change, event)
  }
}

export function webhookEventStorage(connection: Connection<WebhookEventStatements>): EventStorage {
  return {
    findEvent: async ({ merchantId, mode }, id) =>
      connection.read(({ findPublicEvent }) => {
        const row = findPublicEvent.get(merchantId, mode, id) as WebhookEventRow | undefined
        return row === undefined ? null : storedEventOf(row)
      }),
    listPublicEvents: async (query) =>
      connection.read(({ eventLists }) => {
        const statement = eventLists.get(nameOf(filterSetOf(query), eventDirectionOf(query)))
        if (statement === undefined) throw new Error('no statement serves these filters')
        const found = statement.iterate(...eventListValues(query)) as Iterable<WebhookEventRow>
        const { rows, hasMore } = takeEventPage(found, query)
        return { events: rows.map(storedEventOf), hasMore }
      }),
    purgeEvents: (createdBeforeMs, limit) =>
      connection.write(({ oldEvents, removeOld, removeEvents }) => {
        const old = oldEvents.all(startOf(createdBeforeMs), limit)
        if (old.length === 0) return 0
        const rows = JSON.stringify(old)
        for (const statement of [...removeOld, removeEvents]) statement.run(rows)
        return old.length
      }),
  }
}
