/** Maps a delivery to database columns and back, for every engine. */
import type { Delivery, DeliveryState, DeliveryTrigger } from '../../core/webhook/delivery.ts'
import type { DeliveryError } from '../../core/webhook/delivery-error.ts'
import type { ClaimedDelivery, DeliveryResult } from '../../ports/webhook-storage.ts'
import { readPersonalData } from '../personal-data.ts'
import type { Value } from './card-row.ts'
import { type WebhookEndpointRow, webhookEndpointColumns, webhookEndpointOf } from './webhook-endpoint-row.ts'
import { storedEventOf, type WebhookEventRow } from './webhook-event-row.ts'

export type DeliveryRow = Readonly<{
  endpoint_id: string
  event_id: string
  state: DeliveryState
  trigger_kind: DeliveryTrigger
  attempt_count: number
  schedule_count: number
  next_at_ms: number | null
  completed_at_ms: number | null
  last_status_code: number | null
  last_error: DeliveryError | null
}>

export const deliveryColumns = [
  'endpoint_id',
  'event_id',
  'state',
  'trigger_kind',
  'attempt_count',
  'schedule_count',
  'next_at_ms',
  'completed_at_ms',
  'last_status_code',
  'last_error',
] as const

/** The names of several tables in one row, so those of the endpoint begin differently. */
const endpointPrefix = 'of_endpoint_'

/** Of `webhook_deliveries` and `webhook_endpoints`, for {@link claimedOf}. */
export const claimedColumns = [
  ...deliveryColumns.map((name) => `webhook_deliveries.${name}`),
  ...webhookEndpointColumns.map((name) => `webhook_endpoints.${name} as ${endpointPrefix}${name}`),
].join(', ')

export type ClaimedRow = DeliveryRow & WebhookEventRow

export function claimedOf(row: ClaimedRow): ClaimedDelivery {
  const endpoint = webhookEndpointOf(endpointIn(row))
  const event = storedEventOf(row)
  return {
    endpoint,
    event,
    delivery: deliveryOf(row, event),
    url: endpoint.url ?? readPersonalData(row.first_personal_data).callbackUrl ?? null,
  }
}

function endpointIn(row: object): WebhookEndpointRow {
  const own = Object.entries(row).flatMap(([name, value]) =>
    name.startsWith(endpointPrefix) ? [[name.slice(endpointPrefix.length), value]] : [],
  )
  return Object.fromEntries(own)
}

export function deliveryOf(
  row: DeliveryRow,
  event: Pick<ClaimedDelivery['event'], 'type' | 'paymentId' | 'createdAtMs'>,
): Delivery {
  return {
    endpointId: row.endpoint_id,
    eventId: row.event_id,
    eventType: event.type,
    paymentId: event.paymentId,
    state: row.state,
    attemptCount: row.attempt_count,
    scheduleCount: row.schedule_count,
    nextAtMs: row.next_at_ms,
    trigger: row.trigger_kind,
    createdAtMs: event.createdAtMs,
    completedAtMs: row.completed_at_ms,
    lastStatusCode: row.last_status_code,
    lastError: row.last_error,
  }
}

export const attemptColumns = [
  'endpoint_id',
  'event_id',
  'number',
  'trigger_kind',
  'at_ms',
  'duration_ms',
  'status_code',
  'error',
  'excerpt',
] as const

export function attemptValues({ endpointId, eventId, attempt }: DeliveryResult): Value[] {
  const { number, trigger, atMs, durationMs, statusCode, error, excerpt } = attempt
  return [endpointId, eventId, number, trigger, atMs, durationMs, statusCode, error, excerpt]
}
