/** Public events in the memory storage. */
import { type StoredEvent, withPersonalData } from '../../src/core/public-events.ts'
import type { EventPage, EventQuery, Owner } from '../../src/ports/event-storage.ts'
import type { Change } from '../../src/ports/storage.ts'
import { compare } from './order.ts'

type Kept = StoredEvent & { after: Change['after'] | null }

export class MemoryEvents {
  #events: readonly Kept[] = []
  readonly #removed = new Set<string>()
  /** Something of it is still to be sent. */
  readonly #isWaiting: (eventId: string) => boolean
  readonly #onPurge: (eventIds: ReadonlySet<string>) => void

  constructor(
    isWaiting: (eventId: string) => boolean,
    onPurge: (eventIds: ReadonlySet<string>) => void = () => {},
  ) {
    this.#isWaiting = isWaiting
    this.#onPurge = onPurge
  }

  publish({ after, publicEvents }: Change): void {
    if (after.personalDataRemovedAtMs !== null) this.#removed.add(after.id)
    const { merchantId, mode, id: paymentId } = after
    this.#events = [
      ...this.#events,
      ...publicEvents.map((event) => ({ ...event, merchantId, mode, paymentId, after })),
    ]
  }

  /** Of no payment. */
  add(event: StoredEvent): void {
    this.#events = [...this.#events, { ...event, after: null }]
  }

  copy(from: MemoryEvents): void {
    this.#events = from.#events
  }

  readonly findEvent = async (owner: Owner, id: string): Promise<StoredEvent | null> => this.find(owner, id)

  find(owner: Owner, id: string): StoredEvent | null {
    return this.#ofOwner(owner).find((event) => event.id === id) ?? null
  }

  /** The payment as it was then. */
  causeOf(id: string): Change['after'] | null {
    return this.#events.find((event) => event.id === id)?.after ?? null
  }

  readonly listPublicEvents = async (query: EventQuery): Promise<EventPage> => {
    const { type, paymentId, createdFromMs, createdBeforeMs, startingAfter, endingBefore, limit } = query
    const found = this.#ofOwner(query)
      .filter((event) => type === null || event.type === type)
      .filter((event) => paymentId === null || event.paymentId === paymentId)
      .filter((event) => createdFromMs === null || event.createdAtMs >= createdFromMs)
      .filter((event) => createdBeforeMs === null || event.createdAtMs < createdBeforeMs)
      .filter((event) => startingAfter === null || event.id < startingAfter)
      .filter((event) => endingBefore === null || event.id > endingBefore)
      .sort((a, b) => compare(b.id, a.id))
    const events = endingBefore === null ? found.slice(0, limit) : found.slice(-limit)
    return { events, hasMore: found.length > limit }
  }

  readonly purgeEvents = async (createdBeforeMs: number, limit: number): Promise<number> => {
    const old = this.#events.filter(
      ({ id, createdAtMs }) => createdAtMs < createdBeforeMs && !this.#isWaiting(id),
    )
    const removed = new Set(old.slice(0, limit).map(({ id }) => id))
    if (removed.size === 0) return 0
    this.#events = this.#events.filter(({ id }) => !removed.has(id))
    this.#onPurge(removed)
    return removed.size
  }

  #ofOwner({ merchantId, mode }: Owner): readonly StoredEvent[] {
    return this.#events
      .filter((event) => event.merchantId === merchantId && event.mode === mode)
      .map(({ after, ...event }) => ({
        ...event,
        body:
          after === null || this.#removed.has(after.id) ? event.body : withPersonalData(event.body, after),
      }))
  }
}
