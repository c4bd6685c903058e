/** One event on its way to one endpoint. */
import type { StoredEvent } from '../public-events.ts'
import type { DeliveryError } from './delivery-error.ts'

/** `skipped`: its endpoint was disabled or deleted. */
export type DeliveryState = 'pending' | 'succeeded' | 'failed' | 'skipped'

/** Why an attempt is made. `resend` and `test` are single attempts, which do not affect an endpoint's health. */
export type DeliveryTrigger = 'schedule' | 'recover' | 'resend' | 'test'

/** Somebody asked for this one attempt: it is not part of the schedule. */
export function isByHand(trigger: DeliveryTrigger): boolean {
  return trigger === 'resend' || trigger === 'test'
}

export type Delivery = Readonly<{
  endpointId: string
  eventId: string
  eventType: StoredEvent['type']
  paymentId: string | null
  state: DeliveryState
  /** All attempts that were started. In a claim, the number of this one. */
  attemptCount: number
  /** Of them, those in the current run of the schedule. */
  scheduleCount: number
  /** Null: nothing will be sent. */
  nextAtMs: number | null
  /** Of the next attempt or, where it was claimed, of this one. */
  trigger: DeliveryTrigger
  createdAtMs: number
  completedAtMs: number | null
  lastStatusCode: number | null
  lastError: DeliveryError | null
}>

export type DeliveryAttempt = Readonly<{
  number: number
  trigger: DeliveryTrigger
  atMs: number
  durationMs: number
  statusCode: number | null
  error: DeliveryError | null
  excerpt: string | null
}>
