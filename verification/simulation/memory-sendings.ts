/** Deliveries in the memory storage as the API shows them, and sending events again. */
import { type StoredEvent, testEventType } from '../../src/core/public-events.ts'
import { type Delivery, type DeliveryAttempt, isByHand } from '../../src/core/webhook/delivery.ts'
import type { WebhookEndpoint } from '../../src/core/webhook/endpoint.ts'
import type {
  DeliveryQuery,
  Recovered,
  Recovery,
  Resend,
  Resending,
  ResendQuery,
  SendingStorage,
  TestSending,
} from '../../src/ports/sending-storage.ts'
import { MemoryDeliveries, type StoredDelivery } from './memory-deliveries.ts'
import { compare } from './order.ts'

const nothingYet = { attemptCount: 0, scheduleCount: 0, lastStatusCode: null, lastError: null }

export class MemorySendings extends MemoryDeliveries implements SendingStorage {
  #resends: readonly (Resend & Readonly<{ owner: Resending['owner'] }>)[] = []

  async findDelivery(endpointId: string, eventId: string): Promise<Delivery | null> {
    return this.deliveryOf(endpointId, eventId)?.delivery ?? null
  }

  async listDeliveries(query: DeliveryQuery) {
    const { endpointId, limit, startingAfter, endingBefore, state, type } = query
    const { createdFromMs, createdBeforeMs } = query
    const found = this.deliveriesTo(endpointId)
      .map(({ delivery }) => delivery)
      .filter((one) => state === null || one.state === state)
      .filter((one) => type === null || one.eventType === type)
      .filter((one) => createdFromMs === null || one.createdAtMs >= createdFromMs)
      .filter((one) => createdBeforeMs === null || one.createdAtMs < createdBeforeMs)
      .filter((one) => startingAfter === null || one.eventId < startingAfter)
      .filter((one) => endingBefore === null || one.eventId > endingBefore)
      .sort((a, b) => compare(b.eventId, a.eventId))
    const deliveries = endingBefore === null ? found.slice(0, limit) : found.slice(-limit)
    return { deliveries, hasMore: found.length > limit }
  }

  async listAttempts(endpointId: string, eventId: string): Promise<readonly DeliveryAttempt[]> {
    return this.deliveryOf(endpointId, eventId)?.attempts ?? []
  }

  async addTestEvent({
    endpoint,
    event,
    idempotency,
  }: TestSending): Promise<'saved' | 'idempotency_key_taken'> {
    if (this.isTaken(idempotency)) return 'idempotency_key_taken'
    this.keep(idempotency)
    const { merchantId, mode } = endpoint
    const told: StoredEvent = { ...event, merchantId, mode, type: testEventType, paymentId: null }
    this.events.add(told)
    const delivery: Delivery = {
      ...{ endpointId: endpoint.id, eventId: event.id, eventType: testEventType, paymentId: null },
      ...{ state: 'pending', trigger: 'test', nextAtMs: event.createdAtMs, ...nothingYet },
      ...{ createdAtMs: event.createdAtMs, completedAtMs: null },
    }
    this.put({ delivery, resumeAtMs: null, payment: null, attempts: [] })
    return 'saved'
  }

  async resendEvent(resending: Resending): Promise<readonly Delivery[] | 'idempotency_key_taken'> {
    const { owner, event, endpointId } = resending
    const isChosen = ({ id, disabledAtMs, events }: WebhookEndpoint) =>
      endpointId === null
        ? disabledAtMs === null &&
          (events === 'all' || event.type === testEventType || events.some((type) => type === event.type))
        : id === endpointId
    const stored = this.endpointsOf(owner)
      .filter(isChosen)
      .toSorted((a, b) => compare(a.id, b.id))
      .flatMap((endpoint) => this.#resent(endpoint, resending) ?? [])
    const deliveries = stored.map(({ delivery }) => delivery)
    const record = resending.keep(deliveries)
    if (this.isTaken(record)) return 'idempotency_key_taken'
    this.keep(record)
    for (const one of stored) this.put(one)
    const { id, atMs: createdAtMs } = resending
    this.#resends = [...this.#resends, { id, eventId: event.id, createdAtMs, owner }]
    return deliveries
  }

  async listResends({ merchantId, mode, after, limit }: ResendQuery): Promise<readonly Resend[]> {
    return this.#resends
      .filter(({ owner }) => owner.merchantId === merchantId && owner.mode === mode)
      .filter(({ id }) => id > after)
      .sort((a, b) => compare(a.id, b.id))
      .slice(0, limit)
      .map(({ owner, ...resend }) => resend)
  }

  async purgeResends(requestedBeforeMs: number, limit: number): Promise<number> {
    const isOld = ({ createdAtMs }: Resend): boolean => createdAtMs < requestedBeforeMs
    const removed = new Set(this.#resends.filter(isOld).slice(0, limit))
    this.#resends = this.#resends.filter((resend) => !removed.has(resend))
    return removed.size
  }

  async recoverDeliveries({
    endpointId,
    fromMs,
    beforeMs,
    atMs,
    limit,
    keep,
  }: Recovery): Promise<Recovered | 'idempotency_key_taken'> {
    const lost = this.deliveriesTo(endpointId)
      .filter(({ delivery: { state } }) => state === 'failed' || state === 'skipped')
      .filter(({ delivery: { createdAtMs } }) => createdAtMs >= fromMs)
      .filter(({ delivery: { createdAtMs } }) => beforeMs === null || createdAtMs < beforeMs)
      .toSorted((a, b) => compare(a.delivery.eventId, b.delivery.eventId))
    const taken = lost.slice(0, limit)
    const recovered = { recovered: taken.length, hasMore: lost.length > limit }
    const record = keep(recovered)
    if (this.isTaken(record)) return 'idempotency_key_taken'
    this.keep(record)
    for (const stored of taken) this.put(recoveredAt(stored, atMs))
    return recovered
  }

  #resent(
    { id: endpointId, url }: WebhookEndpoint,
    { owner, event, atMs }: Resending,
  ): StoredDelivery | null {
    const before = this.deliveryOf(endpointId, event.id)
    if (before !== null) {
      const resumeAtMs = isByHand(before.delivery.trigger) ? before.resumeAtMs : before.delivery.nextAtMs
      return { ...before, resumeAtMs, delivery: { ...before.delivery, trigger: 'resend', nextAtMs: atMs } }
    }
    const found = this.events.find(owner, event.id)
    // One without a URL gets only what it was to get, and nobody gets the test of another one.
    if (found === null || url === null || found.type === testEventType) return null
    const delivery: Delivery = {
      ...{ endpointId, eventId: found.id, eventType: found.type, paymentId: found.paymentId },
      ...{ state: 'pending', trigger: 'resend', nextAtMs: atMs, ...nothingYet },
      ...{ createdAtMs: found.createdAtMs, completedAtMs: null },
    }
    return { delivery, resumeAtMs: null, payment: this.events.causeOf(found.id), attempts: [] }
  }
}

function recoveredAt(stored: StoredDelivery, nextAtMs: number): StoredDelivery {
  const begun = { state: 'pending', trigger: 'recover', scheduleCount: 0, completedAtMs: null } as const
  return { ...stored, resumeAtMs: null, delivery: { ...stored.delivery, ...begun, nextAtMs } }
}
