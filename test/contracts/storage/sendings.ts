/** Storage: deliveries are shown, and events are sent again, in one commit with the response that is kept. */
import { describe, expect, it } from 'vitest'
import type { WebhookEndpoint } from '../../../src/core/webhook/endpoint.ts'
import { RisingUlids } from '../../../src/platform/ids.ts'
import type { DeliveryQuery, Recovery, Resending, ResendQuery } from '../../../src/ports/sending-storage.ts'
import { aCreation, anIdempotencyRecord, changeBy, startMs } from '../../support/payments.ts'
import { anEndpoint, owner } from './an-endpoint.ts'
import type { Subject } from './contract.ts'
import { created, saved } from './payments.ts'

const wide = { usual: 10, of: {}, failing: 100 }
const nothing = () => null
const ulids = new RisingUlids((length) => new Uint8Array(length))
const aUlid = (atMs: number): string => ulids.next(atMs)

export function describeSendings(subject: Subject): void {
  const add = (id: string, changes: Partial<WebhookEndpoint> = {}) =>
    subject.storage.addEndpoint(anEndpoint(id, changes), 100, null)
  /** The ID of its event. */
  const cancel = async (atMs = startMs, terms: Parameters<typeof aCreation>[0] = {}): Promise<string> => {
    const payment = await created(subject.storage, aCreation(terms))
    const change = changeBy(payment, { type: 'cancel' }, { atMs })
    await saved(subject.storage, change)
    return change.publicEvents[0]?.id ?? ''
  }
  const claim = (inMs = 0) =>
    subject.storage.claimDeliveries({ nowMs: () => startMs + inMs, leaseMs: 60_000, limit: 50, places: wide })
  const fail = async (retryAtMs: number | null): Promise<void> => {
    for (const { endpoint, event, delivery } of await claim()) {
      const { attemptCount: number, trigger } = delivery
      const failed = { statusCode: 500, error: 'status', excerpt: 'no such table' } as const
      const attempt = { number, trigger, atMs: startMs, durationMs: 5, ...failed }
      const ofOne = { endpointId: endpoint.id, eventId: event.id, eventAtMs: event.createdAtMs, attempt }
      await subject.storage.saveDelivery({
        ...ofOne,
        isSuccess: false,
        isRefused: false,
        retryAtMs,
        health: null,
      })
    }
  }
  const listed = async (query: Partial<DeliveryQuery> = {}) => {
    const none = { startingAfter: null, endingBefore: null, state: null, type: null }
    const times = { createdFromMs: null, createdBeforeMs: null }
    return subject.storage.listDeliveries({ endpointId: 'we_1', limit: 10, ...none, ...times, ...query })
  }
  const resend = (id: string, more: Partial<Resending> = {}) => {
    const event = { id, type: 'payment.canceled' } as const
    const { atMs = startMs + 1_000 } = more
    const usual = { id: aUlid(atMs), owner, event, endpointId: null, atMs, keep: nothing }
    return subject.storage.resendEvent({ ...usual, ...more })
  }
  const listResends = (query: Partial<ResendQuery> = {}) =>
    subject.storage.listResends({ ...owner, after: '', limit: 10, ...query })
  const recover = (more: Partial<Recovery> = {}) => {
    const span = { fromMs: 0, beforeMs: null, atMs: startMs + 1_000, limit: 10 }
    return subject.storage.recoverDeliveries({ endpointId: 'we_1', ...span, keep: nothing, ...more })
  }

  describe('what was sent', () => {
    it('is shown with every attempt', async () => {
      await add('1')
      const eventId = await cancel()
      await fail(startMs + 5_000)
      const delivery = await subject.storage.findDelivery('we_1', eventId)
      expect(delivery).toMatchObject({
        ...{ endpointId: 'we_1', eventId, eventType: 'payment.canceled', state: 'pending', attemptCount: 1 },
        ...{ nextAtMs: startMs + 5_000, lastStatusCode: 500, lastError: 'status', createdAtMs: startMs },
      })
      expect((await listed()).deliveries).toEqual([delivery])
      expect(await subject.storage.listAttempts('we_1', eventId)).toEqual([
        {
          ...{ number: 1, trigger: 'schedule', atMs: startMs, durationMs: 5 },
          ...{ statusCode: 500, error: 'status', excerpt: 'no such table' },
        },
      ])
      expect(await subject.storage.findDelivery('we_2', eventId)).toBeNull()
      expect(await subject.storage.findDelivery('we_1', 'evt_unknown')).toBeNull()
    })

    it('is skipped where there is nowhere to send it', async () => {
      await add('1', { url: null })
      const eventId = await cancel(startMs, { callbackUrl: 'https://10.0.0.1/' })
      const [one] = await claim()
      const attempt = { number: 1, trigger: 'schedule', atMs: startMs, durationMs: 5 } as const
      const refused = { statusCode: null, error: 'address_not_public', excerpt: null } as const
      await subject.storage.saveDelivery({
        ...{ endpointId: 'we_1', eventId, eventAtMs: startMs, attempt: { ...attempt, ...refused } },
        ...{ isSuccess: false, isRefused: true, retryAtMs: startMs, health: null },
      })
      expect(one?.url).toBe('https://10.0.0.1/')
      expect(await subject.storage.findDelivery('we_1', eventId)).toMatchObject({
        ...{ state: 'skipped', nextAtMs: null, completedAtMs: startMs + 5, lastError: 'address_not_public' },
      })
    })

    it('is listed by state, type, and time, in pages', async () => {
      await add('1')
      const events = [await cancel(), await cancel(startMs + 1), await cancel(startMs + 2)]
      const [oldest, middle, newest] = events as [string, string, string]
      const ids = async (query: Partial<DeliveryQuery>) => {
        const page = await listed(query)
        return [...page.deliveries.map(({ eventId }) => eventId), page.hasMore]
      }
      expect(await ids({ limit: 2 })).toEqual([newest, middle, true])
      expect(await ids({ startingAfter: middle })).toEqual([oldest, false])
      expect(await ids({ endingBefore: oldest, limit: 1 })).toEqual([middle, true])
      expect(await ids({ createdFromMs: startMs + 1, createdBeforeMs: startMs + 2 })).toEqual([middle, false])
      await fail(null)
      expect(await ids({ state: 'failed' })).toEqual([oldest, false])
      expect(await ids({ state: 'pending', type: 'payment.canceled' })).toEqual([newest, middle, false])
      expect(await ids({ type: 'payment.failed' })).toEqual([false])
      expect(await ids({ type: 'payment.canceled', limit: 1 })).toEqual([newest, true])
    })

    it('is removed with its event, once nothing of it is to be sent', async () => {
      await add('1')
      const sent = await cancel()
      await fail(null)
      const waiting = await cancel()
      expect(await subject.storage.purgeEvents(startMs + 1, 10)).toBe(1)
      expect(await subject.storage.findDelivery('we_1', sent)).toBeNull()
      expect(await subject.storage.listAttempts('we_1', sent)).toEqual([])
      expect(await subject.storage.findDelivery('we_1', waiting)).not.toBeNull()
    })
  })

  describe('sending again', () => {
    it('goes to the endpoints that are enabled and want the type, or to the one that is named', async () => {
      const eventId = await cancel()
      await add('1')
      await add('2', { events: ['payment.failed'] })
      await add('3', { disabledAtMs: startMs, disabledReason: 'gone' })
      await add('4', { mode: 'live' })
      const due = { eventId, state: 'pending', trigger: 'resend', nextAtMs: startMs + 1_000 }
      expect(await resend(eventId)).toMatchObject([{ ...due, endpointId: 'we_1' }])
      expect(await resend(eventId, { endpointId: 'we_3' })).toMatchObject([{ ...due, endpointId: 'we_3' }])
      expect(await resend(eventId, { endpointId: 'we_4' })).toEqual([])
      const claimed = await claim(1_000)
      expect(claimed.map(({ endpoint }) => endpoint.id)).toEqual(['we_1', 'we_3'])
    })

    it('goes to an endpoint without a URL only with what it was to be told of', async () => {
      const before = await cancel()
      await add('1', { url: null })
      const withCallback = { callbackUrl: 'https://shop.example.com/callback' }
      const told = await cancel(startMs, withCallback)
      const named = { endpointId: 'we_1' }
      expect(await resend(before)).toEqual([])
      expect(await resend(before, named)).toEqual([])
      expect(await resend(told)).toMatchObject([{ endpointId: 'we_1', trigger: 'resend' }])
      expect(await resend(told, named)).toMatchObject([{ endpointId: 'we_1', trigger: 'resend' }])
    })

    it('is listed by the request, of one merchant and mode, whether or not it has a receiver', async () => {
      const [first, second] = [await cancel(), await cancel()] as [string, string]
      await resend(second, { atMs: startMs + 1 })
      await add('1')
      await resend(first, { atMs: startMs + 2 })
      await resend(first, { atMs: startMs + 3, endpointId: 'we_1' })
      const all = await listResends()
      expect(all.map(({ eventId, createdAtMs }) => [eventId, createdAtMs - startMs])).toEqual([
        [second, 1],
        [first, 2],
        [first, 3],
      ])
      expect(await listResends({ limit: 2 })).toEqual(all.slice(0, 2))
      expect(await listResends({ after: all[0]?.id ?? '' })).toEqual(all.slice(1))
      expect(await listResends({ mode: 'live' })).toEqual([])
      expect(await listResends({ merchantId: 'mer_other' })).toEqual([])
    })

    it('is forgotten when it is old, a limited number at a time', async () => {
      const eventId = await cancel()
      for (const ms of [1, 2, 3]) await resend(eventId, { atMs: startMs + ms })
      expect(await subject.storage.purgeResends(startMs + 3, 1)).toBe(1)
      expect(await subject.storage.purgeResends(startMs + 3, 10)).toBe(1)
      expect(await subject.storage.purgeResends(startMs + 3, 10)).toBe(0)
      expect(await listResends()).toHaveLength(1)
    })

    it('leaves the schedule as it was', async () => {
      await add('1')
      const eventId = await cancel()
      await fail(startMs + 7_200_000)
      await resend(eventId, { atMs: startMs })
      await resend(eventId, { atMs: startMs })
      await fail(null)
      expect(await subject.storage.findDelivery('we_1', eventId)).toMatchObject({
        ...{ state: 'pending', trigger: 'schedule', nextAtMs: startMs + 7_200_000 },
        ...{ attemptCount: 2, scheduleCount: 1 },
      })
    })

    it('begins the schedule anew for what has failed or was skipped, the oldest first', async () => {
      await add('1')
      const failed = await cancel()
      await fail(null)
      await subject.storage.disableEndpoint('we_1', 'failing', startMs)
      const skipped = [await cancel(startMs + 1), await cancel(startMs + 2)]
      await cancel(startMs + 500)
      expect(await recover({ limit: 2, beforeMs: startMs + 100 })).toEqual({ recovered: 2, hasMore: true })
      const pending = (await listed({ state: 'pending' })).deliveries
      expect(pending.map(({ eventId }) => eventId)).toEqual([skipped[0], failed])
      expect(pending[1]).toMatchObject({
        ...{ trigger: 'recover', attemptCount: 1, scheduleCount: 0, nextAtMs: startMs + 1_000 },
        completedAtMs: null,
      })
      expect(await recover({ beforeMs: startMs + 100 })).toEqual({ recovered: 1, hasMore: false })
      expect(await recover({ fromMs: startMs + 1_000 })).toEqual({ recovered: 0, hasMore: false })
    })

    it('is over when the endpoint is deleted, even if nobody came to skip what waited', async () => {
      await add('1')
      await add('2', { disabledAtMs: startMs, disabledReason: 'requested' })
      const failed = await cancel()
      await fail(null)
      const waiting = await cancel()
      for (const endpointId of ['we_1', 'we_2']) await resend(failed, { endpointId, atMs: startMs })
      expect(await subject.storage.skipDeliveries(null, startMs, 10)).toBe(0)
      await subject.storage.changeEndpoint(anEndpoint('1', { deletedAtMs: startMs, version: 2 }), null)
      expect(await subject.storage.deliveryBacklog(startMs)).toMatchObject({ pending: 3 })
      expect(await subject.storage.skipDeliveries(null, startMs, 1)).toBe(1)
      expect(await subject.storage.skipDeliveries('we_1', startMs, 10)).toBe(1)
      expect(await subject.storage.skipDeliveries(null, startMs, 10)).toBe(0)
      expect(await subject.storage.deliveryBacklog(startMs)).toMatchObject({ pending: 1 })
      const over = { nextAtMs: null, completedAtMs: expect.any(Number) }
      const find = (eventId: string) => subject.storage.findDelivery('we_1', eventId)
      expect(await find(failed)).toMatchObject({ state: 'failed', ...over })
      expect(await find(waiting)).toMatchObject({ state: 'skipped', ...over })
      expect(await claim()).toMatchObject([{ endpoint: { id: 'we_2' }, event: { id: failed } }])
      expect(await subject.storage.purgeEvents(startMs + 1, 10)).toBe(1)
    })

    it('sends a test again only to its own endpoint, whatever that subscribes to', async () => {
      await add('1')
      await add('2', { events: ['payment.failed'] })
      const event = { id: 'evt_00test', createdAtMs: startMs, body: '{"id":"evt_00test"}' }
      await subject.storage.addTestEvent({ endpoint: anEndpoint('2'), event, idempotency: null })
      const again = { event: { id: event.id, type: 'webhook_endpoint.test' } } as const
      expect(await resend(event.id, again)).toMatchObject([{ endpointId: 'we_2' }])
      expect(await resend(event.id, { ...again, endpointId: 'we_1' })).toEqual([])
      expect(await resend(event.id, { ...again, endpointId: 'we_2' })).toMatchObject([{ endpointId: 'we_2' }])
    })

    it('sends a test to one endpoint', async () => {
      await add('1')
      await add('2')
      const event = { id: 'evt_00test', createdAtMs: startMs, body: '{"id":"evt_00test"}' }
      const test = { endpoint: anEndpoint('1'), event, idempotency: null }
      expect(await subject.storage.addTestEvent(test)).toBe('saved')
      const [claimed, ...others] = await claim()
      expect(others).toEqual([])
      expect(claimed).toMatchObject({
        endpoint: { id: 'we_1' },
        event: { ...event, ...owner, type: 'webhook_endpoint.test', paymentId: null },
        delivery: { trigger: 'test', attemptCount: 1, scheduleCount: 0 },
      })
    })

    it('does nothing if the idempotency key is taken', async () => {
      await add('1')
      const eventId = await cancel()
      await fail(null)
      const taken = anIdempotencyRecord()
      const own = anIdempotencyRecord()
      await created(subject.storage, { ...aCreation(), idempotency: taken })
      const keep = () => taken
      expect(await resend(eventId, { keep })).toBe('idempotency_key_taken')
      expect(await recover({ keep })).toBe('idempotency_key_taken')
      const event = { id: 'evt_00test', createdAtMs: startMs, body: '{}' }
      const test = { endpoint: anEndpoint('1'), event, idempotency: taken }
      expect(await subject.storage.addTestEvent(test)).toBe('idempotency_key_taken')
      expect(await subject.storage.addEndpoint(anEndpoint('2'), 100, taken)).toBe('idempotency_key_taken')
      const changed = anEndpoint('1', { description: 'New', version: 2 })
      expect(await subject.storage.changeEndpoint(changed, taken)).toBe('idempotency_key_taken')
      expect(await subject.storage.listEndpoints(owner)).toEqual([anEndpoint('1')])
      expect((await listed()).deliveries).toMatchObject([{ eventId, state: 'failed', nextAtMs: null }])
      expect(await listResends()).toEqual([])
      expect(await recover({ keep: () => own })).toEqual({ recovered: 1, hasMore: false })
      expect(await subject.storage.findIdempotencyRecord(own.keyId, own.key)).toEqual(own)
    })
  })
}
