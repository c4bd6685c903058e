/** Deliveries in PostgreSQL: claimed by one node each, and changed by what became of them. */
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
import type { Ask, Connection, Rows } from './connection.ts'
import { placeholder } from './dialect.ts'

/** Exported for the tests that ask the planner, as the next one is. */
export const walkText = dueEndpointsText(placeholder)

/**
 * What others have locked is being sent. $2 is the time, and $3 how many are wanted: no more are looked at, and locked, and
 * the first shares come first.
 */
export const dueText = `select d.endpoint_id, d.event_id
  from json_to_recordset($1::json) as shares (id text, most integer, is_disabled boolean)
  cross join lateral (
    select d.endpoint_id, d.event_id from webhook_deliveries d
    where d.endpoint_id = shares.id and d.next_at_ms <= $2 and (not shares.is_disabled or ${onlyByHand}) and ${mayBeSent}
    order by d.next_at_ms, d.event_id limit shares.most for no key update of d skip locked
  ) d
  limit $3`

/**
 * Of the locked ones, those that are still due: they may have been claimed before they were locked, and their endpoint may
 * have been disabled or deleted since it was found.
 */
const claimText = `with taken as (
    update webhook_deliveries d set ${countedText}, next_at_ms = $3
    from json_to_recordset($1::json) as due (endpoint_id text, event_id text)
    join webhook_endpoints w on w.id = due.endpoint_id and w.deleted_at_ms is null
    where d.endpoint_id = due.endpoint_id and d.event_id = due.event_id and d.next_at_ms <= $2
      and (w.disabled_at_ms is null or ${onlyByHand})
    returning d.*
  )
  select ${claimedColumns}, ${wholeEventColumns} from taken webhook_deliveries
  join webhook_endpoints on webhook_endpoints.id = webhook_deliveries.endpoint_id
  join webhook_events on webhook_events.merchant_id = webhook_endpoints.merchant_id
    and webhook_events.mode = webhook_endpoints.mode and webhook_events.id = webhook_deliveries.event_id
  left join payments on payments.number = webhook_events.payment_number
  order by webhook_deliveries.event_id`

const beforeText = `select state, trigger_kind, attempt_count, next_at_ms, resume_at_ms from webhook_deliveries
  where endpoint_id = $1 and event_id = $2 for no key update`
const changeText = `update webhook_deliveries
  set ${resultColumns.map((name, index) => `${name} = $${index + 3}`).join(', ')} where endpoint_id = $1 and event_id = $2`
const insertAttemptText = insertText(placeholder, 'webhook_attempts', attemptColumns)
const healthText = 'update webhook_endpoints set failing_since_ms = $2, last_success_at_ms = $3 where id = $1'

const skipOfOneText = skipText(placeholder, 'one')
const skipOfAllText = skipText(placeholder, 'all')

const failedText = `select count(*) as n from (select 1 from webhook_deliveries
  where endpoint_id = $1 and event_id >= $2 and last_error is not null and schedule_count > 0
        and state in ('pending', 'failed') limit $3) failed`

const backlogText = `select
  (${oldestDueDeliveryText}) as at_ms,
  (select count(*) from (select 1 from webhook_deliveries where next_at_ms is not null limit $1) pending) as pending,
  (select count(*) from webhook_endpoints where disabled_at_ms is not null and deleted_at_ms is null) as disabled`

export function webhookDeliveryStorage(connection: Connection): DeliveryStorage {
  return {
    claimDeliveries: async (claim) => {
      // Nearly always there is nothing, and one question is enough.
      const endpoints = inTurn(await dueEndpoints(connection, claim), claim)
      return endpoints.length === 0 ? [] : claimOf(connection, endpoints, claim)
    },
    saveDelivery: (result) => connection.transact((ask) => save(ask, result)),
    skipDeliveries: async (endpointId, atMs, limit) => {
      const skipped =
        endpointId === null
          ? connection.write(skipOfAllText, [atMs, limit])
          : connection.write(skipOfOneText, [atMs, limit, endpointId])
      return (await skipped).count
    },
    countFailedEvents: async (endpointId, sinceMs, max) => {
      const [row] = await connection.read(failedText, [endpointId, startOf(sinceMs), max])
      return Number(row?.n)
    },
    deliveryBacklog: async (nowMs) => {
      const [row] = await connection.read(backlogText, [countedMax])
      const atMs = row?.at_ms ?? null
      return {
        oldestDueMs: dueSince(atMs === null ? null : Number(atMs), nowMs),
        pending: Number(row?.pending),
        disabledEndpoints: Number(row?.disabled),
      }
    },
  }
}

async function dueEndpoints(
  connection: Connection,
  { nowMs }: DeliveryClaim,
): Promise<readonly DueEndpoint[]> {
  const atMs = nowMs()
  return (await connection.read(walkText, [atMs, atMs])) as unknown as readonly DueEndpoint[]
}

async function claimOf(
  connection: Connection,
  endpoints: readonly DueEndpoint[],
  { nowMs, leaseMs, limit, places }: DeliveryClaim,
): Promise<readonly ClaimedDelivery[]> {
  const whole = new FreePlaces(places, limit)
  const shares = endpoints.map((endpoint) => ({
    id: endpoint.id,
    most: whole.of(endpoint),
    is_disabled: endpoint.disabled_at_ms !== null,
  }))
  const rows = await connection.transact(async (ask) => {
    const found = await ask(dueText, [JSON.stringify(shares), nowMs(), limit])
    const due = within(new FreePlaces(places, limit), endpoints, found)
    // Only now is it known that nobody else has them, and a process may have been frozen before.
    return due.length === 0 ? [] : ask(claimText, [JSON.stringify(due), nowMs(), nowMs() + leaseMs])
  })
  return claimedIn(connection, rows)
}

/** In the order of the endpoints' turns. */
function within(free: FreePlaces, endpoints: readonly DueEndpoint[], found: Rows): readonly object[] {
  const byEndpoint = Map.groupBy(found, (row) => row.endpoint_id)
  return endpoints.flatMap((endpoint) => {
    const due = (byEndpoint.get(endpoint.id) ?? []).slice(0, free.of(endpoint))
    free.take(endpoint, due.length)
    return due
  })
}

/** A damaged delivery must not prevent the others. */
function claimedIn(connection: Connection, rows: readonly object[]): readonly ClaimedDelivery[] {
  return (rows as readonly ClaimedRow[]).flatMap(
    (row) => connection.unlessDamaged(() => claimedOf(row)) ?? [],
  )
}

async function save(ask: Ask, result: DeliveryResult): Promise<'saved' | 'stale'> {
  const { endpointId, eventId, health } = result
  const [before] = (await ask(beforeText, [endpointId, eventId])) as unknown as readonly BeforeResult[]
  const after = before === undefined ? null : afterResult(before, result)
  if (after === null) return 'stale'
  const changes = [
    ask(changeText, [endpointId, eventId, ...after]),
    ask(insertAttemptText, attemptValues(result)),
    ...(health === null
      ? []
      : [ask(healthText, [endpointId, health.failingSinceMs, health.lastSuccessAtMs])]),
  ]
  await Promise.all(changes)
  return 'saved'
}
