/** The parts of the port {@link Storage} for webhook endpoints, and for the deliveries of public events to them. */
import type { IdempotencyRecord } from '../core/idempotency-record.ts'
import type { StoredEvent } from '../core/public-events.ts'
import type { Delivery, DeliveryAttempt } from '../core/webhook/delivery.ts'
import type { DisabledReason, WebhookEndpoint } from '../core/webhook/endpoint.ts'
import type { EndpointHealth } from '../core/webhook/endpoint-health.ts'
import type { Owner } from './event-storage.ts'

export interface EndpointStorage {
  /** `limit_reached`: the merchant already has `limit` endpoints of this kind, with or without a URL, in this mode. */
  addEndpoint(
    endpoint: WebhookEndpoint,
    limit: number,
    idempotency: IdempotencyRecord | null,
  ): Promise<'saved' | 'limit_reached' | 'idempotency_key_taken'>
  /** Null if this merchant has no such endpoint in this mode, or has deleted it. */
  findEndpoint(owner: Owner, id: string): Promise<WebhookEndpoint | null>
  /** Oldest first. */
  listEndpoints(owner: Owner): Promise<readonly WebhookEndpoint[]>
  /** `lost_race`: the stored version is not `after.version - 1`, or the endpoint was deleted. */
  changeEndpoint(
    after: WebhookEndpoint,
    idempotency: IdempotencyRecord | null,
  ): Promise<'saved' | 'lost_race' | 'idempotency_key_taken'>
  /** False if it was already disabled or deleted. */
  disableEndpoint(id: string, reason: DisabledReason, atMs: number): Promise<boolean>
}

export interface DeliveryStorage {
  /**
   * Claims deliveries whose time has come: counts the attempt, and postpones the next one by `leaseMs`, so that another process
   * takes over if this one dies. Events of one payment are first sent to an endpoint in their order: each is claimed once the
   * first attempt of the one before has ended.
   */
  claimDeliveries(claim: DeliveryClaim): Promise<readonly ClaimedDelivery[]>
  /**
   * The outcome of an attempt. A success is always accepted. A failure is `stale`, and nothing is written, if there has been
   * another attempt since, or if the delivery is over.
   */
  saveDelivery(result: DeliveryResult): Promise<'saved' | 'stale'>
  /**
   * For an endpoint that gets nothing anymore, or for all of them; if it is enabled again, none. A disabled one still gets what
   * is sent by hand, a deleted one nothing. Returns how many were skipped, at most `limit`.
   */
  skipDeliveries(endpointId: string | null, atMs: number, limit: number): Promise<number>
  /**
   * How many events created since then have failed at this endpoint and have not succeeded, counted up to `max`. Events that
   * were only sent by hand do not count.
   */
  countFailedEvents(endpointId: string, sinceMs: number, max: number): Promise<number>
  /** What is waiting in the whole database, for monitoring. */
  deliveryBacklog(nowMs: number): Promise<DeliveryBacklog>
}

/** See `Claim`. */
export type DeliveryClaim = Readonly<{
  nowMs: () => number
  leaseMs: number
  limit: number
  places: DeliveryPlaces
}>

export type DeliveryPlaces = Readonly<{
  /** How many may be claimed for one endpoint, unless `of` has a number for it. */
  usual: number
  of: Readonly<Record<string, number>>
  /** How many may be claimed for all failing endpoints together. */
  failing: number
  /** Failing endpoints take turns: those with IDs larger than this one come first. */
  failingAfter?: string
}>

export type ClaimedDelivery = Readonly<{
  endpoint: WebhookEndpoint
  event: StoredEvent
  /** After the claim. */
  delivery: Delivery
  /** Where to send it; null if it was personal data that has been removed. */
  url: string | null
}>

export type DeliveryResult = Readonly<{
  endpointId: string
  eventId: string
  /** When the event happened. */
  eventAtMs: number
  /** Its number is the one that was claimed. */
  attempt: DeliveryAttempt
  isSuccess: boolean
  /** There is nowhere to send it, so it is skipped and not repeated. */
  isRefused: boolean
  /**
   * When a failed attempt of the schedule is repeated; null: never. What was sent by hand goes back to where it was, whatever
   * this says.
   */
  retryAtMs: number | null
  /** Null: unchanged. */
  health: EndpointHealth | null
}>

export type DeliveryBacklog = Readonly<{
  /** When the delivery that has waited longest was due; null if none is due. */
  oldestDueMs: number | null
  /** Counted up to {@link countedMax}. */
  pending: number
  disabledEndpoints: number
}>

/** Counting millions would cost the gateway more than the number is worth. */
export const countedMax = 10_000

export type WebhookStorage = EndpointStorage & DeliveryStorage
