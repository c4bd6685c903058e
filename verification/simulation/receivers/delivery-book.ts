/**
 * Our side's book of events, endpoints, and deliveries: told of each commit, and checked at that moment against what must
 * always hold.
 */
import { presentPayment } from '../../../src/api/present-payment.ts'
import { testEventType, withPersonalData } from '../../../src/core/public-events.ts'
import type { WebhookEndpoint } from '../../../src/core/webhook/endpoint.ts'
import type { RetrySchedule } from '../../../src/core/webhook/retry-schedule.ts'
import { SecretBox } from '../../../src/platform/secret-box.ts'
import type { TestSending } from '../../../src/ports/sending-storage.ts'
import type { Change } from '../../../src/ports/storage.ts'
import type { ClaimedDelivery, DeliveryResult } from '../../../src/ports/webhook-storage.ts'
import type { Life } from '../life.ts'
import type { World } from '../world.ts'
import {
  BookedDelivery,
  type BookedEvent,
  type DeliveryClaimTimes,
  type Expected,
} from './booked-delivery.ts'
import { EndpointHistory } from './endpoint-history.ts'

const payUrl = 'https://pay.example'
const byHand = { isSubscribed: false, isOwed: false }

export class DeliveryBook {
  readonly schedule: RetrySchedule
  /** Of every process. What it seals is never the same, and nothing depends on that. */
  readonly secrets = new SecretBox([new Uint8Array(32)])
  readonly events = new Map<string, BookedEvent>()
  readonly endpoints = new Map<string, EndpointHistory>()
  readonly deliveries = new Map<string, BookedDelivery>()
  readonly #world: World
  readonly #claims = new WeakMap<Life, Map<string, ClaimedDelivery[]>>()
  /** Of each payment, in the order of their commits. */
  readonly #ofPayment = new Map<string, BookedEvent[]>()
  #order = 0

  constructor(world: World, schedule: RetrySchedule) {
    this.#world = world
    this.schedule = schedule
  }

