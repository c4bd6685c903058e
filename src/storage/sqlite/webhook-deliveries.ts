/** Deliveries in SQLite: claimed, and changed by what became of them. */
import type { DatabaseSync } from 'node:sqlite'
import {
  type ClaimedDelivery,
  countedMax,
  type DeliveryClaim,
  type DeliveryResult,
  type DeliveryStorage,
} from '../../ports/webhook-storage.ts'
import { dueSince } from '../backlog.ts'
import { afterResult, type BeforeResult, resultColumns } from '../delivery-results.ts'
import {
  countedText,
  type DueEndpoint,
  dueEndpointsText,
  FreePlaces,
  inTurn,
  mayBeSent,
  oldestDueDeliveryText,
  onlyByHand,
} from '../due-deliveries.ts'
import { skipText } from '../endpoint-texts.ts'
import { startOf } from '../event-lists.ts'
import {
  attemptColumns,
  attemptValues,
  type ClaimedRow,
  claimedColumns,
  claimedOf,
} from '../rows/webhook-delivery-row.ts'
import { wholeEventColumns } from '../rows/webhook-event-row.ts'
import { insertText } from '../statements.ts'
import type { Connection } from './connection.ts'
import { numbered, placeholder } from './dialect.ts'

type Statements = ReturnType<typeof prepareWebhookDeliveries>

const ofOne = 'where endpoint_id = ? and event_id = ?'

/** Exported for the tests that ask the query planner, as the next one is. */
export const dueText = (condition: string): string => `select d.event_id from webhook_deliveries d
  where d.endpoint_id = ? and d.next_at_ms <= ? and ${condition} order by d.next_at_ms, d.event_id limit ?`
export const walkText = dueEndpointsText(placeholder)

export function prepareWebhookDeliveries(database: DatabaseSync) {
  return {
    dueEndpoints: database.prepare(walkText),
    dueDeliveries: database.prepare(dueText(mayBeSent)),
    dueByHand: database.prepare(dueText(onlyByHand)),
    stateOfEndpoint: database.prepare(
      'select id, failing_since_ms, disabled_at_ms from webhook_endpoints where id = ? and deleted_at_ms is null',
    ),
    claimDelivery: database.prepare(`update webhook_deliveries set ${countedText}, next_at_ms = ? ${ofOne}`),
    readClaimed: database.prepare(`select ${claimedColumns}, ${wholeEventColumns} from webhook_deliveries
      join webhook_endpoints on webhook_endpoints.id = webhook_deliveries.endpoint_id
      join webhook_events on webhook_events.merchant_id = webhook_endpoints.merchant_id
        and webhook_events.mode = webhook_endpoints.mode and webhook_events.id = webhook_deliveries.event_id
      left join payments on payments.number = webhook_events.payment_number
      where webhook_deliveries.endpoint_id = ? and webhook_deliveries.event_id = ?`),
    beforeResult: database.prepare(
      `select state, trigger_kind, attempt_count, next_at_ms, resume_at_ms from webhook_deliveries ${ofOne}`,
    ),
    changeDelivery: database.prepare(
      `update webhook_deliveries set ${resultColumns.map((name) => `${name} = ?`).join(', ')} ${ofOne}`,
    ),
    insertAttempt: database.prepare(insertText(placeholder, 'webhook_attempts', attemptColumns)),
    changeHealth: database.prepare(
      'update webhook_endpoints set failing_since_ms = ?, last_success_at_ms = ? where id = ?',
    ),
    skipDeliveries: database.prepare(skipText(numbered, 'one')),
    skipAllDeliveries: database.prepare(skipText(numbered, 'all')),
    failedEvents: database.prepare(`select count(*) as n from (select 1 from webhook_deliveries
      where endpoint_id = ? and event_id >= ? and last_error is not null and schedule_count > 0
        and state in ('pending', 'failed') limit ?)`),
    oldestDueDelivery: database.prepare(oldestDueDeliveryText),
    pendingDeliveries: database.prepare(
      'select count(*) as n from (select 1 from webhook_deliveries where next_at_ms is not null limit ?)',
    ),
    disabledEndpoints: database.prepare(
      'select count(*) as n from webhook_endpoints where disabled_at_ms is not null and deleted_at_ms is null',
    ),
  }
}

