/** The receivers of webhooks that the page shows, as processes of their own, with real events from a real gateway. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signWebhook } from '../../client/src/flowlix.ts'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { type HttpServer, listen } from '../../src/http/server.ts'
import { systemClock } from '../../src/platform/system-clock.ts'
import { WebhookPlaces } from '../../src/worker/webhook-places.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { freePort } from '../../verification/gateway-process.ts'
import { secretOf } from '../client/webhooks/example.ts'
import { canRun, programs, ReceiverProcess } from './receiver-processes.ts'

type Endpoint = Readonly<{ id: string; secret: string }>
type Shop = Readonly<{ receiver: ReceiverProcess; endpoint: Endpoint; environment: Record<string, string> }>

const present = programs.filter(canRun)
const shops = new Map<string, Shop>()
/** To be ended even if another one does not start. */
const written: ReceiverProcess[] = []
let gateway: TestApp
let server: HttpServer
let places: WebhookPlaces
let paid: string
let underpaid: string

beforeAll(async () => {
  const port = await freePort()
  const apiUrl = `http://127.0.0.1:${port}`
  gateway = await openTestApp({ apiUrl, payUrl: apiUrl, clock: systemClock })
  const requestId = () => 'req_0'
  server = await listen(gateway.app.fetch, { port, host: '127.0.0.1', apiUrl: '', payUrl: '', requestId })
  places = new WebhookPlaces(gateway.app.gateway, new AbortController().signal, () => {})
  const html = await (await gateway.request('/docs')).text()
  const opened = await Promise.allSettled(
    present.map(async ({ id }) => shops.set(id, await openShop(id, html, apiUrl))),
  )
  for (const one of opened)
    if (one.status === 'rejected')
      throw one.reason
      // Each amount is 2500, and each order of a shop that is about the second payment is 9900.
  ;[paid, underpaid] = [await create(), await create()]
  for (const { receiver } of shops.values()) {
    receiver.addOrder(paid, 2_500)
    receiver.addOrder(underpaid, 9_900)
  }
  for (const id of [paid, underpaid])
    await ask('POST', `/sandbox/v1/payments/${id}/pay`, { test_card: 'approved' })
  await deliver()
})

afterAll(async () => {
  await Promise.all(written.map((receiver) => receiver.remove()))
  await server.stop()
  await gateway.close()
})

async function openShop(id: string, html: string, apiUrl: string): Promise<Shop> {
  const program = programs.find((one) => one.id === id)
  if (program === undefined) throw new Error(`no program runs ${id}`)
  const receiver = await ReceiverProcess.write(program, html)
  written.push(receiver)
  const endpoint = await ask<Endpoint>('POST', '/v1/webhook_endpoints', { url: receiver.url })
  const environment = {
    FLOWLIX_URL: apiUrl,
    FLOWLIX_KEY: documentedTestKey,
    // As during a rotation: two, of which the second is the right one.
    FLOWLIX_WEBHOOK_SECRET: `${secretOf('next')} ${endpoint.secret}`,
  }
  await receiver.start(environment)
  return { receiver, endpoint, environment }
}

async function ask<T = unknown>(method: string, path: string, body?: object): Promise<T> {
  const response = await gateway.call(method, path, body)
  const json = (await response.json()) as T
  if (!response.ok) throw new Error(JSON.stringify(json))
  return json
}

const create = async (): Promise<string> =>
  (await ask<{ id: string }>('POST', '/v1/payments/hpp', { ...session, amount: 2_500 })).id

/** Sends what is due. */
async function deliver(): Promise<void> {
  while ((await places.fill()) > 0) await places.emptied()
}

async function eventOf(paymentId: string): Promise<Readonly<{ id: string; payload: string }>> {
  const { data } = await ask<{ data: [{ id: string }] }>('GET', `/v1/events?payment=${paymentId}`)
  const { id } = data[0]
  return { id, payload: await (await gateway.call('GET', `/v1/events/${id}`)).text() }
}

