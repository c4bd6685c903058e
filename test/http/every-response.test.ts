/**
 * Every route by every method and with every kind of failure: each response has a request ID of its own, and the headers
 * that forbid guessing types, framing, keeping, and telling others where one came from.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { session } from '../../verification/app/test-app.ts'
import { type ListeningApp, openListeningApp } from '../api/listening-app.ts'
import { RawConnection } from '../api/raw-connection.ts'

const secure = { apiUrl: 'https://api.example.com', payUrl: 'https://pay.example.com' }
const unknownId = 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const key = { authorization: `Bearer ${documentedTestKey}` }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const json = { ...key, 'content-type': 'application/json' }

/** What is sent with a request, by what it is about to show. */
const kinds: Readonly<Record<string, Readonly<{ headers?: Record<string, string>; body?: string }>>> = {
  'without a key': {},
  'with a key': { headers: key },
  'as JSON': { headers: json, body: '{}' },
  'as broken JSON': { headers: json, body: '{' },
  'as a form': { headers: form, body: 'a=b' },
  'as a form from elsewhere': { headers: { ...form, origin: 'https://evil.example' }, body: 'a=b' },
  'as nothing known': { headers: { ...key, 'content-type': 'text/plain' }, body: 'x' },
  'with more than a form may have': { headers: form, body: 'x'.repeat(9_000) },
  'with a bad idempotency key': { headers: { ...json, 'idempotency-key': 'k'.repeat(300) }, body: '{}' },
}

let server: ListeningApp
let openId: string
const endlessHeaders = 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: '
/** It has five seconds to go on, in which the other tests run. */
let endless: RawConnection
let paths: readonly string[]
const seen = new Set<string>()

beforeAll(async () => {
  server = await openListeningApp({}, secure)
  endless = (await RawConnection.open(server.port)).send(endlessHeaders)
  const created = await server.app.call('POST', '/v1/payments/hpp', session)
  openId = ((await created.json()) as { id: string }).id
  const patterns = server.app.app.routes.map(({ path }) => path)
  paths = [
    ...new Set(patterns.flatMap((pattern) => [openId, unknownId, '1'].map((id) => fill(pattern, id)))),
    ...['/nothing', '/v1', '/v2/payments', '/favicon.ico', '/docs/more', '//', '/%00', '/sandbox/nothing'],
  ]
})
afterAll(() => server.close())

function fill(pattern: string, id: string): string {
  return pattern
    .replace(/:id\b/, id)
    .replace(/:part\{(\w+)[^}]*\}/, '$1')
    .replace(/:form\{(\w+)[^}]*\}/, '$1')
    .replace(/:\w+(?:\{[^}]*\})?/g, 'x')
    .replace('*', 'more')
}

function expectHeaders(headers: Headers, path: string): void {
  const id = headers.get('flowlix-request-id') ?? ''
  expect(id, path).toMatch(/^req_[a-z0-9]{24}$/)
  expect(seen.has(id), path).toBe(false)
  seen.add(id)
  expect(headers.get('x-content-type-options'), path).toBe('nosniff')
  expect(headers.get('x-frame-options'), path).toBe('DENY')
  expect(headers.get('content-security-policy'), path).toMatch(
    /^default-src 'none'; .*frame-ancestors 'none'/,
  )
  expect(headers.get('referrer-policy'), path).toBe('no-referrer')
  expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin')
  expect(headers.get('cache-control'), path).toMatch(/^no-store$|^public, max-age=[0-9]+$/)
  expect(headers.get('strict-transport-security'), path).toBe('max-age=63072000; includeSubDomains; preload')
}

async function expectComplete(path: string, init: RequestInit = {}): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, init)
  // The stream of events goes on for ever.
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) await response.body?.cancel()
  else await response.arrayBuffer()
  expectHeaders(response.headers, `${init.method ?? 'GET'} ${path}`)
}

describe.each(Object.entries(kinds))('a request %s', (_, { headers, body }) => {
  it.each(methods)('by %s has every header in its response, wherever it goes', async (method) => {
    if (body !== undefined && (method === 'GET' || method === 'HEAD')) return
    const init = { method, redirect: 'manual', ...(headers && { headers }), ...(body && { body }) } as const
    await Promise.all(paths.map((path) => expectComplete(path, init)))
  })
})

it('a body that is too large for the API is refused with every header', async () => {
  const init = { method: 'POST', headers: json, body: 'x'.repeat(600_000) }
  for (const path of ['/v1/payments', '/v1/payments/hpp', `/v1/payments/${openId}/refund`])
    await expectComplete(path, init)
})

describe('a request that reaches no route', () => {
  it.each([
    ['is no HTTP', 400, 'hello\r\n\r\n'],
    ['has no Host', 400, 'GET / HTTP/1.1\r\n\r\n'],
    ['has a Host that is none', 400, 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n'],
    ['wants a tunnel', 400, 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n'],
    ['has headers without end', 431, `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(9_000)}\r\n\r\n`],
    ['has a long address', 414, `GET /v1/payments?${'x'.repeat(2_048)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['expects what there is not', 417, 'GET /v1/payments HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n'],
    ['does not get on', 408, endlessHeaders],
  ])('because it %s has every header, and a body that names its ID (%i)', async (_, status, bytes) => {
    const connection = status === 408 ? endless : await RawConnection.open(server.port)
    if (status !== 408) connection.send(bytes).endSending()
    const answer = await connection.lastAnswer()
    expect(answer.status).toBe(status)
    expectHeaders(new Headers(answer.headers), bytes.slice(0, 40))
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    const { error } = JSON.parse(answer.body) as { error: Record<string, string | null> }
    expect(error.code).toBe('parameter_invalid')
    expect(error.request_id).toBe(answer.headers['flowlix-request-id'])
    expect(error.doc_url).toMatch(/^https:\/\/api\.example\.com\/docs#error-/)
  })
})

it('over plain http nothing forbids plain http', async () => {
  const plain = await openListeningApp()
  for (const path of ['/', '/docs', '/v1/payments', `/hpp/${unknownId}`, '/nothing']) {
    const { headers } = await fetch(`http://127.0.0.1:${plain.port}${path}`, { redirect: 'manual' })
    expect(headers.get('strict-transport-security')).toBeNull()
  }
  await plain.close()
})

it('only the origin that is https is held to it', async () => {
  const mixed = await openListeningApp({}, { apiUrl: 'http://localhost:4242', payUrl: secure.payUrl })
  const strict = async (path: string) =>
    (await fetch(`http://127.0.0.1:${mixed.port}${path}`)).headers.has('strict-transport-security')
  expect([await strict(`/hpp/${unknownId}`), await strict('/privacy'), await strict('/v1/payments')]).toEqual(
    [true, true, false],
  )
  await mixed.close()
})

it('a fault and an outage have every header, too', async () => {
  await server.app.app.storage.close()
  for (const path of ['/v1/payments', `/hpp/${openId}`, '/readyz', `/sandbox/bank/challenge/x`])
    await expectComplete(path, { headers: key })
})
