/** Events on their way to merchants, through all parts of the gateway, to a real receiver, in a time that the test moves. */
import { afterEach, expect, test } from 'vitest'
import { productionSchedule } from '../../src/core/webhook/retry-schedule.ts'
import { previous, secret } from '../client/webhooks/example.ts'
import { openShop, production, type Shop } from './shop.ts'

let shop: Shop
afterEach(() => shop.close())

const hour = 3_600_000

test('an event arrives with the payment as the API shows it', async () => {
  shop = await openShop()
  await shop.addEndpoint()
  const id = await shop.cancel()
  await shop.deliver()
  const [event] = await shop.events()
  expect(event).toMatchObject({ type: 'payment.canceled', livemode: false, object: 'event' })
  const payment = await (await shop.gateway.call('GET', `/v1/payments/${id}`)).json()
  expect(event?.data).toEqual({ payment })
  const stored = await shop.gateway.call('GET', `/v1/events/${event?.id}`)
  expect(await stored.text()).toBe(shop.receiver.received[0]?.body)
  await shop.deliverIn(100 * hour)
  expect(shop.receiver.received).toHaveLength(1)
})

test('a receiver that responds with errors gets the same bytes ten times, and then no more', async () => {
  shop = await openShop(production)
  shop.respond(500)
  await shop.addEndpoint()
  await shop.cancel()
  await shop.deliver()
  for (const pauseMs of productionSchedule.pausesMs) {
    await shop.deliverIn(pauseMs * 0.79)
    const before = shop.receiver.received.length
    await shop.deliverIn(pauseMs * 0.42)
    expect(shop.receiver.received).toHaveLength(before + 1)
  }
  await shop.deliverIn(100 * hour)
  expect(shop.receiver.received).toHaveLength(10)
  const [first] = shop.receiver.received
  for (const { body, headers } of shop.receiver.received) {
    expect(body).toBe(first?.body)
    expect(headers['webhook-id']).toBe(first?.headers['webhook-id'])
  }
  expect(new Set(shop.receiver.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(10)
  expect(new Set((await shop.events()).map(({ id }) => id)).size).toBe(1)
})

test('in the sandbox, five attempts take less than two minutes', async () => {
  shop = await openShop()
  shop.respond(500)
  await shop.addEndpoint()
  await shop.cancel()
  await shop.deliver()
  for (const pauseMs of [1_200, 6_000, 18_000, 72_000, 100 * hour]) await shop.deliverIn(pauseMs)
  expect(shop.receiver.received).toHaveLength(5)
})

test('a receiver can ask for a longer pause', async () => {
  shop = await openShop(production)
  shop.respond(503, { 'retry-after': '1800' })
  await shop.addEndpoint()
  await shop.cancel()
  await shop.deliver()
  await shop.deliverIn(1_700_000)
  expect(shop.receiver.received).toHaveLength(1)
  await shop.deliverIn(100_000)
  expect(shop.receiver.received).toHaveLength(2)
})

test('a delivery that ends every process that makes it is given up when the schedule is used up', async () => {
  shop = await openShop()
  const { storage } = shop.gateway.app
  await shop.addEndpoint()
  await shop.cancel()
  const places = { usual: 10, of: {}, failing: 100 }
  const claim = () =>
    storage.claimDeliveries({ nowMs: () => shop.gateway.clock.nowMs(), leaseMs: 60_000, limit: 50, places })
  for (let attempt = 1; attempt <= 5; attempt++) {
    expect(await claim()).toMatchObject([{ delivery: { scheduleCount: attempt } }])
    await shop.gateway.clock.advance(60_000)
  }
  await shop.deliver()
  await shop.deliverIn(100 * hour)
  expect(shop.receiver.received).toEqual([])
  const listed = await shop.gateway.call('GET', '/v1/events')
  const { data } = (await listed.json()) as { data: readonly { id: string }[] }
  expect(await storage.findDelivery('we_1', data[0]?.id ?? '')).toMatchObject({
    ...{ state: 'failed', lastError: 'timed_out', attemptCount: 6, nextAtMs: null },
  })
})

test('an attempt that succeeds ends the failures of an endpoint', async () => {
  shop = await openShop(production)
  shop.respond(500)
  const id = await shop.addEndpoint()
  await shop.cancel()
  await shop.deliver()
  const failedAtMs = shop.gateway.clock.nowMs()
  expect(await shop.endpoint(id)).toMatchObject({ failingSinceMs: failedAtMs, lastSuccessAtMs: null })
  shop.respond(200)
  await shop.deliverIn(6_000)
  expect(await shop.endpoint(id)).toMatchObject({ failingSinceMs: null, lastSuccessAtMs: failedAtMs + 6_000 })
})

test('an endpoint without a success for 120 hours is disabled once ten events have failed, and what waits is skipped', async () => {
  shop = await openShop(production)
  shop.respond(500)
  const id = await shop.addEndpoint()
  for (let i = 0; i < 9; i++) await shop.cancel()
  await shop.deliver()
  await shop.deliverIn(120 * hour)
  expect(await shop.endpoint(id)).toMatchObject({ disabledAtMs: null })
  await shop.cancel()
  await shop.cancel()
  await shop.deliver()
  expect(await shop.endpoint(id)).toMatchObject({ disabledReason: 'failing' })
  const before = shop.receiver.received.length
  shop.respond(200)
  await shop.cancel()
  await shop.deliverIn(100 * hour)
  expect(shop.receiver.received).toHaveLength(before)
  expect(shop.gateway.logLines.filter((line) => line.includes('"webhook_endpoint_disabled"'))).toHaveLength(1)
})

test('the sandbox does not give up an endpoint that fails', async () => {
  shop = await openShop()
  shop.respond(500)
  const id = await shop.addEndpoint({ failingSinceMs: shop.gateway.clock.nowMs() - 200 * hour })
  for (let i = 0; i < 11; i++) await shop.cancel()
  await shop.deliver()
  expect(await shop.endpoint(id)).toMatchObject({ disabledAtMs: null })
})

test.each([
  ['the sandbox', {}],
  ['production', production],
])('in %s, an endpoint that is gone is disabled at once', async (_, options) => {
  shop = await openShop(options)
  shop.respond(410)
  const id = await shop.addEndpoint()
  await shop.cancel()
  await shop.deliver()
  expect(await shop.endpoint(id)).toMatchObject({ disabledReason: 'gone' })
  await shop.cancel()
  await shop.deliverIn(100 * hour)
  expect(shop.receiver.received).toHaveLength(1)
})

test('during a rotation, both secrets verify; when it has ended, only the current one', async () => {
  shop = await openShop()
  const { secrets } = shop.gateway.app.gateway
  const untilMs = shop.gateway.clock.nowMs() + hour
  const changes = { previousSecret: secrets?.seal(previous, 'we_1') ?? '', previousSecretUntilMs: untilMs }
  await shop.addEndpoint(changes)
  await shop.cancel()
  await shop.deliver()
  expect(await shop.events(secret)).toHaveLength(1)
  expect(await shop.events(previous)).toHaveLength(1)
  await shop.gateway.clock.advance(hour)
  await shop.cancel()
  await shop.deliver()
  expect(shop.receiver.received).toHaveLength(2)
  expect(await shop.events(secret)).toHaveLength(2)
  await expect(shop.events(previous)).rejects.toThrow(/No signature matches/)
})

test('the first attempts for one payment arrive in order, although the receiver fails', async () => {
  shop = await openShop()
  await shop.addEndpoint()
  const card = {
    number: '4111111111111111',
    exp_month: 12,
    exp_year: 2040,
    cvc: '123',
    holder_name: 'A. Berg',
  }
  const created = await shop.gateway.call('POST', '/v1/payments', { amount: 2500, currency: 'eur', card })
  const { id } = (await created.json()) as { id: string }
  await shop.gateway.app.gateway.running.drained()
  await shop.gateway.call('POST', `/v1/payments/${id}/refund`, { reason: 'too_large', amount: 100 })
  await shop.gateway.call('POST', `/v1/payments/${id}/refund`, { reason: 'too_small', amount: 200 })
  shop.respond(({ body }) => (body.includes('"payment.succeeded"') ? 500 : 204))
  await shop.deliver()
  expect((await shop.events()).map(({ type }) => type)).toEqual([
    'payment.succeeded',
    'refund.created',
    'refund.created',
  ])
})

test('an endpoint for callback URLs is told at the URL of each payment, by the same rules', async () => {
  shop = await openShop()
  await shop.addEndpoint({ url: null })
  await shop.cancel()
  await shop.cancel({ callback_url: `http://127.0.0.1:${shop.receiver.port}/callback?order=1` })
  await shop.cancel({ callback_url: 'http://10.0.0.1/' })
  await shop.deliver()
  expect(shop.receiver.received.map(({ path }) => path)).toEqual(['/callback?order=1'])
  expect(await shop.events()).toHaveLength(1)
})

test('without such an endpoint, nothing is ever sent to a callback URL', async () => {
  shop = await openShop()
  await shop.addEndpoint({ events: ['refund.failed'] })
  await shop.cancel({ callback_url: `http://127.0.0.1:${shop.receiver.port}/callback` })
  await shop.deliverIn(hour)
  expect(shop.receiver.received).toEqual([])
})

test('a receiver that says nothing does not delay the others', async () => {
  shop = await openShop()
  await shop.addEndpoint({ events: ['payment.canceled'] })
  const silent = await openShop()
  silent.respond(() => null)
  const url = `http://127.0.0.1:${silent.receiver.port}/`
  for (let i = 0; i < 30; i++) await shop.addEndpoint({ url, failingSinceMs: 1 })
  for (let i = 0; i < 10; i++) await shop.cancel()
  const stopping = new AbortController()
  const working = shop.gateway.app.work(10, stopping.signal)
  // More than the places that the silent endpoints may take are still waiting.
  await expect.poll(() => shop.receiver.received.length).toBe(10)
  await expect.poll(() => silent.receiver.received.length).toBe(100)
  stopping.abort()
  await silent.close()
  await working
})

test('endpoints that fail at once are sent a hundred deliveries in four seconds, so that the others have the processor', async () => {
  shop = await openShop(production)
  shop.respond(500)
  for (let i = 0; i < 15; i++) await shop.addEndpoint({ failingSinceMs: 1 })
  for (let i = 0; i < 10; i++) await shop.cancel()
  await shop.deliver()
  expect(shop.receiver.received).toHaveLength(100)
  await shop.deliverIn(3_999)
  expect(shop.receiver.received).toHaveLength(100)
  await shop.deliverIn(1)
  expect(shop.receiver.received).toHaveLength(150)
})

test('an endpoint that has been failing for an hour and for a day is reported once each', async () => {
  shop = await openShop(production)
  shop.respond(500)
  const id = await shop.addEndpoint()
  const alarms = () => shop.gateway.logLines.filter((line) => line.includes('"webhook_endpoint_failing"'))
  await shop.cancel()
  for (const inMs of [0, hour, 1_000, 24 * hour, 1_000]) {
    await shop.gateway.clock.advance(inMs)
    await shop.cancel()
    await shop.deliver()
  }
  expect(alarms().map((line) => JSON.parse(line))).toMatchObject([
    { endpointId: id, failingFor: 'hour' },
    { endpointId: id, failingFor: 'day' },
  ])
})

test('a secret that cannot be opened is a fault, and the delivery waits for its key', async () => {
  shop = await openShop()
  await shop.addEndpoint({ secret: 'v1.00000000.AAAA' })
  await shop.cancel()
  await shop.deliver()
  expect(shop.receiver.received).toEqual([])
  expect(shop.gateway.logLines.join('')).toContain('ENCRYPTION_KEY lacks the key 00000000')
})

test('nothing that is stored of deliveries holds a secret in the clear', async () => {
  shop = await openShop()
  await shop.addEndpoint()
  const [endpoint] = await shop.gateway.app.storage.listEndpoints({
    merchantId: shop.gateway.merchantId,
    mode: 'test',
  })
  expect(JSON.stringify(endpoint)).not.toContain(secret.slice(6, 20))
})
