/** Maps a webhook endpoint to database columns and back, for every engine. */
import type { Mode } from '../../core/payment/payment.ts'
import { type PublicEventType, publicEventTypes } from '../../core/public-events.ts'
import type { DisabledReason, WebhookEndpoint } from '../../core/webhook/endpoint.ts'
import { DamagedRow } from './damaged-row.ts'

export type WebhookEndpointRow = Readonly<{
  id: string
  merchant_id: string
  mode: Mode
  url: string | null
  events: string
  description: string | null
  secret: string
  previous_secret: string | null
  previous_secret_until_ms: number | null
  disabled_at_ms: number | null
  disabled_reason: DisabledReason | null
  failing_since_ms: number | null
  last_success_at_ms: number | null
  created_at_ms: number
  deleted_at_ms: number | null
  version: number
}>

export const webhookEndpointColumns = [
  'id',
  'merchant_id',
  'mode',
  'url',
  'events',
  'description',
  'secret',
  'previous_secret',
  'previous_secret_until_ms',
  'disabled_at_ms',
  'disabled_reason',
  'failing_since_ms',
  'last_success_at_ms',
  'created_at_ms',
  'deleted_at_ms',
  'version',
] as const

const allTypes = '*'

/** A space before and after each type, so that a type can be found without taking the text apart. */
export function eventsText(events: WebhookEndpoint['events']): string {
  return events === 'all' ? allTypes : ` ${events.join(' ')} `
}

function eventsOf(text: string): WebhookEndpoint['events'] {
  if (text === allTypes) return 'all'
  return text
    .trim()
    .split(' ')
    .map((type) => {
      if (!isType(type)) throw new DamagedRow('the events of an endpoint')
      return type
    })
}

function isType(text: string): text is PublicEventType {
  return (publicEventTypes as readonly string[]).includes(text)
}

export function webhookEndpointOf(row: WebhookEndpointRow): WebhookEndpoint {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    mode: row.mode,
    url: row.url,
    events: eventsOf(row.events),
    description: row.description,
    secret: row.secret,
    previousSecret: row.previous_secret,
    previousSecretUntilMs: row.previous_secret_until_ms,
    disabledAtMs: row.disabled_at_ms,
    disabledReason: row.disabled_reason,
    failingSinceMs: row.failing_since_ms,
    lastSuccessAtMs: row.last_success_at_ms,
    createdAtMs: row.created_at_ms,
    deletedAtMs: row.deleted_at_ms,
    version: row.version,
  }
}
