/** One attempt to deliver an event: sign it, send it, and save the outcome. Nothing is locked in the meantime. */
import { type DeliveryAttempt, isByHand } from '../../core/webhook/delivery.ts'
import {
  type EndpointHealth,
  givenUpAfterEvents,
  hasFailedForLong,
  healthAfter,
} from '../../core/webhook/endpoint-health.ts'
import { isUsedUp, pauseAfter } from '../../core/webhook/retry-schedule.ts'
import type { WebhookOutcome } from '../../ports/webhook-sender.ts'
import type { ClaimedDelivery } from '../../ports/webhook-storage.ts'
import type { Gateway } from '../gateway.ts'
import { disableEndpoint } from './disable-endpoint.ts'

/**
 * `uncounted`: it says nothing about the endpoint, because someone sent it by hand, or because the payment's own URL is refused
 * or gone. `aborted`: nothing was saved, and the attempt is made again when its lease ends.
 */
export type Delivered =
  | Readonly<{ kind: 'succeeded' | 'failed' | 'uncounted'; health: EndpointHealth }>
  | Readonly<{ kind: 'aborted' }>

/** Rejects if the result cannot be saved: then the attempt is made again when its lease ends. */
export async function deliverWebhook(
  gateway: Gateway,
  claimed: ClaimedDelivery,
  signal: AbortSignal,
): Promise<Delivered> {
  const { clock } = gateway
  const [atMs, beganMs] = [clock.nowMs(), clock.monotonicMs()]
  const outcome: WebhookOutcome = killsProcesses(gateway, claimed)
    ? { kind: 'failed', error: 'timed_out' }
    : await sendTo(gateway, claimed, atMs, signal)
  if (outcome.kind === 'aborted') return outcome
  const attempt = attemptOf(claimed, outcome, { atMs, durationMs: Math.round(clock.monotonicMs() - beganMs) })
  return await save(gateway, claimed, outcome, attempt)
}

/** If no process has survived to save the last attempt, the delivery must still end. */
function killsProcesses({ webhooks }: Gateway, { delivery }: ClaimedDelivery): boolean {
  return !isByHand(delivery.trigger) && isUsedUp(webhooks.schedule, delivery.scheduleCount)
}

async function sendTo(
  gateway: Gateway,
  { url, endpoint, event }: ClaimedDelivery,
  atMs: number,
  signal: AbortSignal,
): Promise<WebhookOutcome> {
  // A payment's own address is personal data, which may have been removed.
  if (url === null) return { kind: 'failed', error: 'address_not_public' }
  const { secret, previousSecret, previousSecretUntilMs } = endpoint
  const isRotating = previousSecret !== null && previousSecretUntilMs !== null && atMs < previousSecretUntilMs
  const sealed = isRotating ? [secret, previousSecret] : [secret]
  const box = gateway.secrets
  if (box === null) throw new Error('ENCRYPTION_KEY is not set')
  const secrets = sealed.map((one) => box.open(one, endpoint.id))
  return gateway.webhooks.sender.send({ url, eventId: event.id, atMs, body: event.body, secrets }, signal)
}

type Timing = Pick<DeliveryAttempt, 'atMs' | 'durationMs'>
type Ended = Exclude<WebhookOutcome, { kind: 'aborted' }>

function attemptOf({ delivery }: ClaimedDelivery, outcome: Ended, timing: Timing): DeliveryAttempt {
  const response = outcome.kind === 'responded' ? outcome : null
  return {
    number: delivery.attemptCount,
    trigger: delivery.trigger,
    ...timing,
    statusCode: response?.statusCode ?? null,
    error: outcome.error,
    excerpt: response?.excerpt ?? null,
  }
}

async function save(
  gateway: Gateway,
  claimed: ClaimedDelivery,
  outcome: Ended,
  attempt: DeliveryAttempt,
): Promise<Delivered> {
  const { endpoint, event } = claimed
  const isSuccess = attempt.error === null
  const atMs = gateway.clock.nowMs()
  // What somebody sends by hand says nothing about an endpoint that may well be disabled.
  const isManual = isByHand(attempt.trigger)
  const isRefused = endpoint.url === null && attempt.error === 'address_not_public'
  // The next payment has another URL.
  const isGone = endpoint.url === null && attempt.statusCode === gone
  const isUncounted = isManual || isRefused || isGone
  const health = isUncounted ? null : healthAfter(endpoint, { isSuccess, atMs })
  const againAtMs = isSuccess || isRefused || isGone ? null : retryAtMs(gateway, claimed, outcome, atMs)
  const saved = await gateway.storage.saveDelivery({
    endpointId: endpoint.id,
    eventId: event.id,
    eventAtMs: event.createdAtMs,
    attempt,
    isSuccess,
    isRefused,
    retryAtMs: againAtMs,
    health,
  })
  if (saved === 'saved') gateway.onAttempt?.(claimed, attempt, isManual ? null : againAtMs)
  const after = health ?? endpoint
  if (!isSuccess && !isRefused && !isGone && saved === 'saved')
    await giveUpIfNeeded(gateway, claimed, attempt, after)
  if (isUncounted) return { kind: 'uncounted', health: after }
  return { kind: isSuccess ? 'succeeded' : 'failed', health: after }
}

function retryAtMs(gateway: Gateway, { delivery }: ClaimedDelivery, outcome: Ended, nowMs: number) {
  const response = outcome.kind === 'responded' ? outcome : null
  const failed = {
    number: delivery.scheduleCount,
    statusCode: response?.statusCode ?? null,
    isTimeout: outcome.error === 'timed_out',
    askedMs: response?.askedMs ?? null,
  }
  const pauseMs = pauseAfter(gateway.webhooks.schedule, failed, gateway.random.fraction())
  return pauseMs === null ? null : nowMs + pauseMs
}

const gone = 410

async function giveUpIfNeeded(
  gateway: Gateway,
  { endpoint }: ClaimedDelivery,
  { statusCode }: DeliveryAttempt,
  health: EndpointHealth,
): Promise<void> {
  if (statusCode === gone) return disableEndpoint(gateway, endpoint.id, 'gone')
  if (!gateway.webhooks.givesUp || endpoint.disabledAtMs !== null) return
  const { failingSinceMs } = health
  if (failingSinceMs === null || !hasFailedForLong(health, gateway.clock.nowMs())) return
  const failed = await gateway.storage.countFailedEvents(endpoint.id, failingSinceMs, givenUpAfterEvents)
  if (failed >= givenUpAfterEvents) await disableEndpoint(gateway, endpoint.id, 'failing')
}
