/** What a merchant does with an endpoint, while others change the same one, and under keys that others have used. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WebhookEndpoint } from '../../src/core/webhook/endpoint.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import {
  createEndpoint,
  enableEndpoint,
  rollSecret,
  stopEndpoint,
  updateEndpoint,
} from '../../src/operations/webhooks/manage-endpoint.ts'
import { anIdempotencyRecord } from '../support/payments.ts'
import { openShop, type Shop } from './shop.ts'

const hourSeconds = 3_600

let shop: Shop
let gateway: Gateway
beforeEach(async () => {
  shop = await openShop({ isInMemory: true })
  gateway = shop.gateway.app.gateway
})
afterEach(() => shop.close())

const owner = () => ({ merchantId: shop.gateway.merchantId, mode: 'test' }) as const
const settings = () => ({
  ...{ url: `http://127.0.0.1:${shop.receiver.port}/`, description: null },
  events: 'all' as const,
})
const shown = (_: WebhookEndpoint, secret: string | null) => ({ response: secret, record: null })
const under = (key: string) => (_: WebhookEndpoint, secret: string | null) => ({
  ...{ response: secret, record: anIdempotencyRecord({ key }) },
})

async function added(changes: Partial<WebhookEndpoint> = {}): Promise<WebhookEndpoint> {
  return current({ id: await shop.addEndpoint(changes) })
}

async function current({ id }: Pick<WebhookEndpoint, 'id'>): Promise<WebhookEndpoint> {
  const found = await shop.endpoint(id)
  if (found === null) throw new Error('there is no such endpoint')
  return found
}

async function states({ id }: WebhookEndpoint): Promise<readonly string[]> {
  const { deliveries } = await gateway.storage.listDeliveries({
    ...{ endpointId: id, limit: 10, startingAfter: null, endingBefore: null },
    ...{ state: null, type: null, createdFromMs: null, createdBeforeMs: null },
  })
  return deliveries.map(({ state }) => state)
}

describe('an endpoint', () => {
  it('is created once under an idempotency key', async () => {
    expect((await createEndpoint(gateway, owner(), settings(), under('a'))).kind).toBe('done')
    expect(await createEndpoint(gateway, owner(), settings(), under('a'))).toEqual({
      kind: 'idempotency_key_taken',
    })
    expect(await gateway.storage.listEndpoints(owner())).toHaveLength(1)
  })

  it('gets no secret where none can be encrypted', async () => {
    const keyless = { ...gateway, secrets: null }
    const before = await added()
    const refused = { kind: 'no_encryption_key' }
    expect(await createEndpoint(keyless, owner(), settings(), shown)).toEqual(refused)
    expect(await rollSecret(keyless, before, hourSeconds, shown)).toEqual(refused)
    expect(await gateway.storage.listEndpoints(owner())).toEqual([before])
  })

  it('is neither created at a private address nor moved to one', async () => {
    const before = await added()
    const url = 'http://10.0.0.1/'
    const refused = { kind: 'url_refused', reason: expect.any(String) }
    expect(await createEndpoint(gateway, owner(), { ...settings(), url }, shown)).toEqual(refused)
    expect(await updateEndpoint(gateway, before, { url }, shown)).toEqual(refused)
    expect(await gateway.storage.listEndpoints(owner())).toEqual([before])
  })

  it('is moved to the address as the check of targets has read it', async () => {
    const before = await added()
    await updateEndpoint(gateway, before, { url: 'HTTP://LOCALHOST:80/a b' }, shown)
    expect(await current(before)).toMatchObject({ url: 'http://localhost/a%20b', version: 2 })
  })

  it('keeps what somebody else has changed at the same time', async () => {
    const read = await added()
    await updateEndpoint(gateway, read, { events: ['refund.failed'] }, shown)
    expect(await updateEndpoint(gateway, read, { description: 'Orders' }, shown)).toMatchObject({
      kind: 'done',
    })
    expect(await current(read)).toMatchObject({
      ...{ events: ['refund.failed'], description: 'Orders', version: 3 },
    })
  })

  it('is not changed under a key that another request has used', async () => {
    const before = await added()
    await createEndpoint(gateway, owner(), settings(), under('taken'))
    const again = await updateEndpoint(gateway, before, { description: 'Orders' }, under('taken'))
    expect(again).toEqual({ kind: 'idempotency_key_taken' })
    expect(await current(before)).toEqual(before)
  })

  it('that was deleted in the meantime is not found', async () => {
    const read = await added()
    await stopEndpoint(gateway, read, 'delete', shown)
    expect(await updateEndpoint(gateway, read, { description: 'Orders' }, shown)).toEqual({
      kind: 'not_found',
    })
  })
})

describe('what waits for an endpoint', () => {
  it('is skipped when the endpoint is disabled', async () => {
    const endpoint = await added()
    await shop.cancel()
    await stopEndpoint(gateway, endpoint, 'disable', shown)
    expect(await states(endpoint)).toEqual(['skipped'])
    await enableEndpoint(gateway, await current(endpoint), shown)
    await shop.deliver()
    expect(shop.receiver.received).toEqual([])
  })

  it('is skipped when the endpoint is enabled, if the process that disabled it died before it could do so', async () => {
    const endpoint = await added()
    await shop.cancel()
    await gateway.storage.disableEndpoint(endpoint.id, 'failing', shop.gateway.clock.nowMs())
    expect(await states(endpoint)).toEqual(['pending'])
    await enableEndpoint(gateway, await current(endpoint), shown)
    expect(await states(endpoint)).toEqual(['skipped'])
  })

  it('is still sent if the endpoint could not be disabled', async () => {
    const endpoint = await added()
    await createEndpoint(gateway, { ...owner(), mode: 'live' }, settings(), under('taken'))
    await shop.cancel()
    const refused = await stopEndpoint(gateway, endpoint, 'disable', under('taken'))
    expect(refused).toEqual({ kind: 'idempotency_key_taken' })
    await shop.deliver()
    expect(shop.receiver.received).toHaveLength(1)
  })

  it('is still sent if an enabled endpoint is enabled, which says nothing about its health', async () => {
    const failingSinceMs = shop.gateway.clock.nowMs()
    const endpoint = await added({ failingSinceMs })
    await shop.cancel()
    const enabled = { kind: 'done', endpoint: { failingSinceMs } }
    expect(await enableEndpoint(gateway, endpoint, shown)).toMatchObject(enabled)
    await shop.deliver()
    expect(shop.receiver.received).toHaveLength(1)
  })
})

it('an endpoint that the gateway has disabled still shows why when its merchant disables it, too', async () => {
  const disabledAtMs = shop.gateway.clock.nowMs() - 1
  const endpoint = await added({ disabledAtMs, disabledReason: 'gone' })
  await stopEndpoint(gateway, endpoint, 'disable', shown)
  expect(await current(endpoint)).toMatchObject({ disabledAtMs, disabledReason: 'gone' })
  await enableEndpoint(gateway, await current(endpoint), shown)
  expect(await current(endpoint)).toMatchObject({ disabledAtMs: null, disabledReason: null })
})

describe('the secret', () => {
  const roll = (endpoint: WebhookEndpoint, seconds = hourSeconds) =>
    rollSecret(gateway, endpoint, seconds, shown)

  it('is replaced by one of two who read the endpoint at the same time', async () => {
    const read = await added()
    expect((await roll(read)).kind).toBe('done')
    expect(await roll(read)).toEqual({ kind: 'rolling' })
    expect(await current(read)).toMatchObject({ previousSecret: read.secret })
  })

  it('is replaced again once the previous one has ended', async () => {
    const first = await added()
    await roll(first)
    const second = await current(first)
    await shop.gateway.clock.advance(hourSeconds * 1_000 - 1)
    expect((await roll(second)).kind).toBe('rolling')
    await shop.gateway.clock.advance(1)
    expect((await roll(second)).kind).toBe('done')
    expect(await current(first)).toMatchObject({
      previousSecret: second.secret,
      previousSecretUntilMs: shop.gateway.clock.nowMs() + hourSeconds * 1_000,
    })
  })

  it('is replaced at once, together with the previous one, on request', async () => {
    const endpoint = await added()
    await roll(endpoint)
    expect((await roll(await current(endpoint), 0)).kind).toBe('done')
    expect(await current(endpoint)).toMatchObject({ previousSecret: null, previousSecretUntilMs: null })
  })
})
