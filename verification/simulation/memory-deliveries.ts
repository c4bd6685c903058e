/** Deliveries of public events in the memory storage. */

import { type Delivery, type DeliveryAttempt, isByHand } from '../../src/core/webhook/delivery.ts'
import type { WebhookEndpoint } from '../../src/core/webhook/endpoint.ts'
import { ulidTime } from '../../src/platform/ids.ts'
import type { Change } from '../../src/ports/storage.ts'
import type {
  ClaimedDelivery,
  DeliveryBacklog,
  DeliveryClaim,
  DeliveryResult,
  DeliveryStorage,
} from '../../src/ports/webhook-storage.ts'
import { afterResult } from '../../src/storage/delivery-results.ts'
import { FreePlaces, inTurn } from '../../src/storage/due-deliveries.ts'
import { MemoryEndpoints } from './memory-endpoints.ts'
import { MemoryEvents } from './memory-events.ts'
import { compare } from './order.ts'

export type StoredDelivery = Readonly<{
  delivery: Delivery
  resumeAtMs: number | null
  payment: Change['after'] | null
  attempts: readonly DeliveryAttempt[]
}>

const isUnanswered = ({ lastError, lastStatusCode }: Delivery): boolean =>
  lastError === null && lastStatusCode === null

export class MemoryDeliveries extends MemoryEndpoints implements DeliveryStorage {
  readonly events = new MemoryEvents(
    (id) => this.#all().some(({ delivery }) => delivery.eventId === id && delivery.nextAtMs !== null),
    (ids) => this.#forget(ids),
  )
  readonly findEvent = this.events.findEvent
  readonly listPublicEvents = this.events.listPublicEvents
  readonly purgeEvents = this.events.purgeEvents
  readonly #deliveries = new Map<string, StoredDelivery>()

  /** When the first delivery is due; null if nothing waits. */
  nextDeliveryMs(): number | null {
    const times = this.#all().flatMap(({ delivery }) => delivery.nextAtMs ?? [])
    return times.length === 0 ? null : Math.min(...times)
  }

  protected publish(change: Change): void {
    this.events.publish(change)
    const { after } = change
    for (const event of change.publicEvents) {
      for (const endpoint of this.endpointsOf(after)) {
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
        this.put({ delivery, resumeAtMs: null, payment: after, attempts: [] })
      }
    }
  }

  async claimDeliveries({
    nowMs,
    leaseMs,
    limit,
    places,
  }: DeliveryClaim): Promise<readonly ClaimedDelivery[]> {
    const atMs = nowMs()
    const free = new FreePlaces(places, limit)
    return inTurn(this.#dueEndpoints(atMs), { places, limit }).flatMap((endpoint) => {
      const due = this.#due(endpoint.id, atMs).slice(0, free.of(endpoint))
      free.take(endpoint, due.length)
      return due.map((stored) => this.#claim(stored, atMs + leaseMs))
    })
  }

  async saveDelivery(result: DeliveryResult): Promise<'saved' | 'stale'> {
    const { endpointId, eventId, attempt, health } = result
    const stored = this.deliveryOf(endpointId, eventId)
    if (stored === null) return 'stale'
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
    const changed = { state, trigger, nextAtMs, completedAtMs, lastStatusCode, lastError }
    const after = { ...delivery, ...changed } as Delivery
    const attempts = [...stored.attempts, attempt]
    this.put({ ...stored, delivery: after, resumeAtMs: resume as number | null, attempts })
    const endpoint = this.endpoints.get(endpointId)
    if (health !== null && endpoint !== undefined) this.endpoints.set(endpointId, { ...endpoint, ...health })
    return 'saved'
  }

  async skipDeliveries(endpointId: string | null, atMs: number, limit: number): Promise<number> {
    const of = endpointId === null ? this.#all() : this.deliveriesTo(endpointId)
    const isDeleted = (id: string): boolean => this.endpoints.get(id)?.deletedAtMs !== null
    const skipped = of
      .filter(({ delivery: { endpointId: id, state, nextAtMs } }) => {
        const isDisabled = this.endpoints.get(id)?.disabledAtMs !== null
        return nextAtMs !== null && (isDeleted(id) || (isDisabled && state === 'pending'))
      })
      .slice(0, limit)
    for (const stored of skipped) {
      const { delivery } = stored
      const nextAtMs =
        isByHand(delivery.trigger) && !isDeleted(delivery.endpointId) ? delivery.nextAtMs : null
      const ended = delivery.state === 'pending' ? ({ state: 'skipped', completedAtMs: atMs } as const) : {}
      this.put({ ...stored, resumeAtMs: null, delivery: { ...delivery, nextAtMs, ...ended } })
    }
    return skipped.length
  }

