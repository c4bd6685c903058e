/** One attempt to deliver an event, as one process of several makes it: what it may send, and what it saves. */
import { afterEach, expect, test } from 'vitest'
import { deliverWebhook } from '../../src/operations/webhooks/deliver-webhook.ts'
import { resendEvent } from '../../src/operations/webhooks/send-again.ts'
import type { ClaimedDelivery } from '../../src/ports/webhook-storage.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
afterEach(() => shop.close())

const leaseMs = 60_000
const never = new AbortController().signal

/** What is due. */
function claimAll(): Promise<readonly ClaimedDelivery[]> {
  const { storage, clock } = shop.gateway.app.gateway
  const places = { usual: 10, of: {}, failing: 100 }
  return storage.claimDeliveries({ nowMs: () => clock.nowMs(), leaseMs, limit: 50, places })
}

async function claim(): Promise<ClaimedDelivery> {
  const [claimed, ...others] = await claimAll()
  if (claimed === undefined || others.length > 0) throw new Error('not one delivery is due')
  return claimed
}

const attemptsOf = ({ endpoint, event }: ClaimedDelivery) =>
  shop.gateway.app.storage.listAttempts(endpoint.id, event.id)

test('an attempt that a shutdown ends is not counted, and is made again when its lease ends', async () => {
  shop = await openShop()
  const stopping = new AbortController()
  const arrived = Promise.withResolvers<void>()
  shop.respond(() => {
    arrived.resolve()
    return null
  })
  const id = await shop.addEndpoint()
  const before = await shop.endpoint(id)
  await shop.cancel()
  const claimed = await claim()
  const delivering = deliverWebhook(shop.gateway.app.gateway, claimed, stopping.signal)
  await arrived.promise
  stopping.abort()
  expect(await delivering).toEqual({ kind: 'aborted' })
  expect([await attemptsOf(claimed), await shop.endpoint(id)]).toEqual([[], before])
  shop.respond(204)
  await shop.deliverIn(leaseMs - 1)
  expect(shop.receiver.received).toHaveLength(1)
  await shop.deliverIn(1)
  expect(shop.receiver.received).toHaveLength(2)
})

test('a process without the key that encrypts secrets sends nothing, and leaves the delivery to others', async () => {
  shop = await openShop()
  await shop.addEndpoint()
  await shop.cancel()
  const claimed = await claim()
  const keyless = { ...shop.gateway.app.gateway, secrets: null }
  await expect(deliverWebhook(keyless, claimed, never)).rejects.toThrow('ENCRYPTION_KEY is not set')
  expect([await attemptsOf(claimed), shop.receiver.received]).toEqual([[], []])
  await shop.deliverIn(leaseMs)
  expect(await shop.events()).toHaveLength(1)
})

test('whoever watches attempts hears of each that was saved, and when it is repeated', async () => {
  const heard: (readonly [number, string, number | null])[] = []
  shop = await openShop({
    onAttempt: (_, { number, trigger }, retryAtMs) => heard.push([number, trigger, retryAtMs]),
  })
  const { gateway } = shop.gateway.app
  shop.respond(500)
  await shop.addEndpoint()
  await shop.cancel()
  const slow = await claim()
  await shop.gateway.clock.advance(leaseMs)
  const next = await claim()
  await deliverWebhook(gateway, slow, never)
  expect(heard).toEqual([])
  await deliverWebhook(gateway, next, never)
  const { endpoint, event } = next
  const delivery = await gateway.storage.findDelivery(endpoint.id, event.id)
  expect(heard).toEqual([[2, 'schedule', delivery?.nextAtMs]])
  await resendEvent(gateway, event, endpoint.id, () => ({ response: null, record: null }))
  await deliverWebhook(gateway, await claim(), never)
  expect(heard.slice(1)).toEqual([[3, 'resend', null]])
})

test('an endpoint that is gone is disabled once, however many events are on their way to it', async () => {
  shop = await openShop()
  shop.respond(410)
  const id = await shop.addEndpoint()
  for (let i = 0; i < 3; i++) await shop.cancel()
  const claimed = await claimAll()
  await Promise.all(claimed.map((one) => deliverWebhook(shop.gateway.app.gateway, one, never)))
  expect([claimed.length, shop.receiver.received.length]).toEqual([3, 3])
  expect(await shop.endpoint(id)).toMatchObject({ disabledReason: 'gone' })
  const alarms = shop.gateway.logLines.filter((line) => line.includes('"webhook_endpoint_disabled"'))
  expect(alarms).toHaveLength(1)
})
