/** An endpoint as the values of its columns, for every engine. */
import type { WebhookEndpoint } from '../../core/webhook/endpoint.ts'
import { changingColumns } from '../endpoint-texts.ts'
import type { Value } from './card-row.ts'
import { eventsText, type WebhookEndpointRow, webhookEndpointColumns } from './webhook-endpoint-row.ts'

function rowOf(endpoint: WebhookEndpoint): WebhookEndpointRow {
  return {
    id: endpoint.id,
    merchant_id: endpoint.merchantId,
    mode: endpoint.mode,
    url: endpoint.url,
    events: eventsText(endpoint.events),
    description: endpoint.description,
    secret: endpoint.secret,
    previous_secret: endpoint.previousSecret,
    previous_secret_until_ms: endpoint.previousSecretUntilMs,
    disabled_at_ms: endpoint.disabledAtMs,
    disabled_reason: endpoint.disabledReason,
    failing_since_ms: endpoint.failingSinceMs,
    last_success_at_ms: endpoint.lastSuccessAtMs,
    created_at_ms: endpoint.createdAtMs,
    deleted_at_ms: endpoint.deletedAtMs,
    version: endpoint.version,
  }
}

export function addingValues(endpoint: WebhookEndpoint, limit: number): Value[] {
  const row = rowOf(endpoint)
  const { merchantId, mode, url } = endpoint
  return [...webhookEndpointColumns.map((name) => row[name]), merchantId, mode, url === null ? 0 : 1, limit]
}

export function changingValues(endpoint: WebhookEndpoint): Value[] {
  const row = rowOf(endpoint)
  return [...changingColumns.map((name) => row[name]), endpoint.id, endpoint.version - 1]
}