  published({ after, publicEvents }: Change): void {
    const snapshot = JSON.stringify(presentPayment(after, payUrl))
    for (const { id, body: stored, type } of publicEvents) {
      const body = withPersonalData(stored, after)
      this.#world.must(
        body.endsWith(`"payment":${snapshot}}}`),
        `${id} does not show the payment as a GET does at its commit`,
      )
      const event = this.#tell({ id, type, paymentId: after.id, body })
      this.#ofPayment.set(after.id, [...(this.#ofPayment.get(after.id) ?? []), event])
      for (const history of this.endpoints.values()) {
        const { now } = history
        const isToldOf = now.events === 'all' || now.events.includes(type)
        if (now.mode !== after.mode || now.deletedAtMs !== null || !isToldOf) continue
        this.#expect({ event, endpointId: now.id, isSubscribed: true, isOwed: !history.isStopped })
      }
    }
  }

  added(endpoint: WebhookEndpoint): void {
    this.#world.kernel.note(`  endpoint ${endpoint.id.slice(-4)} added`)
    this.endpoints.set(endpoint.id, new EndpointHistory(endpoint))
  }

  changed(after: WebhookEndpoint): void {
    const history = this.endpoints.get(after.id)
    const { version, disabledAtMs, deletedAtMs } = after
    this.#world.must(history?.now.version === version - 1, 'an endpoint is changed as it was before')
    this.#world.kernel.note(
      `  endpoint ${after.id.slice(-4)}: v${version} ${disabledAtMs === null ? 'enabled' : 'disabled'} ${deletedAtMs === null ? '' : 'deleted'}`,
    )
    history?.change(after, ++this.#order)
  }

  disabled(id: string, disabledReason: 'gone' | 'failing' | 'requested', disabledAtMs: number): void {
    const world = this.#world
    const history = this.endpoints.get(id)
    if (history === undefined) return
    world.count(disabledReason === 'gone' ? 'endpoint_was_gone' : 'endpoint_given_up')
    world.must(
      disabledReason === 'gone' || history.mayBeGivenUp(world.kernel.nowMs),
      `${id} is given up, although it has not failed for long`,
    )
    const { now } = history
    this.changed({ ...now, disabledAtMs, disabledReason, version: now.version + 1 })
  }

  /** A test is an event for one endpoint alone. */
  tested({ endpoint, event: { id, body } }: TestSending): void {
    const event = this.#tell({ id, type: testEventType, paymentId: null, body })
    this.#expect({ event, endpointId: endpoint.id, ...byHand })
  }

  /** Whether it was done or not. */
  askedAgain(eventId: string): void {
    for (const delivery of this.deliveries.values()) {
      if (delivery.event.id === eventId) delivery.askAgain()
    }
  }

  recovered(endpointId: string): void {
    for (const delivery of this.deliveries.values()) {
      if (delivery.endpointId === endpointId && !delivery.hasSucceeded) delivery.beginAnew()
    }
  }

  claimed(life: Life, claimed: readonly ClaimedDelivery[], times: DeliveryClaimTimes): void {
    for (const one of claimed) {
      this.#checkClaimed(one)
      this.counted(one, times)
      const ofLife = this.#claims.get(life) ?? new Map<string, ClaimedDelivery[]>()
      this.#claims.set(life, ofLife)
      const key = keyOf(one.endpoint.id, one.event.id)
      ofLife.set(key, [...(ofLife.get(key) ?? []), one])
    }
  }

  /** How many attempts were begun. */
  countOf(endpointId: string, eventId: string): number {
    return this.deliveries.get(keyOf(endpointId, eventId))?.count ?? 0
  }

  /** Also where nobody has heard of the claim. */
  counted(one: Pick<ClaimedDelivery, 'delivery'>, times: DeliveryClaimTimes): void {
    const { endpointId, eventId, trigger, attemptCount } = one.delivery
    this.#world.kernel.note(
      `  claimed ${eventId.slice(15, 21)} to ${endpointId.slice(-4)}: ${trigger} ${attemptCount}`,
    )
    const delivery = this.#deliveryOf(endpointId, eventId)
    if (delivery === null) return
    if (trigger === 'schedule' && attemptCount === 1) this.#checkOrder(delivery)
    delivery.claimed(one, times)
  }

  saved(result: DeliveryResult, outcome: 'saved' | 'stale'): void {
    const { endpointId, eventId, attempt, isSuccess } = result
    const delivery = this.deliveries.get(keyOf(endpointId, eventId))
    const { trigger, number, statusCode, error } = attempt
    this.#world.kernel.note(
      `  ${outcome} ${eventId.slice(15, 21)} to ${endpointId.slice(-4)}: ${trigger} ${number} ${statusCode} ${error}`,
    )
    delivery?.saved(result, outcome)
    if (outcome === 'stale' || trigger === 'resend' || trigger === 'test') return
    this.endpoints.get(endpointId)?.note(eventId, isSuccess, this.#world.kernel.nowMs)
  }

  /** What this process may be sending. */
  claimsOf(life: Life, endpointId: string, eventId: string): readonly ClaimedDelivery[] {
    return this.#claims.get(life)?.get(keyOf(endpointId, eventId)) ?? []
  }

  #checkClaimed({ endpoint, event, delivery }: ClaimedDelivery): void {
    const world = this.#world
    const known = this.endpoints.get(endpoint.id)
    const isByHand = delivery.trigger === 'resend' || delivery.trigger === 'test'
    world.must(known?.now.deletedAtMs === null, `a deleted endpoint is to get ${event.id}`)
    world.must(isByHand || known?.isStopped === false, `a disabled endpoint is to get ${event.id}`)
    world.must(
      endpoint.version === known?.now.version && endpoint.secret === known.now.secret,
      `${endpoint.id} is read as it was before`,
    )
    world.must(this.events.has(event.id), `${event.id} is to be sent and was never committed`)
    world.must(this.events.get(event.id)?.body === event.body, `${event.id} is to be sent with other bytes`)
  }

  /** The events before it have been answered, or will not be sent. */
  #checkOrder(delivery: BookedDelivery): void {
    const { event, endpointId } = delivery
    const history = this.endpoints.get(endpointId)
    const earlier = (this.#ofPayment.get(event.paymentId ?? '') ?? []).filter(
      ({ order }) => order < event.order,
    )
    for (const { id, order } of earlier) {
      const before = this.deliveries.get(keyOf(endpointId, id))
      const isOpen =
        before?.isOwed === true && !before.isAnswered && history?.wasStoppedSince(order) === false
      this.#world.must(!isOpen, `${delivery.name} is sent before the one before it was answered`)
    }
    if (earlier.length > 0) this.#world.count('webhook_sent_in_order')
  }

  /** Sent by hand to an endpoint that was not subscribed: it is known from then on. */
  #deliveryOf(endpointId: string, eventId: string): BookedDelivery | null {
    const event = this.events.get(eventId)
    if (event === undefined) return null
    return this.deliveries.get(keyOf(endpointId, eventId)) ?? this.#expect({ event, endpointId, ...byHand })
  }

  #tell(told: Omit<BookedEvent, 'order' | 'committedMs'>): BookedEvent {
    const event = { ...told, order: ++this.#order, committedMs: this.#world.kernel.nowMs }
    this.events.set(event.id, event)
    return event
  }

  #expect(expected: Expected): BookedDelivery {
    const attemptsMax = this.schedule.pausesMs.length + 1
    const delivery = new BookedDelivery(this.#world, attemptsMax, expected)
    this.deliveries.set(keyOf(expected.endpointId, expected.event.id), delivery)
    return delivery
  }
}

export function keyOf(endpointId: string, eventId: string): string {
  return `${endpointId} ${eventId}`
}
