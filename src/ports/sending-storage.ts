/** The part of the port {@link Storage} that lists deliveries and sends events again. */
import type { IdempotencyRecord } from '../core/idempotency-record.ts'
import type { EventType } from '../core/public-events.ts'
import type { Delivery, DeliveryAttempt, DeliveryState } from '../core/webhook/delivery.ts'
import type { WebhookEndpoint } from '../core/webhook/endpoint.ts'
import type { Owner } from './event-storage.ts'

export interface SendingStorage {
  findDelivery(endpointId: string, eventId: string): Promise<Delivery | null>
  /** The deliveries to one endpoint, newest event first. */
  listDeliveries(query: DeliveryQuery): Promise<DeliveryPage>
  /** The attempts of one delivery, oldest first. */
  listAttempts(endpointId: string, eventId: string): Promise<readonly DeliveryAttempt[]>
  /** An event for one endpoint alone, due immediately. */
  addTestEvent(test: TestSending): Promise<'saved' | 'idempotency_key_taken'>
  /** Makes one more attempt due at one endpoint, or at all that are enabled and subscribe to the type. */
  resendEvent(resending: Resending): Promise<readonly Delivery[] | 'idempotency_key_taken'>
  /** Requests to resend an event, oldest first. */
  listResends(query: ResendQuery): Promise<readonly Resend[]>
  /** Removes requests that were made before this time, for all merchants. Returns the number removed, at most `limit`. */
  purgeResends(requestedBeforeMs: number, limit: number): Promise<number>
  /** Starts the retry schedule again for deliveries that have failed or were skipped, oldest first. */
  recoverDeliveries(recovery: Recovery): Promise<Recovered | 'idempotency_key_taken'>
}

export type DeliveryQuery = Readonly<{
  endpointId: string
  limit: number
  /** IDs of events that are themselves not part of the page. */
  startingAfter: string | null
  endingBefore: string | null
  state: DeliveryState | null
  type: EventType | null
  createdFromMs: number | null
  createdBeforeMs: number | null
}>

type DeliveryPage = Readonly<{ deliveries: readonly Delivery[]; hasMore: boolean }>

export type TestSending = Readonly<{
  endpoint: WebhookEndpoint
  event: Readonly<{ id: string; createdAtMs: number; body: string }>
  idempotency: IdempotencyRecord | null
}>

/** Makes the idempotency record that is saved in the same commit. */
type Keep<Result> = (result: Result) => IdempotencyRecord | null

export type Resending = Readonly<{
  /** Of the request: a ULID of its time. */
  id: string
  owner: Owner
  event: Readonly<{ id: string; type: EventType }>
  endpointId: string | null
  atMs: number
  keep: Keep<readonly Delivery[]>
}>

export type ResendQuery = Owner &
  Readonly<{
    /** Only requests with larger IDs. */
    after: string
    limit: number
  }>

export type Resend = Readonly<{ id: string; eventId: string; createdAtMs: number }>

export type Recovery = Readonly<{
  endpointId: string
  /** The time of creation of the events: from, inclusive, and before, exclusive. */
  fromMs: number
  beforeMs: number | null
  atMs: number
  limit: number
  keep: Keep<Recovered>
}>

export type Recovered = Readonly<{ recovered: number; hasMore: boolean }>