describe.each(programs.map(({ id }) => id))('%s', (id) => {
  const isSkipped = !present.some((program) => program.id === id)
  const shop = (): Shop => {
    const found = shops.get(id)
    if (found === undefined) throw new Error(`${id} does not run`)
    return found
  }
  const orders = () => shop().receiver.read('select payment_id, status from orders')
  const inbox = (eventId: string) => shop().receiver.read('select * from inbox where event_id = ?', eventId)
  const deliveries = () => shop().receiver.output.match(/deliver the order of/g)?.length
  const deliveryOf = (eventId: string) =>
    ask<object>('GET', `/v1/webhook_endpoints/${shop().endpoint.id}/deliveries/${eventId}`)
  const send = async (payload: string, headers: object): Promise<number> => {
    const response = await fetch(shop().receiver.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: payload,
    })
    return response.status
  }

  test.skipIf(isSkipped)(
    'an order that was paid is delivered, and one that was not paid in full is not',
    async () => {
      const { id: eventId } = await eventOf(underpaid)
      expect(await deliveryOf(eventId)).toMatchObject({ status: 'succeeded', attempt_count: 1 })
      const expected = [
        { payment_id: paid, status: 'paid' },
        { payment_id: underpaid, status: 'open' },
      ]
      await expect.poll(orders).toEqual(expect.arrayContaining(expected))
      await expect.poll(() => inbox(eventId)).toMatchObject([{ is_done: 1 }])
      expect(orders()).toEqual(expect.arrayContaining(expected))
    },
  )

  test.skipIf(isSkipped)('an event that arrives twice is handled once', async () => {
    const { id: eventId } = await eventOf(paid)
    await ask('POST', `/v1/events/${eventId}/resend`, { webhook_endpoint: shop().endpoint.id })
    await deliver()
    expect(await deliveryOf(eventId)).toMatchObject({ status: 'succeeded', attempt_count: 2 })
    await expect.poll(() => inbox(eventId)).toMatchObject([{ is_done: 1 }])
    await expect.poll(deliveries).toBe(1)
  })

  test.skipIf(isSkipped)('what is not signed correctly and lately is refused', async () => {
    const { payload } = await eventOf(paid)
    const forged = payload.replaceAll(/evt_[0-9a-z]{26}/g, 'evt_00000000000000000000000000')
    const { secret } = shop().endpoint
    const signed = await signWebhook({ payload: forged, secret })
    const at = (offsetMs: number) => ({ payload: forged, secret, now: () => Date.now() + offsetMs })
    const refused: readonly (readonly [string, object])[] = [
      [forged, {}],
      [forged, await signWebhook({ payload: forged, secret: secretOf('stranger') })],
      [`${forged} `, signed],
      [forged, { ...signed, 'webhook-id': 'evt_1', 'flowlix-signature': '' }],
      [forged, { ...signed, 'webhook-timestamp': 'now', 'flowlix-signature': '' }],
      [forged, await signWebhook(at(-310_000))],
      [forged, await signWebhook(at(310_000))],
    ]
    for (const [body, headers] of refused) expect(await send(body, headers)).toBe(400)
    expect(inbox('evt_00000000000000000000000000')).toEqual([])
    expect(await send(forged, await signWebhook(at(-290_000)))).toBe(204)
    await expect.poll(() => inbox('evt_00000000000000000000000000')).toHaveLength(1)
  })

  test.skipIf(isSkipped)('a test event is received, and changes nothing', async () => {
    const { event } = await ask<{ event: string }>('POST', `/v1/webhook_endpoints/${shop().endpoint.id}/test`)
    await deliver()
    expect(await deliveryOf(event)).toMatchObject({ status: 'succeeded', last_status_code: 204 })
    expect(inbox(event)).toEqual([])
  })

  test.skipIf(isSkipped)('nothing is refused while the secret is replaced', async () => {
    const { endpoint, receiver, environment } = shop()
    const roll = (expires_in: number) =>
      ask<Endpoint>('POST', `/v1/webhook_endpoints/${endpoint.id}/roll_secret`, { expires_in })
    const test = async () => {
      const { event } = await ask<{ event: string }>('POST', `/v1/webhook_endpoints/${endpoint.id}/test`)
      await deliver()
      return deliveryOf(event)
    }
    const { secret } = await roll(3_600)
    expect(await test()).toMatchObject({ status: 'succeeded' })
    await receiver.stop()
    await receiver.start({ ...environment, FLOWLIX_WEBHOOK_SECRET: secret })
    expect(await test()).toMatchObject({ status: 'succeeded' })
    await roll(0)
    expect(await test()).toMatchObject({ status: 'failed', last_status_code: 400 })
  })
})
