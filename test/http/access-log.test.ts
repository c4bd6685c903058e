/** One line for each request: enough to find what became of it, and nothing that must stay secret. */
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import type { RequestRecord } from '../../src/http/access-log.ts'
import { accessLog } from '../../src/http/access-log.ts'
import { listen } from '../../src/http/server.ts'
import { parseNetwork } from '../../src/platform/ip-address.ts'
import { session } from '../../verification/app/test-app.ts'
import { type ListeningApp, openListeningApp } from '../api/listening-app.ts'
import { RawConnection } from '../api/raw-connection.ts'

type Line = Readonly<Record<string, unknown>>

let server: ListeningApp
let url: string
let lines: Line[]

beforeAll(async () => {
  let observe: (record: RequestRecord) => void = () => {}
  const proxies = [parseNetwork('127.0.0.1') ?? []].flat()
  server = await openListeningApp({}, { observe: (record) => observe(record), trustedProxies: proxies })
  const log = {
    debug: () => {},
    info: (fields: Line) => void lines.push(fields),
    warn: () => {},
    error: () => {},
  }
  observe = accessLog({ log, routeOf: server.app.app.routeOf, showsUnknownPaths: false })
  url = `http://127.0.0.1:${server.port}`
})
afterAll(() => server.close())
beforeEach(() => {
  lines = []
})

const key = { authorization: `Bearer ${documentedTestKey}`, 'content-type': 'application/json' }

async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url + path, { method: 'POST', headers: { ...key, ...headers }, body: JSON.stringify(body) })
}

/** The line is written when the connection is done with the response, which may be later than the client. */
async function nextLine(): Promise<Line> {
  while (lines.length === 0) await sleep(1)
  return lines.shift() ?? {}
}

it('a request leads from its ID to its payment, its key and its merchant', async () => {
  const response = await post('/v1/payments/hpp', session)
  const body = await response.text()
  expect(await nextLine()).toEqual({
    requestId: response.headers.get('flowlix-request-id'),
    method: 'POST',
    route: '/v1/payments/hpp',
    status: 201,
    ms: expect.any(Number),
    bytes: Buffer.byteLength(body),
    address: '127.0.0.1',
    keyId: expect.stringMatching(/^key_/),
    merchantId: server.app.merchantId,
    paymentId: (JSON.parse(body) as { id: string }).id,
  })
})

it('a repeated request leads to the same payment, and says so', async () => {
  const once = { 'idempotency-key': 'once' }
  await post('/v1/payments/hpp', session, once)
  const { paymentId } = await nextLine()
  await post('/v1/payments/hpp', session, once)
  expect(await nextLine()).toMatchObject({ paymentId, note: 'replayed', status: 201 })
})

it.each([
  [
    'a wrong field',
    () => post('/v1/payments/hpp', { ...session, amount: 0 }),
    400,
    'parameter_invalid amount',
  ],
  ['no key', () => fetch(`${url}/v1/payments`), 401, 'invalid_api_key'],
  ['no such path', () => fetch(`${url}/v1/nothing`, { headers: key }), 404, 'resource_missing'],
])('a request with %s says what was wrong', async (_, ask, status, note) => {
  await ask()
  expect(await nextLine()).toMatchObject({ status, note })
})

it('a page leads to its payment and its merchant, and its form shows no token and no card', async () => {
  const { id } = (await (await post('/v1/payments/hpp', session)).json()) as { id: string }
  await nextLine()
  const html = await (await fetch(`${url}/hpp/${id}?utm=secret`)).text()
  const opened = await nextLine()
  expect(opened).toMatchObject({ route: '/hpp/:id', paymentId: id, merchantId: server.app.merchantId })
  expect(JSON.stringify(opened)).not.toContain('secret')
  const action = /action="([^"]+\/pay\/[^"]+)"/.exec(html)?.[1] ?? ''
  const form = new URLSearchParams({ number: '4111111111111111', cvc: '987' })
  await fetch(url + action, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { origin: 'http://localhost:4242' },
  })
  expect(await nextLine()).toEqual({
    requestId: expect.stringMatching(/^req_/),
    method: 'POST',
    route: '/hpp/:id/pay/:token',
    status: 422,
    ms: expect.any(Number),
    bytes: expect.any(Number),
    address: '127.0.0.1',
    paymentId: id,
    merchantId: server.app.merchantId,
  })
})

it('an unknown path is not repeated', async () => {
  await fetch(`${url}/secret/4111111111111111`)
  const line = await nextLine()
  expect(line).toMatchObject({ route: null, status: 404 })
  expect(JSON.stringify(line)).not.toContain('secret')
})

it('the address is the client’s, as the trusted proxy reports it', async () => {
  await fetch(`${url}/docs`, { headers: { 'x-forwarded-for': '198.51.100.7, 203.0.113.9' } })
  expect(await nextLine()).toMatchObject({ address: '203.0.113.9' })
})

it('a client that goes away within its body has one line', async () => {
  const connection = await RawConnection.open(server.port)
  const head = `POST /v1/payments/hpp HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${key.authorization}`
  connection.send(`${head}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`)
  await (await fetch(`${url}/docs`)).text()
  expect(await nextLine()).toMatchObject({ route: '/docs' })
  connection.destroy()
  expect(await nextLine()).toMatchObject({ route: '/v1/payments/hpp' })
  await (await fetch(`${url}/openapi.json`)).text()
  expect(await nextLine()).toMatchObject({ route: '/openapi.json' })
})

it('a client that leaves before its response is logged as such', async () => {
  const records: RequestRecord[] = []
  const arrived = Promise.withResolvers<void>()
  const slow = await listen(
    () => {
      arrived.resolve()
      return new Promise(() => {})
    },
    {
      port: 0,
      host: '127.0.0.1',
      apiUrl: '',
      payUrl: '',
      requestId: () => 'req_0',
      observe: (one) => void records.push(one),
    },
  )
  const socket = connect(slow.port, '127.0.0.1')
  socket.write('GET /docs HTTP/1.1\r\nHost: a\r\n\r\n')
  await arrived.promise
  socket.destroy()
  while (records.length === 0) await sleep(1)
  expect(records).toMatchObject([{ path: '/docs', status: null, isAborted: true }])
  await slow.stop()
})

it.each([
  ['what is no HTTP', 'nonsense\r\n\r\n', { method: null, route: null, status: 400 }],
  [
    'what expects something else',
    'GET /docs HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n',
    { route: '/docs', status: 417 },
  ],
  [
    'an address that is too long',
    `GET /docs?${'x'.repeat(2_100)} HTTP/1.1\r\nHost: a\r\n\r\n`,
    { route: '/docs', status: 414 },
  ],
])('%s has a line, too', async (_, bytes, line) => {
  const connection = await RawConnection.open(server.port)
  const answer = await connection.send(bytes).endSending().lastAnswer()
  expect(await nextLine()).toMatchObject({ ...line, requestId: answer.headers['flowlix-request-id'] })
})

it('requests by monitoring are not logged', async () => {
  await fetch(`${url}/healthz`)
  await fetch(`${url}/readyz`)
  await fetch(`${url}/docs`)
  expect(await nextLine()).toMatchObject({ route: '/docs' })
})
