/** Public events, endpoints, and deliveries in the memory storage, which extends this. */

import type { Delivery, DeliveryAttempt } from '../../src/core/webhook/delivery.ts'
import type { DisabledReason, WebhookEndpoint } from '../../src/core/webhook/endpoint.ts'
import type { Owner } from '../../src/event-storage.ts'
import { ulidTime } from '../../src/platform/ids.ts'
import type { Change } from '../../src/ports.ts'
import { afterResult } from '../../src/storage/delivery-results.ts'
import { FreePlaces } from '../../src/storage/due-deliveries.ts'
import type {
  ClaimedDelivery,
  DeliveryBacklog,
  DeliveryClaim,
  DeliveryResult,
  WebhookStorage,
} from '../../src/webhook-storage.ts'
import { MemoryEvents } from './memory-events.ts'
import { compare } from './order.ts'
import { WithoutSendings } from './without-sendings.ts'

type Stored = Readonly<{
  delivery: Delivery
  resumeAtMs: number | null
  payment: Change['after'] | null
  attempts: readonly DeliveryAttempt[]
}>

const isByHand = ({ trigger }: Delivery): boolean => trigger === 'resend' || trigger === 'test'
const isUnanswered = ({ lastError, lastStatusCode }: Delivery): boolean =>
  lastError === null && lastStatusCode === null

export class MemoryWebhooks extends WithoutSendings implements WebhookStorage {
  readonly events = new MemoryEvents()
  readonly findEvent = this.events.findEvent
  readonly listPublicEvents = this.events.listPublicEvents
  readonly purgeEvents = this.events.purgeEvents
  readonly #endpoints = new Map<string, WebhookEndpoint>()
  readonly #deliveries = new Map<string, Stored>()

  protected publish(change: Change): void {
    this.events.publish(change)
    const { after } = change
    for (const event of change.publicEvents) {
      for (const endpoint of this.#ofOwner(after)) {
        if (endpoint.events !== 'all' && !endpoint.events.includes(event.type)) continue
        if (endpoint.url === null && after.callbackUrl === null) continue
        const isEnabled = endpoint.disabledAtMs === null
        const delivery: Delivery = {
          ...{ endpointId: endpoint.id, eventId: event.id, eventType: event.type, paymentId: after.id },
          ...{ attemptCount: 0, scheduleCount: 0, trigger: 'schedule', createdAtMs: event.createdAtMs },
          state: isEnabled ? 'pending' : 'skipped',
          nextAtMs: isEnabled ? event.createdAtMs : null,
          completedAtMs: isEnabled ? null : event.createdAtMs,
          ...{ lastStatusCode: null, lastError: null },
        }
        this.#put({ delivery, resumeAtMs: null, payment: after, attempts: [] })
      }
    }
  }

  /** Nobody in the simulation repeats these requests with a key. */
  async addEndpoint(endpoint: WebhookEndpoint, limit: number): Promise<'saved' | 'limit_reached'> {
    const alike = this.#ofOwner(endpoint).filter(({ url }) => (url === null) === (endpoint.url === null))
    if (alike.length >= limit) return 'limit_reached'
    this.#endpoints.set(endpoint.id, endpoint)
    return 'saved'
  }

  async findEndpoint(owner: Owner, id: string): Promise<WebhookEndpoint | null> {
    return this.#ofOwner(owner).find((endpoint) => endpoint.id === id) ?? null
  }

  async listEndpoints(owner: Owner): Promise<readonly WebhookEndpoint[]> {
    return this.#ofOwner(owner).toSorted((a, b) => compare(a.id, b.id))
  }

  async changeEndpoint(after: WebhookEndpoint): Promise<'saved' | 'lost_race'> {
    const before = this.#endpoints.get(after.id)
    if (before === undefined || before.deletedAtMs !== null || before.version !== after.version - 1)
      return 'lost_race'
    this.#endpoints.set(after.id, { ...after, lastSuccessAtMs: before.lastSuccessAtMs })
    return 'saved'
  }

  async disableEndpoint(id: string, disabledReason: DisabledReason, disabledAtMs: number): Promise<boolean> {
    const before = this.#endpoints.get(id)
    if (before === undefined || before.deletedAtMs !== null || before.disabledAtMs !== null) return false
    this.#endpoints.set(id, { ...before, disabledAtMs, disabledReason, version: before.version + 1 })
    return true
  }

