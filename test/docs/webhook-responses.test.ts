/** Whatever the API responds about events and webhook endpoints is described, as for payments. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCallbacks } from '../../src/operations/webhooks/deliver-callbacks.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { missingHeaders } from './described-response.ts'

const endpoints = '/v1/webhook_endpoints'
const one = `${endpoints}/{id}`
const stream = '/v1/events/stream'
const receiver = { url: 'http://localhost:9999/webhooks' }

let gateway: TestApp
let limited: TestApp
/** Without an encryption key. */
let locked: TestApp
let ids: Readonly<{ endpoint: string; callbacks: string; event: string }>

beforeAll(async () => {
  gateway = await openTestApp()
  limited = await openTestApp({ rateLimitPerMinute: 1 })
  await limited.call('GET', '/v1/payments')
  locked = await openTestApp({ isSandbox: false, createDatabase: 'production' })
  const { storage, secrets, clock, newUlid, random } = gateway.app.gateway
  if (secrets === null) throw new Error('the sandbox has a key')
  const owner = { merchantId: gateway.merchantId, mode: 'test' } as const
  const callbacks = await startCallbacks({ storage, secrets, clock, newUlid, random }, owner)
  const endpoint = await newEndpoint()
  const { id } = await idIn(gateway.call('POST', '/v1/payments/hpp', session))
  await gateway.call('POST', `/v1/payments/${id}/cancel`)
  const { data } = (await (await gateway.call('GET', '/v1/events')).json()) as { data: [{ id: string }] }
  ids = { endpoint, callbacks: callbacks?.endpointId ?? '', event: data[0].id }
})

afterAll(async () => {
  await Promise.all([gateway, limited, locked].map((app) => app.close()))
})

const idIn = async (response: Promise<Response>) => (await (await response).json()) as { id: string }
const newEndpoint = async () => (await idIn(gateway.call('POST', endpoints, receiver))).id

/** To the endpoint that stays. */
const toOne = (method: string, path: string, body?: object) => () =>
  gateway.call(method, `${endpoints}/${ids.endpoint}${path}`, body)

async function beyondLimit(): Promise<Response> {
  const response = await gateway.call('POST', endpoints, receiver)
  return response.ok ? beyondLimit() : response
}

const rows: readonly (readonly [number, string, string, () => Promise<Response>])[] = [
  [201, 'POST', endpoints, () => gateway.call('POST', endpoints, receiver)],
  [400, 'POST', endpoints, () => gateway.call('POST', endpoints, { url: 'http://10.0.0.1/' })],
  [
    403,
    'POST',
    endpoints,
    async () => {
      const authorization = `Bearer ${await locked.newKey('test')}`
      return locked.call('POST', endpoints, { url: 'https://example.com/' }, { authorization })
    },
  ],
  [200, 'GET', endpoints, () => gateway.call('GET', endpoints)],
  [200, 'GET', one, toOne('GET', '')],
  [404, 'GET', one, () => gateway.call('GET', `${endpoints}/we_1`)],
  [200, 'POST', one, toOne('POST', '', { events: ['refund.failed', 'payment.canceled'] })],
  [400, 'POST', one, toOne('POST', '', { events: ['payment.created'] })],
  [200, 'DELETE', one, async () => gateway.call('DELETE', `${endpoints}/${await newEndpoint()}`)],
  [403, 'DELETE', one, () => gateway.call('DELETE', `${endpoints}/${ids.callbacks}`)],
  [404, 'DELETE', one, () => gateway.call('DELETE', `${endpoints}/we_1`)],
  [200, 'POST', `${one}/disable`, toOne('POST', '/disable')],
  [200, 'POST', `${one}/enable`, toOne('POST', '/enable')],
  [200, 'POST', `${one}/roll_secret`, toOne('POST', '/roll_secret')],
  [409, 'POST', `${one}/roll_secret`, toOne('POST', '/roll_secret')],
  [200, 'POST', `${one}/test`, toOne('POST', '/test')],
  [400, 'POST', `${one}/test`, () => gateway.call('POST', `${endpoints}/${ids.callbacks}/test`)],
  [200, 'POST', `${one}/recover`, toOne('POST', '/recover', { since: 0 })],
  [400, 'POST', `${one}/recover`, toOne('POST', '/recover', {})],
  [200, 'GET', `${one}/deliveries`, toOne('GET', '/deliveries')],
  [
    200,
    'GET',
    `${one}/deliveries/{event_id}`,
    () => gateway.call('GET', `${endpoints}/${ids.endpoint}/deliveries/${ids.event}`),
  ],
  [404, 'GET', `${one}/deliveries/{event_id}`, toOne('GET', '/deliveries/evt_1')],
  [422, 'POST', endpoints, beyondLimit],
  [200, 'GET', '/v1/events', () => gateway.call('GET', '/v1/events')],
  [200, 'GET', '/v1/events/{id}', () => gateway.call('GET', `/v1/events/${ids.event}`)],
  [404, 'GET', '/v1/events/{id}', () => gateway.call('GET', '/v1/events/evt_1')],
  [200, 'POST', '/v1/events/{id}/resend', () => gateway.call('POST', `/v1/events/${ids.event}/resend`)],
  [404, 'POST', '/v1/events/{id}/resend', () => gateway.call('POST', '/v1/events/evt_1/resend')],
  [200, 'GET', stream, () => gateway.call('GET', stream)],
  [400, 'GET', stream, () => gateway.call('GET', stream, undefined, { 'last-event-id': 'evt_1' })],
  [401, 'GET', stream, () => gateway.call('GET', stream, undefined, { authorization: '' })],
  [405, 'GET', stream, () => gateway.call('POST', stream, {})],
  [429, 'GET', stream, () => limited.call('GET', stream)],
]

test.each(rows)('%i of %s %s', async (status, method, path, ask) => {
  const response = await ask()
  expect(response.status).toBe(status)
  expect(missingHeaders(method, path, response)).toEqual([])
  await response.body?.cancel()
})
