/** Whatever the API responds to a request is described there: its status, and every header that is said to be present. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countryCodes } from '../../src/core/card/country.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { createSession, payDirectly } from '../stories/payments.ts'

type Header = Readonly<{ $ref?: string; required?: boolean }>
type Described = Readonly<{ $ref?: string; headers?: Readonly<Record<string, Header>> }>
type Schema = Readonly<{ properties: Readonly<Record<string, Readonly<Record<string, unknown>>>> }>
type Description = Readonly<{
  paths: Readonly<
    Record<string, Readonly<Record<string, { responses: Readonly<Record<string, Described>> }>>>
  >
  components: Readonly<{
    headers: Readonly<Record<string, Header>>
    responses: Readonly<Record<string, Described>>
    schemas: Readonly<Record<string, Schema>>
  }>
}>

const file = new URL('../../openapi.json', import.meta.url)
const { paths, components } = JSON.parse(readFileSync(file, 'utf8')) as Description

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

function named<T>(all: Readonly<Record<string, T>>, given: T & { $ref?: string }): T {
  const name = given.$ref?.split('/').at(-1)
  return name === undefined ? given : (all[name] as T)
}

/** What is described for an operation and a status. */
function describedHeaders(method: string, path: string, status: number): Readonly<Record<string, Header>> {
  const response = paths[path]?.[method.toLowerCase()]?.responses[status]
  if (response === undefined) throw new Error(`${status} is not described for ${method} ${path}`)
  const { headers = {} } = named(components.responses, response)
  return Object.fromEntries(
    Object.entries(headers).map(([name, header]) => [name, named(components.headers, header)]),
  )
}

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
  const headers = Object.entries(describedHeaders(method, path, status))
  expect(headers.length).toBeGreaterThan(0)
  const missing = headers.filter(([name, { required }]) => required === true && !response.headers.has(name))
  expect(missing).toEqual([])
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
