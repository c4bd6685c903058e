/** Storage: an event is delivered to each endpoint that wants it, by one process at a time. */
import { describe, expect, it } from 'vitest'
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { DeliveryAttempt } from '../../../src/core/webhook/delivery.ts'
import type { WebhookEndpoint } from '../../../src/core/webhook/endpoint.ts'
import type { ClaimedDelivery, DeliveryPlaces, DeliveryResult } from '../../../src/ports/webhook-storage.ts'
import {
  aCreation,
  approveCommand,
  changeBy,
  refundCommand,
  startCommand,
  startMs,
} from '../../support/payments.ts'
import { anEndpoint, owner } from './an-endpoint.ts'
import type { Subject } from './contract.ts'
import { created, saved } from './payments.ts'

const leaseMs = 60_000
const wide: DeliveryPlaces = { usual: 10, of: {}, failing: 100 }

export function describeDeliveries(subject: Subject): void {
  const add = (id: string, changes: Partial<WebhookEndpoint> = {}) =>
    subject.storage.addEndpoint(anEndpoint(id, changes), 100, null)
  const claim = (inMs = 0, places = wide, limit = 50) =>
    subject.storage.claimDeliveries({ nowMs: () => startMs + inMs, leaseMs, limit, places })

  /** An event of a payment of its own. */
  const cancel = async (atMs = startMs, terms: Parameters<typeof aCreation>[0] = {}): Promise<Payment> => {
    const payment = await created(subject.storage, aCreation(terms))
    return saved(subject.storage, changeBy(payment, { type: 'cancel' }, { atMs }))
  }
  /** Two events of one payment: it succeeds, and then a refund is asked for. */
  const refund = async (): Promise<Payment> => {
    const payment = await created(subject.storage)
    const started = await saved(subject.storage, changeBy(payment, startCommand(payment), { atMs: startMs }))
    const paid = await saved(subject.storage, changeBy(started, approveCommand(started), { atMs: startMs }))
    return saved(subject.storage, changeBy(paid, refundCommand(100), { atMs: startMs }))
  }
  const result = (
    { endpoint, event, delivery }: ClaimedDelivery,
    attempt: Partial<DeliveryAttempt> = {},
    more: Partial<DeliveryResult> = {},
  ) => ({
    endpointId: endpoint.id,
    eventId: event.id,
    eventAtMs: event.createdAtMs,
    attempt: {
      ...{ number: delivery.attemptCount, trigger: delivery.trigger, atMs: startMs, durationMs: 5 },
      ...{ statusCode: 204, error: null, excerpt: null },
      ...attempt,
    },
    isSuccess: (attempt.error ?? null) === null,
    isRefused: false,
    retryAtMs: null,
    health: null,
    ...more,
  })
  const succeed = (one: ClaimedDelivery) => subject.storage.saveDelivery(result(one))
  const fail = (one: ClaimedDelivery, retryInMs: number | null, more: Partial<DeliveryResult> = {}) => {
    const retryAtMs = retryInMs === null ? null : startMs + retryInMs
    const attempt = { statusCode: 500, error: 'status', excerpt: 'no such table' } as const
    return subject.storage.saveDelivery(result(one, attempt, { retryAtMs, ...more }))
  }
  const toldOf = (claimed: readonly ClaimedDelivery[]) =>
    claimed.map(({ endpoint, event }) => `${endpoint.id} ${event.type}`).sort()
  const firstOf = (claimed: readonly ClaimedDelivery[]): ClaimedDelivery => {
    const [first] = claimed
    if (first === undefined) throw new Error('nothing was claimed')
    return first
  }

  describe('deliveries', () => {
    it('begin with the event, for each endpoint of the merchant and mode that wants its type', async () => {
      await add('all')
      await add('some', { events: ['payment.failed', 'payment.canceled'] })
      await add('others', { events: ['payment.succeeded'] })
      await add('live', { mode: 'live' })
      const payment = await cancel()
      const claimed = await claim()
      expect(toldOf(claimed)).toEqual(['we_all payment.canceled', 'we_some payment.canceled'])
      const [event] = (await subject.storage.listPublicEvents({ ...everything })).events
      expect(firstOf(claimed)).toMatchObject({
        event,
        url: 'https://shop.example.com/webhooks',
        delivery: { eventType: 'payment.canceled', paymentId: payment.id, attemptCount: 1, scheduleCount: 1 },
      })
      expect(event?.body).toContain(payment.id)
    })

    it('do not begin for endpoints that are added later, and wait for nobody while one is disabled', async () => {
      await add('disabled', { disabledAtMs: startMs, disabledReason: 'requested' })
      await cancel()
      await add('late')
      expect(await claim()).toEqual([])
    })

    it('go to the URL of the payment where the endpoint has none', async () => {
      await add('callback', { url: null })
      await cancel()
      await cancel(startMs, { callbackUrl: 'https://shop.example.com/callback' })
      expect((await claim()).map(({ url }) => url)).toEqual(['https://shop.example.com/callback'])
    })

    it('are claimed by one process until its lease ends', async () => {
      await add('1')
      await cancel()
      expect(await claim()).toMatchObject([
        { delivery: { attemptCount: 1, trigger: 'schedule', nextAtMs: startMs + leaseMs } },
      ])
      expect(await claim(leaseMs - 1)).toEqual([])
      expect(await claim(leaseMs)).toMatchObject([{ delivery: { attemptCount: 2, scheduleCount: 2 } }])
    })

    it('are not claimed before their time', async () => {
      await add('1')
      await cancel(startMs + 5)
      expect(await claim(4)).toEqual([])
      expect(await claim(5)).toHaveLength(1)
    })

    it('of one payment begin one after the other, each when the one before was answered', async () => {
      await add('1')
      await add('2')
      await refund()
      const first = await claim()
      expect(toldOf(first)).toEqual(['we_1 payment.succeeded', 'we_2 payment.succeeded'])
      expect(await claim()).toEqual([])
      await succeed(firstOf(first.filter(({ endpoint }) => endpoint.id === 'we_1')))
      expect(toldOf(await claim())).toEqual(['we_1 refund.created'])
      // A failure is an answer, too, and what is sent again holds up nothing.
      await fail(firstOf(first.filter(({ endpoint }) => endpoint.id === 'we_2')), 0)
      expect(toldOf(await claim())).toEqual(['we_2 payment.succeeded', 'we_2 refund.created'])
    })

    it('of one endpoint take no more than its places', async () => {
      await add('1')
      await add('2')
      for (let i = 0; i < 3; i++) await cancel()
      expect(toldOf(await claim(0, { usual: 2, of: { we_2: 0 }, failing: 100 }))).toHaveLength(2)
      expect(toldOf(await claim(0, { usual: 1, of: { we_1: 0 }, failing: 100 }))).toEqual([
        'we_2 payment.canceled',
      ])
      expect(await claim(0, wide, 2)).toHaveLength(2)
      expect(await claim()).toHaveLength(1)
    })

    it('of endpoints that fail come last, and take no more than their places', async () => {
      await add('1', { failingSinceMs: startMs - 5 })
      await add('2', { failingSinceMs: startMs - 5 })
      await cancel()
      await add('3')
      await cancel()
      expect(toldOf(await claim(0, wide, 1))).toEqual(['we_3 payment.canceled'])
      expect(await claim(0, { ...wide, failing: 3 })).toHaveLength(3)
      expect(await claim(0, { ...wide, failing: 0 })).toEqual([])
      expect(await claim()).toHaveLength(1)
    })

    it('of endpoints that fail are claimed in turn, however many one of them has', async () => {
      await add('1', { failingSinceMs: startMs })
      for (const inMs of [1, 2, 3]) await cancel(startMs + inMs)
      await add('2', { failingSinceMs: startMs })
      await add('3', { failingSinceMs: startMs })
      await cancel(startMs + 4)
      const turns: string[] = []
      for (const failingAfter of ['', 'we_1', 'we_2', 'we_3'])
        turns.push(firstOf(await claim(5, { ...wide, failing: 1, failingAfter })).endpoint.id)
      expect(turns).toEqual(['we_1', 'we_2', 'we_3', 'we_1'])
    })

    it('that have succeeded are over, also by an attempt that was given up', async () => {
      await add('1')
      await cancel()
      const first = firstOf(await claim())
      const second = firstOf(await claim(leaseMs))
      expect(await succeed(first)).toBe('saved')
      expect(await fail(second, 0)).toBe('stale')
      expect(await claim(leaseMs * 5)).toEqual([])
    })

    it('that have failed are sent again at the time that was saved, or never', async () => {
      await add('1')
      await cancel()
      expect(await fail(firstOf(await claim()), 5_000)).toBe('saved')
      expect(await claim(4_999)).toEqual([])
      const again = firstOf(await claim(5_000))
      expect(again.delivery).toMatchObject({ attemptCount: 2, lastStatusCode: 500, lastError: 'status' })
      expect(await fail(again, null)).toBe('saved')
      expect(await claim(leaseMs * 5)).toEqual([])
    })

    it('that have nowhere to go are skipped, and are no failed events', async () => {
      await add('1', { url: null })
      await cancel(startMs, { callbackUrl: 'https://10.0.0.1/' })
      const refused = { isRefused: true, retryAtMs: startMs }
      const attempt = { statusCode: null, error: 'address_not_public' } as const
      const one = firstOf(await claim())
      expect(await subject.storage.saveDelivery(result(one, attempt, refused))).toBe('saved')
      expect(await claim(leaseMs * 5)).toEqual([])
      expect(await subject.storage.countFailedEvents('we_1', startMs, 10)).toBe(0)
    })

    it('are not changed by a failure that comes after a later attempt has begun', async () => {
      await add('1')
      await cancel()
      const first = firstOf(await claim())
      await claim(leaseMs)
      expect(await fail(first, 0)).toBe('stale')
      expect(await claim(leaseMs)).toEqual([])
    })

    it('change the health of their endpoint only where it changes', async () => {
      await add('1')
      await cancel()
      const health = { failingSinceMs: startMs, lastSuccessAtMs: null }
      await fail(firstOf(await claim()), 0, { health })
      expect(await subject.storage.findEndpoint(owner, 'we_1')).toMatchObject({ ...health, version: 1 })
      await fail(firstOf(await claim()), 0)
      expect(await subject.storage.findEndpoint(owner, 'we_1')).toMatchObject(health)
    })

    it('are skipped where the endpoint gets nothing any more, a part at a time', async () => {
      await add('1')
      await add('2')
      for (let i = 0; i < 3; i++) await cancel()
      const underWay = firstOf(await claim(0, { usual: 1, of: { we_2: 0 }, failing: 0 }))
      // Enabled again by the time that somebody comes to that.
      expect(await subject.storage.skipDeliveries('we_1', startMs, 2)).toBe(0)
      await subject.storage.disableEndpoint('we_1', 'failing', startMs)
      expect(await subject.storage.skipDeliveries('we_1', startMs, 2)).toBe(2)
      expect(await subject.storage.skipDeliveries('we_1', startMs, 2)).toBe(1)
      expect(await subject.storage.skipDeliveries('we_1', startMs, 2)).toBe(0)
      expect(await fail(underWay, 0)).toBe('stale')
      expect(toldOf(await claim(leaseMs))).toEqual(Array(3).fill('we_2 payment.canceled'))
    })

    it('of a disabled or deleted endpoint are not claimed', async () => {
      await add('1')
      await add('2')
      await cancel()
      await subject.storage.disableEndpoint('we_1', 'failing', startMs)
      await subject.storage.changeEndpoint(anEndpoint('2', { deletedAtMs: startMs, version: 2 }), null)
      expect(await claim()).toEqual([])
    })

    it('that failed are counted by their events, up to a number', async () => {
      await add('1')
      for (const inMs of [0, 10, 20]) await cancel(startMs + inMs)
      const claimed = await claim(20)
      expect(await subject.storage.countFailedEvents('we_1', startMs, 10)).toBe(0)
      for (const one of claimed) await fail(one, 0)
      expect(await subject.storage.countFailedEvents('we_1', startMs, 10)).toBe(3)
      expect(await subject.storage.countFailedEvents('we_1', startMs, 2)).toBe(2)
      expect(await subject.storage.countFailedEvents('we_1', startMs + 10, 10)).toBe(2)
      await succeed(firstOf(await claim(20)))
      expect(await subject.storage.countFailedEvents('we_1', startMs, 10)).toBe(2)
    })

    it('that were only sent by hand are no failed events', async () => {
      await add('1')
      const event = { id: `evt_${'7'.padEnd(26, 'z')}`, createdAtMs: startMs, body: '{}' }
      await subject.storage.addTestEvent({ endpoint: anEndpoint('1'), event, idempotency: null })
      expect(await fail(firstOf(await claim()), 0)).toBe('saved')
      expect(await subject.storage.countFailedEvents('we_1', startMs, 10)).toBe(0)
    })

    it('that wait are told to who watches', async () => {
      const none = { oldestDueMs: null, pending: 0, disabledEndpoints: 0 }
      expect(await subject.storage.deliveryBacklog(startMs)).toEqual(none)
      await add('failing', { failingSinceMs: startMs })
      await cancel(startMs + 5)
      expect(await subject.storage.deliveryBacklog(startMs + 20)).toEqual({ ...none, pending: 1 })
      await subject.storage.changeEndpoint(anEndpoint('failing', { deletedAtMs: startMs, version: 2 }), null)
      await subject.storage.skipDeliveries('we_failing', startMs, 10)
      await add('1')
      await add('2', { disabledAtMs: startMs, disabledReason: 'gone' })
      for (const inMs of [10, 20]) await cancel(startMs + inMs)
      const backlog = { oldestDueMs: startMs + 10, pending: 2, disabledEndpoints: 1 }
      expect(await subject.storage.deliveryBacklog(startMs + 20)).toEqual(backlog)
      expect(await subject.storage.deliveryBacklog(startMs)).toEqual({ ...backlog, oldestDueMs: null })
    })
  })
}

const everything = {
  ...owner,
  limit: 10,
  ...{ startingAfter: null, endingBefore: null, type: null, paymentId: null },
  ...{ createdFromMs: null, createdBeforeMs: null },
}