export function webhookDeliveryStorage(connection: Connection<Statements>): DeliveryStorage {
  return {
    claimDeliveries: async (claim) => {
      // Nearly always there is nothing, and then nobody has to wait for a write.
      const due = connection.read((statements) => dueEndpoints(statements, claim.nowMs()))
      const endpoints = inTurn(due, claim)
      if (endpoints.length === 0) return []
      return connection.write((statements) => claimIn(connection, statements, endpoints, claim))
    },
    saveDelivery: (result) => connection.write((statements) => save(statements, result)),
    skipDeliveries: (endpointId, atMs, limit) =>
      connection.write(({ skipDeliveries, skipAllDeliveries }) => {
        const { changes } =
          endpointId === null
            ? skipAllDeliveries.run(atMs, limit)
            : skipDeliveries.run(atMs, limit, endpointId)
        return Number(changes)
      }),
    countFailedEvents: async (endpointId, sinceMs, max) =>
      connection.read(({ failedEvents }) => count(failedEvents.get(endpointId, startOf(sinceMs), max))),
    deliveryBacklog: async (nowMs) =>
      connection.readTogether((statements) => {
        const { at_ms: atMs } = statements.oldestDueDelivery.get() as { at_ms: number | null }
        return {
          oldestDueMs: dueSince(atMs, nowMs),
          pending: count(statements.pendingDeliveries.get(countedMax)),
          disabledEndpoints: count(statements.disabledEndpoints.get()),
        }
      }),
  }
}

function count(row: Record<string, unknown> | undefined): number {
  return Number(row?.n)
}

function dueEndpoints(statements: Statements, nowMs: number): readonly DueEndpoint[] {
  return statements.dueEndpoints.all(nowMs, nowMs) as unknown as readonly DueEndpoint[]
}

function claimIn(
  connection: Connection<Statements>,
  statements: Statements,
  endpoints: readonly DueEndpoint[],
  { nowMs, leaseMs, limit, places }: DeliveryClaim,
): readonly ClaimedDelivery[] {
  const atMs = nowMs()
  const free = new FreePlaces(places, limit)
  return endpoints.flatMap((before) => {
    const { id } = before
    const most = free.of(before)
    // It may have been disabled or deleted since it was found.
    const endpoint = most === 0 ? undefined : (statements.stateOfEndpoint.get(id) as DueEndpoint | undefined)
    if (endpoint === undefined) return []
    const due = endpoint.disabled_at_ms === null ? statements.dueDeliveries : statements.dueByHand
    const found = due.all(id, atMs, most) as unknown as readonly { event_id: string }[]
    free.take(endpoint, found.length)
    // A damaged delivery must not prevent the others.
    return found.flatMap(
      ({ event_id: eventId }) =>
        connection.unlessDamaged(() => take(statements, id, eventId, atMs + leaseMs)) ?? [],
    )
  })
}

function take(
  statements: Statements,
  endpointId: string,
  eventId: string,
  leasedUntilMs: number,
): readonly ClaimedDelivery[] {
  statements.claimDelivery.run(leasedUntilMs, endpointId, eventId)
  const row = statements.readClaimed.get(endpointId, eventId) as ClaimedRow | undefined
  return row === undefined ? [] : [claimedOf(row)]
}

function save(statements: Statements, result: DeliveryResult): 'saved' | 'stale' {
  const { endpointId, eventId, health } = result
  const before = statements.beforeResult.get(endpointId, eventId) as BeforeResult | undefined
  const after = before === undefined ? null : afterResult(before, result)
  if (after === null) return 'stale'
  statements.changeDelivery.run(...after, endpointId, eventId)
  statements.insertAttempt.run(...attemptValues(result))
  if (health !== null) statements.changeHealth.run(health.failingSinceMs, health.lastSuccessAtMs, endpointId)
  return 'saved'
}
