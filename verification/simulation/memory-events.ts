/** Public events in the memory storage. */
import { type StoredEvent, withPersonalData } from '../../src/core/public-events.ts'
import type { EventPage, EventQuery, Owner } from '../../src/event-storage.ts'
import type { Change } from '../../src/ports.ts'
import { compare } from './order.ts'

export class MemoryEvents {
  #events: readonly (StoredEvent & { after: Change['after'] })[] = []
  readonly #removed = new Set<string>()

  publish({ after, publicEvents }: Change): void {
    if (after.personalDataRemovedAtMs !== null) this.#removed.add(after.id)
    const { merchantId, mode, id: paymentId } = after
    this.#events = [
      ...this.#events,
      ...publicEvents.map((event) => ({ ...event, merchantId, mode, paymentId, after })),
    ]
  }

  copy(from: MemoryEvents): void {
    this.#events = from.#events
  }

  readonly findEvent = async (owner: Owner, id: string): Promise<StoredEvent | null> =>
    this.#ofOwner(owner).find((event) => event.id === id) ?? null

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
    const old = new Set(this.#events.filter((event) => event.createdAtMs < createdBeforeMs).slice(0, limit))
    this.#events = this.#events.filter((event) => !old.has(event))
    return old.size
  }

  #ofOwner({ merchantId, mode }: Owner): readonly StoredEvent[] {
    return this.#events
      .filter((event) => event.merchantId === merchantId && event.mode === mode)
      .map(({ after, ...event }) => ({
        ...event,
        body: this.#removed.has(after.id) ? event.body : withPersonalData(event.body, after),
      }))
  }
}