  async countFailedEvents(endpointId: string, sinceMs: number, max: number): Promise<number> {
    const failed = this.deliveriesTo(endpointId).filter(
      ({ delivery: { eventId, state, lastError, scheduleCount } }) =>
        eventId >= `evt_${ulidTime(sinceMs)}` &&
        lastError !== null &&
        scheduleCount > 0 &&
        (state === 'pending' || state === 'failed'),
    )
    return Math.min(failed.length, max)
  }

  async deliveryBacklog(nowMs: number): Promise<DeliveryBacklog> {
    const waiting = this.#all().filter(({ delivery }) => delivery.nextAtMs !== null)
    const working = waiting.filter(({ delivery }) => this.#works(delivery.endpointId))
    const oldest = Math.min(...working.flatMap(({ delivery }) => delivery.nextAtMs ?? []))
    const endpoints = [...this.endpoints.values()].filter(({ deletedAtMs }) => deletedAtMs === null)
    return {
      oldestDueMs: oldest <= nowMs ? oldest : null,
      pending: waiting.length,
      disabledEndpoints: endpoints.filter(({ disabledAtMs }) => disabledAtMs !== null).length,
    }
  }

  protected deliveryOf(endpointId: string, eventId: string): StoredDelivery | null {
    return this.#deliveries.get(keyOf(endpointId, eventId)) ?? null
  }

  protected deliveriesTo(endpointId: string): readonly StoredDelivery[] {
    return this.#all().filter(({ delivery }) => delivery.endpointId === endpointId)
  }

  protected put(stored: StoredDelivery): void {
    const { endpointId, eventId } = stored.delivery
    this.#deliveries.set(keyOf(endpointId, eventId), stored)
  }

  #all(): readonly StoredDelivery[] {
    return [...this.#deliveries.values()]
  }

  #forget(eventIds: ReadonlySet<string>): void {
    for (const [key, { delivery }] of this.#deliveries) {
      if (eventIds.has(delivery.eventId)) this.#deliveries.delete(key)
    }
  }

  #works(endpointId: string): boolean {
    const endpoint = this.endpoints.get(endpointId)
    return (
      endpoint?.failingSinceMs === null && endpoint.disabledAtMs === null && endpoint.deletedAtMs === null
    )
  }

  #claim(stored: StoredDelivery, nextAtMs: number): ClaimedDelivery {
    const { delivery: before, payment } = stored
    const counted = isByHand(before.trigger) ? 0 : 1
    const delivery = {
      ...before,
      attemptCount: before.attemptCount + 1,
      scheduleCount: before.scheduleCount + counted,
      nextAtMs,
    }
    this.put({ ...stored, delivery })
    const endpoint = this.endpoints.get(delivery.endpointId)
    if (endpoint === undefined) throw new Error('a delivery without its endpoint')
    const event = this.events.find(endpoint, delivery.eventId)
    if (event === null) throw new Error('a delivery without its event')
    return { endpoint, event, delivery, url: endpoint.url ?? payment?.callbackUrl ?? null }
  }

  #dueEndpoints(atMs: number) {
    return [...this.endpoints.values()]
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
    return Math.min(...this.deliveriesTo(id).flatMap(({ delivery }) => delivery.nextAtMs ?? []))
  }

  #due(endpointId: string, atMs: number): readonly StoredDelivery[] {
    const all = this.deliveriesTo(endpointId)
    const isDisabled = this.endpoints.get(endpointId)?.disabledAtMs != null
    return all
      .filter(({ delivery }) => delivery.nextAtMs !== null && delivery.nextAtMs <= atMs)
      .filter(({ delivery }) => !isDisabled || isByHand(delivery.trigger))
      .filter(
        (one) =>
          isByHand(one.delivery.trigger) ||
          !isUnanswered(one.delivery) ||
          !all.some((other) => isBefore(other, one)),
      )
      .toSorted(byTime)
  }
}

function keyOf(endpointId: string, eventId: string): string {
  return `${endpointId} ${eventId}`
}

function byTime(a: StoredDelivery, b: StoredDelivery): number {
  return (
    (a.delivery.nextAtMs ?? 0) - (b.delivery.nextAtMs ?? 0) || compare(a.delivery.eventId, b.delivery.eventId)
  )
}

/** Of the same payment, earlier, and still without an answer. */
function isBefore(other: StoredDelivery, one: StoredDelivery): boolean {
  if (other.payment === null || other.payment.id !== one.payment?.id || other === one) return false
  const order =
    other.payment.version - one.payment.version || compare(other.delivery.eventId, one.delivery.eventId)
  return order < 0 && other.delivery.state === 'pending' && isUnanswered(other.delivery)
}
