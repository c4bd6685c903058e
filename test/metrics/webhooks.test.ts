/** Metrics of webhooks: attempts by their outcome, and what waits. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createMetrics, type Metrics } from '../../src/metrics/metrics.ts'
import { EventRetention } from '../../src/worker/event-retention.ts'
import { openShop, type Shop } from '../webhooks/shop.ts'
import { scrapeOf } from './scrape.ts'

let metrics: Metrics
let shop: Shop
beforeEach(async () => {
  metrics = createMetrics('1.2.3')
  shop = await openShop({ metrics })
  metrics.watch(shop.gateway.app.gateway)
})
afterEach(() => shop.close())

async function read(name: string, labels: Record<string, string> = {}): Promise<number | null> {
  return scrapeOf(await metrics.read()).value(`flowlix_webhook_${name}`, labels)
}

it('attempts are counted by their outcome, with the age of the event at success', async () => {
  expect(await read('attempts_total', { outcome: 'succeeded' })).toBe(0)
  await shop.addEndpoint()
  await shop.cancel()
  shop.respond(500)
  await shop.deliver()
  shop.respond(200)
  await shop.deliverIn(30_000)
  expect(await read('attempts_total', { outcome: 'status' })).toBe(1)
  expect(await read('attempts_total', { outcome: 'succeeded' })).toBe(1)
  expect(await read('delivery_age_seconds_count')).toBe(1)
  expect(await read('delivery_age_seconds_sum')).toBe(30)
})

it('an attempt that comes too late to be saved is not counted', async () => {
  await shop.addEndpoint()
  await shop.cancel()
  const { clock, app } = shop.gateway
  const claim = () =>
    app.storage.claimDeliveries({
      ...{ nowMs: () => clock.nowMs(), leaseMs: 60_000, limit: 1 },
      places: { usual: 10, of: {}, failing: 100 },
    })
  const [late] = await claim()
  if (late === undefined) throw new Error('nothing was claimed')
  await clock.advance(60_000)
  await claim()
  const attempt = { number: 1, trigger: 'schedule', atMs: clock.nowMs(), durationMs: 5 } as const
  const saved = await app.gateway.storage.saveDelivery({
    ...{ endpointId: late.endpoint.id, eventId: late.event.id, eventAtMs: late.event.createdAtMs },
    attempt: { ...attempt, statusCode: 500, error: 'status', excerpt: null },
    ...{ isSuccess: false, isRefused: false, retryAtMs: clock.nowMs(), health: null },
  })
  expect(saved).toBe('stale')
  expect(await read('attempts_total', { outcome: 'status' })).toBe(0)
})

it('what was left of a deleted endpoint by a process that died no longer waits after the next clean-up', async () => {
  const id = await shop.addEndpoint()
  await shop.cancel()
  const { storage, gateway } = shop.gateway.app
  const endpoint = await shop.endpoint(id)
  if (endpoint === null) throw new Error('there is no endpoint')
  const deletedAtMs = shop.gateway.clock.nowMs()
  await storage.changeEndpoint({ ...endpoint, deletedAtMs, version: endpoint.version + 1 }, null)
  expect(await read('pending')).toBe(1)
  await new EventRetention(gateway, 86_400_000).step()
  expect(await read('pending')).toBe(0)
})

it('what waits is shown with how late it is, and so are disabled endpoints', async () => {
  expect([await read('due_lag_seconds'), await read('pending'), await read('endpoints_disabled')]).toEqual([
    0, 0, 0,
  ])
  await shop.addEndpoint()
  await shop.addEndpoint({ disabledAtMs: 1, disabledReason: 'gone' })
  await shop.cancel()
  await shop.gateway.clock.advance(9_000)
  expect([await read('due_lag_seconds'), await read('pending'), await read('endpoints_disabled')]).toEqual([
    9, 1, 1,
  ])
  await shop.deliver()
  expect([await read('due_lag_seconds'), await read('pending')]).toEqual([0, 0])
})
