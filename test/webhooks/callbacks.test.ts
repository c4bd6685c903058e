/** Events sent to the `callback_url` of each payment, as the operator switches it on: real receivers, and a time that tests move. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { removePersonalData } from '../../src/operations/remove-personal-data.ts'
import { startCallbacks, stopCallbacks } from '../../src/operations/webhooks/deliver-callbacks.ts'
import { openDesk } from '../support/typed-command.ts'
import { openShop, production, type Shop } from './shop.ts'

type Shown = Readonly<{ id: string; url: string | null; secret: string | null } & Record<string, unknown>>

let shop: Shop
let authorization: Record<string, string>
let callback: string
beforeEach(async () => {
  shop = await openShop(production)
  authorization = { authorization: `Bearer ${await shop.gateway.newKey('test')}` }
  callback = `http://127.0.0.1:${shop.receiver.port}/callback?order=1`
})
afterEach(() => shop.close())

/** As the operator types it. Returns the secret where one was made. */
async function deliverCallbacks(choice: string): Promise<string> {
  const { database, folder, merchantId } = shop.gateway
  const [key] = production.encryptionKeys ?? []
  const settings = {
    DATABASE_URL: database.url,
    ENCRYPTION_KEY: Buffer.from(key ?? []).toString('base64'),
  }
  const args = ['merchants', 'set', merchantId, '--deliver-callbacks', choice]
  const { code, stdout, stderr } = await openDesk(folder).type(args, settings)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return /whsec_\S+/.exec(stdout)?.[0] ?? ''
}

const call = (method: string, path: string, body?: unknown) =>
  shop.gateway.call(method, path, body, authorization)
const read = async <T = Shown>(response: Promise<Response>): Promise<T> =>
  (await response).json() as Promise<T>
const list = async <T = Shown>(path: string): Promise<readonly T[]> =>
  (await read<{ data: readonly T[] }>(call('GET', path))).data

async function endpoint(): Promise<Shown> {
  const [first] = await list('/v1/webhook_endpoints')
  if (first === undefined) throw new Error('callbacks are not switched on')
  return first
}

const deliveries = async () =>
  list<Record<string, unknown>>(`/v1/webhook_endpoints/${(await endpoint()).id}/deliveries`)

test('once they are switched on, the events of a payment come to its callback_url, signed', async () => {
  const secret = await deliverCallbacks('test')
  await shop.cancel({ callback_url: callback })
  await shop.cancel()
  await shop.deliver()
  expect(shop.receiver.received.map(({ path }) => path)).toEqual(['/callback?order=1'])
  expect(await shop.events(secret)).toMatchObject([{ type: 'payment.canceled' }])
  expect(await deliveries()).toMatchObject([{ status: 'succeeded', attempt_count: 1 }])
})

test('switched on for one mode, they leave the other one alone', async () => {
  await deliverCallbacks('live')
  await shop.cancel({ callback_url: callback })
  await shop.deliver()
  expect(shop.receiver.received).toEqual([])
  expect(await list('/v1/webhook_endpoints')).toEqual([])
})

test('events from before are not sent later, not even on request', async () => {
  await shop.cancel({ callback_url: callback })
  await deliverCallbacks('test')
  const [event] = await list('/v1/events')
  const { id } = await endpoint()
  expect(await read(call('POST', `/v1/events/${event?.id}/resend`))).toMatchObject({ data: [] })
  const named = await call('POST', `/v1/events/${event?.id}/resend`, { webhook_endpoint: id })
  expect(named.status).toBe(400)
  await shop.deliver()
  expect(shop.receiver.received).toEqual([])
})

test('switched off again, they end, and what still waited is skipped', async () => {
  await deliverCallbacks('both')
  shop.respond(500)
  await shop.cancel({ callback_url: callback })
  await shop.deliver()
  await deliverCallbacks('none')
  await shop.cancel({ callback_url: callback })
  await shop.deliverIn(3_600_000)
  expect(shop.receiver.received).toHaveLength(1)
  expect(await list('/v1/webhook_endpoints')).toEqual([])
})

test('switching them on twice changes nothing, and switching them on again makes a new secret', async () => {
  const first = await deliverCallbacks('test')
  const before = await endpoint()
  expect(await deliverCallbacks('test')).toBe('')
  expect(await endpoint()).toEqual(before)
  await deliverCallbacks('none')
  const second = await deliverCallbacks('test')
  expect(second).toMatch(/^whsec_/)
  expect(second).not.toBe(first)
})

test('two operators at the same time switch them on once, with one secret, and off once', async () => {
  const { gateway } = shop.gateway.app
  const { secrets } = gateway
  if (secrets === null) throw new Error('there is no encryption key')
  const owner = { merchantId: shop.gateway.merchantId, mode: 'test' } as const
  const twice = <Result>(work: () => Promise<Result>) => Promise.all([work(), work()])
  const started = await twice(() => startCallbacks({ ...gateway, secrets }, owner))
  const [one, ...others] = started.filter((start) => start !== null)
  expect(others).toEqual([])
  expect(await endpoint()).toMatchObject({ id: one?.endpointId })
  await shop.cancel({ callback_url: callback })
  await shop.deliver()
  expect(await shop.events(one?.secret ?? '')).toHaveLength(1)
  const stopped = await twice(() => stopCallbacks(gateway, owner))
  expect(stopped.filter((id) => id !== null)).toEqual([one?.endpointId])
  expect(await stopCallbacks(gateway, owner)).toBeNull()
})