  async claimDeliveries({
    nowMs,
    leaseMs,
    limit,
    places,
  }: DeliveryClaim): Promise<readonly ClaimedDelivery[]> {
    const atMs = nowMs()
    const free = new FreePlaces(places, limit)
    const claimed: ClaimedDelivery[] = []
    for (const endpoint of this.#dueEndpoints(atMs)) {
      const due = this.#due(endpoint.id, atMs).slice(0, free.of(endpoint))
      free.take(endpoint, due.length)
      for (const stored of due) claimed.push(await this.#claim(stored, atMs + leaseMs))
    }
    return claimed
  }

  async saveDelivery(result: DeliveryResult): Promise<'saved' | 'stale'> {
    const { endpointId, eventId, attempt, health } = result
    const stored = this.#deliveries.get(keyOf(endpointId, eventId))
    if (stored === undefined) return 'stale'
    const { delivery, resumeAtMs } = stored
    const values = afterResult(
      {
        state: delivery.state,
        trigger_kind: delivery.trigger,
        attempt_count: delivery.attemptCount,
        ...{ next_at_ms: delivery.nextAtMs, resume_at_ms: resumeAtMs },
      },
      result,
    )
    if (values === null) return 'stale'
    const [state, trigger, nextAtMs, resume, completedAtMs, lastStatusCode, lastError] = values
    const after = {
      ...delivery,
      state,
      trigger,
      nextAtMs,
      completedAtMs,
      lastStatusCode,
      lastError,
    } as Delivery
    const attempts = [...stored.attempts, attempt]
    this.#put({ ...stored, delivery: after, resumeAtMs: resume as number | null, attempts })
    const endpoint = this.#endpoints.get(endpointId)
    if (health !== null && endpoint !== undefined) this.#endpoints.set(endpointId, { ...endpoint, ...health })
    return 'saved'
  }

  async skipDeliveries(endpointId: string, atMs: number, limit: number): Promise<number> {
    const pending = this.#of(endpointId).filter(({ delivery }) => delivery.state === 'pending')
    const skipped = pending.toSorted(byTime).slice(0, limit)
    for (const stored of skipped) {
      const { delivery } = stored
      const nextAtMs = isByHand(delivery) ? delivery.nextAtMs : null
      this.#put({
        ...stored,
        resumeAtMs: null,
        delivery: { ...delivery, state: 'skipped', nextAtMs, completedAtMs: atMs },
      })
    }
    return skipped.length
  }

  async countFailedEvents(endpointId: string, sinceMs: number, max: number): Promise<number> {
    const failed = this.#of(endpointId).filter(
      ({ delivery: { eventId, state, lastError } }) =>
        eventId >= `evt_${ulidTime(sinceMs)}` &&
        lastError !== null &&
        (state === 'pending' || state === 'failed'),
    )
    return Math.min(failed.length, max)
  }

  async deliveryBacklog(nowMs: number): Promise<DeliveryBacklog> {
    const times = [...this.#deliveries.values()].flatMap(({ delivery }) => delivery.nextAtMs ?? [])
    const oldest = Math.min(...times)
    const endpoints = [...this.#endpoints.values()].filter(({ deletedAtMs }) => deletedAtMs === null)
    return {
      oldestDueMs: oldest <= nowMs ? oldest : null,
      pending: times.length,
      disabledEndpoints: endpoints.filter(({ disabledAtMs }) => disabledAtMs !== null).length,
    }
  }

  async #claim(stored: Stored, nextAtMs: number): Promise<ClaimedDelivery> {
    const { delivery: before, payment } = stored
    const counted = isByHand(before) ? 0 : 1
    const delivery = {
      ...before,
      attemptCount: before.attemptCount + 1,
      scheduleCount: before.scheduleCount + counted,
      nextAtMs,
    }
    this.#put({ ...stored, delivery })
    const endpoint = this.#endpoints.get(delivery.endpointId)
    if (endpoint === undefined) throw new Error('a delivery without its endpoint')
    const event = await this.findEvent(endpoint, delivery.eventId)
    if (event === null) throw new Error('a delivery without its event')
    return { endpoint, event, delivery, url: endpoint.url ?? payment?.callbackUrl ?? null }
  }

  #dueEndpoints(atMs: number) {
    return [...this.#endpoints.values()]
      .filter(({ id, deletedAtMs }) => deletedAtMs === null && this.#due(id, atMs).length > 0)
      .toSorted(
        (a, b) =>
          Number(a.failingSinceMs !== null) - Number(b.failingSinceMs !== null) ||
          this.#firstMs(a) - this.#firstMs(b) ||
          compare(a.id, b.id),
      )
      .map(({ id, failingSinceMs, disabledAtMs }) => ({
        id,
        failing_since_ms: failingSinceMs,
        disabled_at_ms: disabledAtMs,
      }))
  }

  #firstMs({ id }: WebhookEndpoint): number {
    return Math.min(...this.#of(id).flatMap(({ delivery }) => delivery.nextAtMs ?? []))
  }

  #due(endpointId: string, atMs: number): readonly Stored[] {
    const all = this.#of(endpointId)
    const isDisabled = this.#endpoints.get(endpointId)?.disabledAtMs != null
    return all
      .filter(({ delivery }) => delivery.nextAtMs !== null && delivery.nextAtMs <= atMs)
      .filter(({ delivery }) => !isDisabled || isByHand(delivery))
      .filter(
        (one) =>
          isByHand(one.delivery) || !isUnanswered(one.delivery) || !all.some((other) => isBefore(other, one)),
      )
      .toSorted(byTime)
  }

  #of(endpointId: string): readonly Stored[] {
    return [...this.#deliveries.values()].filter(({ delivery }) => delivery.endpointId === endpointId)
  }

  #ofOwner({ merchantId, mode }: Owner): readonly WebhookEndpoint[] {
    return [...this.#endpoints.values()].filter(
      (one) => one.merchantId === merchantId && one.mode === mode && one.deletedAtMs === null,
    )
  }

  #put(stored: Stored): void {
    this.#deliveries.set(keyOf(stored.delivery.endpointId, stored.delivery.eventId), stored)
  }
}

function keyOf(endpointId: string, eventId: string): string {
  return `${endpointId} ${eventId}`
}

function byTime(a: Stored, b: Stored): number {
  return (
    (a.delivery.nextAtMs ?? 0) - (b.delivery.nextAtMs ?? 0) || compare(a.delivery.eventId, b.delivery.eventId)
  )
}

/** Of the same payment, earlier, and still without an answer. */
function isBefore(other: Stored, one: Stored): boolean {
  if (other.payment === null || other.payment.id !== one.payment?.id || other === one) return false
  const order =
    other.payment.version - one.payment.version || compare(other.delivery.eventId, one.delivery.eventId)
  return order < 0 && other.delivery.state === 'pending' && isUnanswered(other.delivery)
}
