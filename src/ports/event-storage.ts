/** The part of the port {@link Storage} that is about public events. They are written by `save`, with their cause. */
import type { Mode } from '../core/payment/payment.ts'
import type { EventType, StoredEvent } from '../core/public-events.ts'

export interface EventStorage {
  /** Null if this merchant has no such event in this mode. */
  findEvent(owner: Owner, id: string): Promise<StoredEvent | null>
  /** Newest first. Fewer than requested if they are large; `hasMore` says whether others follow. */
  listPublicEvents(query: EventQuery): Promise<EventPage>
  /** Removes events that were created before this time, of all merchants. Returns how many, about `limit` at most. */
  purgeEvents(createdBeforeMs: number, limit: number): Promise<number>
}

export type Owner = Readonly<{ merchantId: string; mode: Mode }>

export type EventQuery = Owner &
  Readonly<{
    limit: number
    /** IDs of events that are themselves not part of the page. */
    startingAfter: string | null
    endingBefore: string | null
    type: EventType | null
    paymentId: string | null
    createdFromMs: number | null
    createdBeforeMs: number | null
  }>

export type EventPage = Readonly<{ events: readonly StoredEvent[]; hasMore: boolean }>