test.each(['http://10.0.0.1/', 'https://169.254.169.254/latest/meta-data/', 'http://[fd00::1]:8080/'])(
  'a payment takes %s, which is skipped when it is to be delivered, and never tried again',
  async (url) => {
    await deliverCallbacks('test')
    await shop.cancel({ callback_url: url })
    await shop.deliver()
    await shop.deliverIn(400_000_000)
    const [delivery] = await deliveries()
    expect(delivery).toMatchObject({ status: 'skipped', attempt_count: 1, next_attempt_at: null })
    expect(delivery).toMatchObject({ last_error: 'address_not_public', last_status_code: null })
    // It says nothing about the addresses of other payments.
    expect(await endpoint()).toMatchObject({ status: 'enabled', failing_since: null })
    await shop.cancel({ callback_url: callback })
    await shop.deliver()
    expect(shop.receiver.received).toHaveLength(1)
  },
)

test('a refused address can be resent and recovered, and is skipped again', async () => {
  await deliverCallbacks('test')
  await shop.cancel({ callback_url: 'http://10.0.0.1/' })
  await shop.deliver()
  const { id } = await endpoint()
  const [event] = await list('/v1/events')
  await call('POST', `/v1/events/${event?.id}/resend`)
  await shop.deliver()
  expect(await deliveries()).toMatchObject([{ status: 'skipped', attempt_count: 2 }])
  await call('POST', `/v1/webhook_endpoints/${id}/recover`, { since: 0 })
  await shop.deliver()
  expect(await deliveries()).toMatchObject([{ status: 'skipped', attempt_count: 3, next_attempt_at: null }])
})

test('an address that was removed with the personal data is skipped', async () => {
  await deliverCallbacks('test')
  shop.respond(500)
  const paymentId = await shop.cancel({ callback_url: callback })
  await shop.deliver()
  await shop.gateway.clock.advance(100 * 3_600_000)
  const removed = await removePersonalData(shop.gateway.app.gateway, [paymentId], {
    by: 'operator',
    keepMs: 0,
  })
  expect(removed).toEqual(['removed'])
  await shop.deliver()
  expect(shop.receiver.received).toHaveLength(1)
  expect(await deliveries()).toMatchObject([{ status: 'skipped', last_error: 'address_not_public' }])
})

test('a URL that is gone ends its own delivery, and says nothing about the URLs of other payments', async () => {
  await deliverCallbacks('test')
  shop.respond(({ path }) => (path === '/gone' ? 410 : 204))
  await shop.cancel({ callback_url: callback.replace('/callback?order=1', '/gone') })
  await shop.deliver()
  await shop.deliverIn(400_000_000)
  expect(shop.receiver.received).toHaveLength(1)
  expect(await endpoint()).toMatchObject({ status: 'enabled', failing_since: null })
  await shop.cancel({ callback_url: callback })
  await shop.deliver()
  expect(await deliveries()).toMatchObject([
    { status: 'succeeded' },
    { status: 'failed', attempt_count: 1, last_status_code: 410, next_attempt_at: null },
  ])
})

test('the merchant disables, enables, and recovers them like those of any endpoint', async () => {
  await deliverCallbacks('test')
  shop.respond(500)
  await shop.cancel({ callback_url: callback })
  await shop.deliver()
  const { id } = await endpoint()
  await call('POST', `/v1/webhook_endpoints/${id}/disable`)
  await shop.cancel({ callback_url: callback })
  expect(await deliveries()).toMatchObject([{ status: 'skipped' }, { status: 'skipped' }])
  shop.respond(204)
  await call('POST', `/v1/webhook_endpoints/${id}/enable`)
  await call('POST', `/v1/webhook_endpoints/${id}/recover`, { since: 0 })
  await shop.deliver()
  expect(await deliveries()).toMatchObject([{ status: 'succeeded' }, { status: 'succeeded' }])
})

test('the merchant sees the endpoint, and may replace its secret and choose its events', async () => {
  await deliverCallbacks('test')
  const shown = await endpoint()
  expect(shown).toMatchObject({ url: null, events: ['*'], status: 'enabled', secret: null })
  const path = `/v1/webhook_endpoints/${shown.id}`
  const { secret } = await read(call('POST', `${path}/roll_secret`, { expires_in: 0 }))
  await call('POST', path, { events: ['payment.canceled'], description: 'callbacks' })
  expect(await endpoint()).toMatchObject({
    url: null,
    events: ['payment.canceled'],
    description: 'callbacks',
  })
  await shop.cancel({ callback_url: callback })
  await shop.deliver()
  expect(await shop.events(secret ?? '')).toHaveLength(1)
})

test('the merchant cannot give the endpoint a URL, delete it, or have it tested', async () => {
  await deliverCallbacks('test')
  const before = await endpoint()
  const path = `/v1/webhook_endpoints/${before.id}`
  const refusals = [
    [call('POST', path, { url: 'https://shop.example.com/' }), 400, 'parameter_invalid', 'url'],
    [call('DELETE', path), 403, 'permission_denied', null],
    [call('POST', `${path}/test`), 400, 'parameter_invalid', 'id'],
  ] as const
  for (const [calling, status, code, param] of refusals) {
    const response = await calling
    expect(response.status).toBe(status)
    expect((await read<{ error: object }>(Promise.resolve(response))).error).toMatchObject({ code, param })
  }
  expect(await endpoint()).toEqual(before)
  await shop.deliver()
  expect(shop.receiver.received).toEqual([])
})

test('it does not take the place of an endpoint of the merchant’s own', async () => {
  await deliverCallbacks('test')
  for (let i = 0; i < 16; i++) {
    const url = `http://127.0.0.1:${shop.receiver.port}/${i}`
    expect((await call('POST', '/v1/webhook_endpoints', { url })).status).toBe(201)
  }
  await deliverCallbacks('none')
  expect(await deliverCallbacks('test')).toMatch(/^whsec_/)
})
