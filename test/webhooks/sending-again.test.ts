/** What has failed or was missed is sent again on request, to a real receiver, in a time that the test moves. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { recoverDeliveries, resendEvent, sendTest } from '../../src/operations/webhooks/send-again.ts'
import { EventRetention } from '../../src/worker/event-retention.ts'
import { previous, secret } from '../client/webhooks/example.ts'
import { anIdempotencyRecord } from '../support/payments.ts'
import { openShop, type Shop } from './shop.ts'

type Body = Readonly<Record<string, unknown>>

const hour = 3_600_000

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

async function post(path: string, body: object = {}): Promise<Body> {
  const response = await shop.gateway.call('POST', path, body)
  expect(response.status).toBe(200)
  return (await response.json()) as Body
}

const idsReceived = (): unknown[] => shop.receiver.received.map(({ headers }) => headers['webhook-id'])

async function failForGood(): Promise<void> {
  shop.respond(500)
  await shop.cancel()
  await shop.deliver()
  for (let attempt = 2; attempt <= 5; attempt++) await shop.deliverIn(100_000)
  await shop.deliverIn(100 * hour)
  expect(shop.receiver.received).toHaveLength(5)
}

test('what was given up is recovered with the same ID and the same bytes, and a schedule that begins anew', async () => {
  const id = await shop.addEndpoint()
  await failForGood()
  expect(await post(`/v1/webhook_endpoints/${id}/recover`, { since: 0 })).toMatchObject({ recovered: 1 })
  await shop.deliver()
  shop.respond(200)
  await shop.deliverIn(2_000)
  expect(shop.receiver.received).toHaveLength(7)
  expect(new Set(idsReceived()).size).toBe(1)
  expect(new Set(shop.receiver.received.map(({ body }) => body)).size).toBe(1)
  expect(await post(`/v1/webhook_endpoints/${id}/recover`, { since: 0 })).toMatchObject({ recovered: 0 })
})

test('what was skipped is not sent when the endpoint is enabled again, but when it is recovered', async () => {
  const id = await shop.addEndpoint()
  await post(`/v1/webhook_endpoints/${id}/disable`)
  await shop.cancel()
  await shop.cancel()
  await shop.deliverIn(hour)
  await post(`/v1/webhook_endpoints/${id}/enable`)
  await shop.deliverIn(hour)
  expect(shop.receiver.received).toEqual([])
  await post(`/v1/webhook_endpoints/${id}/recover`, { since: 0 })
  await shop.deliver()
  expect(await shop.events()).toHaveLength(2)
})

test('an event is resent once, with the same ID and the current secret, also to a disabled endpoint', async () => {
  const { secrets } = shop.gateway.app.gateway
  const id = await shop.addEndpoint({ secret: secrets?.seal(previous, 'we_1') ?? '' })
  await shop.cancel()
  await shop.deliver()
  const [event] = await shop.events(previous)
  await post(`/v1/webhook_endpoints/${id}/roll_secret`, { expires_in: 0 })
  await post(`/v1/webhook_endpoints/${id}/disable`)
  await post(`/v1/events/${event?.id}/resend`, { webhook_endpoint: id })
  await shop.deliver()
  await shop.deliverIn(100 * hour)
  expect(idsReceived()).toEqual([event?.id, event?.id])
  const [first, again] = shop.receiver.received
  expect(again?.body).toBe(first?.body)
  expect(again?.headers['webhook-signature']).not.toBe(first?.headers['webhook-signature'])
  await expect(shop.events(previous)).rejects.toThrow(/No signature matches/)
})

test('what is sent by hand says nothing about the health of the endpoint, and is not repeated', async () => {
  const id = await shop.addEndpoint()
  await shop.cancel()
  await shop.deliver()
  const [event] = await shop.events(secret)
  const before = await shop.endpoint(id)
  shop.respond(500)
  await post(`/v1/events/${event?.id}/resend`)
  await post(`/v1/webhook_endpoints/${id}/test`)
  await shop.deliver()
  await shop.deliverIn(100 * hour)
  expect(shop.receiver.received).toHaveLength(3)
  expect(await shop.endpoint(id)).toEqual(before)
})

test('tests that fail do not make deliveries wait for each other', async () => {
  const id = await shop.addEndpoint()
  shop.respond(500)
  for (let i = 0; i < 10; i++) await post(`/v1/webhook_endpoints/${id}/test`)
  await shop.deliver()
  expect(shop.receiver.received).toHaveLength(10)
  for (let i = 0; i < 3; i++) await shop.cancel()
  expect(await shop.begin()).toBe(3)
})

test('only status 410 disables an endpoint at once, also where somebody only tests it', async () => {
  const id = await shop.addEndpoint()
  shop.respond(404)
  await post(`/v1/webhook_endpoints/${id}/test`)
  await shop.deliver()
  expect(await shop.endpoint(id)).toMatchObject({ disabledAtMs: null })
  shop.respond(410)
  await post(`/v1/webhook_endpoints/${id}/test`)
  await shop.deliver()
  expect(await shop.endpoint(id)).toMatchObject({ disabledReason: 'gone' })
})

test('nothing is sent under an idempotency key that another request has used', async () => {
  const { gateway } = shop.gateway.app
  const id = await shop.addEndpoint()
  const endpoint = await shop.endpoint(id)
  if (endpoint === null) throw new Error('there is no endpoint')
  await failForGood()
  shop.respond(200)
  const { merchantId, mode } = endpoint
  const [body] = shop.receiver.received.map((one) => JSON.parse(one.body) as { id: string })
  const event = await gateway.storage.findEvent({ merchantId, mode }, body?.id ?? '')
  if (event === null) throw new Error('there is no event')
  const told: unknown[] = []
  gateway.eventListeners.listen((events) => told.push(...events))
  const respond = () => ({ response: 'sent', record: anIdempotencyRecord({ key: 'used' }) })
  const sendings = [
    () => sendTest(gateway, endpoint, () => '{}', respond),
    () => resendEvent(gateway, event, null, respond),
    () => recoverDeliveries(gateway, id, { fromMs: 0, beforeMs: null }, respond),
  ]
  expect(await sendings[0]?.()).toBe('sent')
  for (const send of sendings) expect(await send()).toBe('idempotency_key_taken')
  await shop.deliver()
  expect([shop.receiver.received.length, told.length]).toEqual([6, 1])
})

test('requests to send an event again are forgotten once they are older than events may be', async () => {
  const { gateway, storage } = shop.gateway.app
  await shop.addEndpoint()
  await shop.cancel()
  await shop.deliver()
  const [event] = await shop.events(secret)
  await post(`/v1/events/${event?.id}/resend`)
  const kept = async () => {
    await new EventRetention(gateway, hour).step()
    const owner = { merchantId: shop.gateway.merchantId, mode: 'test' } as const
    return (await storage.listResends({ ...owner, after: '', limit: 10 })).length
  }
  expect(await kept()).toBe(1)
  await shop.deliverIn(2 * hour)
  expect(await kept()).toBe(0)
})
