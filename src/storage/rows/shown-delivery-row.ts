/** Maps deliveries and their attempts, as the API shows them, from database columns, for every engine. */
import type { EventType } from '../../core/public-events.ts'
import type { Delivery, DeliveryAttempt } from '../../core/webhook/delivery.ts'
import { type DeliveryRow, deliveryColumns, deliveryOf } from './webhook-delivery-row.ts'

export type ShownDeliveryRow = DeliveryRow &
  Readonly<{ event_type: EventType; created_at_ms: number; payment_id: string | null }>

/** Of deliveries `d`, their events `e`, and the payments `p` of those. */
export const shownColumns = [
  ...deliveryColumns.map((name) => `d.${name}`),
  'e.type as event_type',
  'e.created_at_ms',
  'p.id as payment_id',
].join(', ')

export function shownDeliveryOf(row: ShownDeliveryRow): Delivery {
  const { event_type: type, created_at_ms: createdAtMs, payment_id: paymentId } = row
  return deliveryOf(row, { type, createdAtMs, paymentId })
}

type AttemptRow = Readonly<{
  number: number
  trigger_kind: DeliveryAttempt['trigger']
  at_ms: number
  duration_ms: number
  status_code: number | null
  error: DeliveryAttempt['error']
  excerpt: string | null
}>

export function attemptOf(row: unknown): DeliveryAttempt {
  const { number, trigger_kind: trigger, at_ms: atMs, ...rest } = row as AttemptRow
  const { duration_ms: durationMs, status_code: statusCode, error, excerpt } = rest
  return { number, trigger, atMs, durationMs, statusCode, error, excerpt }
}
