/** Maps a public event to database columns and back, for every engine. */
import type { Mode } from '../../core/payment/payment.ts'
import {
  type EventType,
  type PublicEvent,
  type StoredEvent,
  withPersonalData,
} from '../../core/public-events.ts'
import type { Change } from '../../ports/storage.ts'
import { readPersonalData } from '../personal-data.ts'
import type { Value } from './card-row.ts'

export type WebhookEventRow = Readonly<{
  merchant_id: string
  mode: Mode
  id: string
  type: EventType
  created_at_ms: number
  body: string
  payment_id: string | null
  /** Of the payment's creation, and of the last event up to this one that has some. */
  first_personal_data: string | null
  last_personal_data: string | null
}>

/** In the order of {@link webhookEventValues}; the payment's number is the engine's matter. */
export const webhookEventColumns = [
  'merchant_id',
  'mode',
  'id',
  'type',
  'payment_version',
  'created_at_ms',
  'body',
] as const

export function webhookEventValues(
  { after }: Pick<Change, 'after'>,
  { id, type, createdAtMs, body }: PublicEvent,
): Value[] {
  return [after.merchantId, after.mode, id, type, after.version, createdAtMs, body]
}

/** Of rows that are called `webhook_events`, joined with `payments`. */
export const wholeEventColumns = [
  ...['merchant_id', 'mode', 'id', 'type', 'created_at_ms', 'body'].map((name) => `webhook_events.${name}`),
  'payments.id as payment_id',
  `${personalDataText('', 'asc')} as first_personal_data`,
  `${personalDataText('and version <= webhook_events.payment_version', 'desc')} as last_personal_data`,
].join(', ')

function personalDataText(condition: string, direction: 'asc' | 'desc'): string {
  return `(select personal_data.body from personal_data
    where personal_data.payment_number = webhook_events.payment_number ${condition}
    order by version ${direction}, position ${direction} limit 1)`
}

/** With what is left of the personal data: nothing after its removal. */
export function storedEventOf(row: WebhookEventRow): StoredEvent {
  const { description, metadata, customer } = readPersonalData(row.first_personal_data)
  const last = readPersonalData(row.last_personal_data)
  return {
    id: row.id,
    merchantId: row.merchant_id,
    mode: row.mode,
    type: row.type,
    paymentId: row.payment_id,
    createdAtMs: row.created_at_ms,
    body: withPersonalData(row.body, { description, metadata, customer: last.customer ?? customer }),
  }
}
