/** Whatever the API responds to a request is described there: its status, and every header that is said to be present. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countryCodes } from '../../src/core/card/country.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { createSession, payDirectly } from '../stories/payments.ts'
import { components, missingHeaders } from './described-response.ts'

let gateway: TestApp
let limited: TestApp
let ids: Readonly<{ open: string; paid: string }>
let liveKey: string

beforeAll(async () => {
  gateway = await openTestApp()
  limited = await openTestApp({ rateLimitPerMinute: 1 })
  await limited.call('GET', '/v1/payments')
  ids = { open: (await createSession(gateway)).id, paid: (await payDirectly(gateway)).id }
  liveKey = await gateway.newKey('live')
  await gateway.call('POST', '/v1/payments/hpp', session, { 'idempotency-key': 'used' })
})
afterAll(async () => {
  await gateway.close()
  await limited.close()
})

const hpp = '/v1/payments/hpp'
type Ask = () => Promise<Response>
const rows: readonly (readonly [status: number, method: string, path: string, ask: Ask])[] = [
  [201, 'POST', hpp, () => gateway.call('POST', hpp, session)],
  [200, 'GET', '/v1/payments', () => gateway.call('GET', '/v1/payments')],
  [400, 'POST', hpp, () => gateway.call('POST', hpp, {})],
  [400, 'GET', '/v1/payments', () => gateway.call('GET', '/v1/payments?page=1')],
  [401, 'POST', hpp, () => gateway.call('POST', hpp, session, { authorization: '' })],
  [403, 'POST', hpp, () => gateway.call('POST', hpp, session, { authorization: `Bearer ${liveKey}` })],
  [404, 'GET', '/v1/payments/{id}', () => gateway.call('GET', '/v1/payments/pay_1')],
  [405, 'GET', '/v1/payments/{id}', () => gateway.call('GET', hpp)],
  [405, 'POST', '/v1/payments', () => gateway.call('PUT', '/v1/payments')],
  [409, 'POST', hpp, () => gateway.call('POST', hpp, {}, { 'idempotency-key': 'used' })],
  [413, 'POST', hpp, () => gateway.call('POST', hpp, ' '.repeat(600_000))],
  [415, 'POST', hpp, () => gateway.call('POST', hpp, session, { 'content-type': 'text/plain' })],
  [422, 'POST', '/v1/payments/{id}/cancel', () => gateway.call('POST', `/v1/payments/${ids.paid}/cancel`)],
  [429, 'GET', '/v1/payments', () => limited.call('GET', '/v1/payments')],
]

test.each(rows)('%i of %s %s', async (status, method, path, ask) => {
  const response = await ask()
  expect(response.status).toBe(status)
  expect(missingHeaders(method, path, response)).toEqual([])
})

describe('what requests may hold', () => {
  const optional = { customer: null, description: null, metadata: null, callback_url: null, locale: null }

  test('every optional member may be null, in the description as in the schema', async () => {
    expect((await gateway.call('POST', hpp, { ...session, ...optional })).status).toBe(201)
    const { properties } = components.schemas.CreateHostedPayment ?? { properties: {} }
    const nullable = Object.entries(properties).filter(([, schema]) =>
      JSON.stringify(schema).includes('"null"'),
    )
    expect(nullable.map(([name]) => name).sort()).toEqual(Object.keys(optional).sort())
  })

  test('a country is one of the assigned codes, here as there', () => {
    const country = components.schemas.CustomerDetails?.properties.country
    expect(country?.enum).toEqual(countryCodes)
    expect(countryCodes).toHaveLength(249)
  })
})
