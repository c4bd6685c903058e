/** Endpoints, deliveries, and attempts as the API shows them: always these keys, in this order. */
import type { Delivery, DeliveryAttempt } from '../../core/webhook/delivery.ts'
import type { WebhookEndpoint } from '../../core/webhook/endpoint.ts'
import { unixSeconds, unixSecondsOrNull } from '../unix-seconds.ts'

export function presentEndpoint(endpoint: WebhookEndpoint, secret: string | null, nowMs: number) {
  const { previousSecretUntilMs: untilMs } = endpoint
  return {
    id: endpoint.id,
    object: 'webhook_endpoint',
    url: endpoint.url,
    events: endpoint.events === 'all' ? ['*'] : endpoint.events,
    description: endpoint.description,
    status: endpoint.disabledAtMs === null ? 'enabled' : 'disabled',
    disabled_reason: endpoint.disabledReason,
    secret,
    previous_secret_expires_at: untilMs !== null && untilMs > nowMs ? unixSeconds(untilMs) : null,
    failing_since: unixSecondsOrNull(endpoint.failingSinceMs),
    last_success_at: unixSecondsOrNull(endpoint.lastSuccessAtMs),
    created: unixSeconds(endpoint.createdAtMs),
    livemode: endpoint.mode === 'live',
  }
}

export function presentDelivery(delivery: Delivery, isLive: boolean) {
  return {
    event: delivery.eventId,
    object: 'webhook_delivery',
    webhook_endpoint: delivery.endpointId,
    type: delivery.eventType,
    payment: delivery.paymentId,
    status: delivery.state,
    attempt_count: delivery.attemptCount,
    next_attempt_at: unixSecondsOrNull(delivery.nextAtMs),
    last_status_code: delivery.lastStatusCode,
    last_error: delivery.lastError,
    created: unixSeconds(delivery.createdAtMs),
    completed_at: unixSecondsOrNull(delivery.completedAtMs),
    livemode: isLive,
  }
}

export function presentAttempt({
  number,
  trigger,
  atMs,
  durationMs,
  statusCode,
  error,
  excerpt,
}: DeliveryAttempt) {
  return {
    number,
    trigger,
    at: unixSeconds(atMs),
    duration_ms: durationMs,
    status_code: statusCode,
    error,
    excerpt,
  }
}
