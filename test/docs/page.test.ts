/** The documentation as it is served: complete, reachable by link, and needing nothing but itself. */
import { createHash } from 'node:crypto'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyWebhook } from '../../client/src/flowlix.ts'
import { errorCodes } from '../../src/api/api-error.ts'
import { endpoints, fieldsOf, schemaNamed, webhookRequests } from '../../src/api-docs/openapi.ts'
import { testCards } from '../../src/core/card/test-cards.ts'
import { declineCodes } from '../../src/core/decline.ts'
import { languages } from '../../src/core/language.ts'
import { publicStatuses } from '../../src/core/payment/status.ts'
import { publicEventTypes, testEventType } from '../../src/core/public-events.ts'
import { openTestApp, origin, type TestApp } from '../../verification/app/test-app.ts'
import { readable } from './shown.ts'

let gateway: TestApp
let page: Response
let html: string
let anchors: ReadonlySet<string>

beforeAll(async () => {
  gateway = await openTestApp()
  page = await gateway.request('/docs')
  html = await page.text()
  anchors = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? ''))
})
afterAll(() => gateway.close())

test('the front door leads to it', async () => {
  const answer = await gateway.request('/', { redirect: 'manual' })
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe('/docs')
})

test('every error code is explained where doc_url points', async () => {
  for (const code of errorCodes) expect(anchors).toContain(`error-${code}`)
  const answer = await gateway.call('POST', '/v1/payments/hpp', {})
  const { error } = (await answer.json()) as { error: { doc_url: string } }
  expect(error.doc_url).toBe(`${origin}/docs#error-parameter_missing`)
})

test('every decline code, status and test card is explained', () => {
  for (const code of declineCodes) expect(anchors).toContain(`decline-${code}`)
  for (const status of publicStatuses) expect(anchors).toContain(`status-${status}`)
  for (const { pan } of testCards) expect(anchors).toContain(`card-${pan}`)
})

test('it says in how many languages the payment page is available', () => {
  expect(html).toContain(`is available in ${languages.length} languages`)
  expect(html).not.toMatch(/is in English|English only/)
})

test('every field and parameter of every endpoint has an address', () => {
  for (const { anchor, operation } of endpoints) {
    const schema = operation.requestBody?.content['application/json'].schema
    const fields = schema === undefined ? [] : fieldsOf(schema, false)
    const names = [...fields, ...(operation.parameters ?? [])].map(({ name }) => `${anchor}.${name}`)
    for (const name of [anchor, ...names]) expect(anchors).toContain(name)
  }
  expect(anchors).toContain('create-hosted-payment.customer.zip')
})

test.each(['Payment', 'Refund', 'Card', 'Customer'])('every field of the %s has an address', (name) => {
  const fields = fieldsOf(schemaNamed(name), true)
  expect(fields.length).toBeGreaterThan(1)
  for (const field of fields) expect(anchors).toContain(`${name.toLowerCase()}.${field.name}`)
})

test('no address is given twice, and no link within the page leads nowhere', () => {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  expect(ids.length).toBe(new Set(ids).size)
  const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? '')
  expect(links.length).toBeGreaterThan(100)
  for (const link of links) expect(anchors).toContain(link)
})

test('it fetches only its own pictures, and its policy allows its own style and script only', () => {
  expect(html).not.toMatch(
    /<(?:link|iframe|object|embed)\b| on[a-z]+=|@import|url\(|(?:src|srcset)="(?!\/docs\/)/,
  )
  const policy = page.headers.get('content-security-policy') ?? ''
  const hashOf = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const style = hashOf(/<style>([^<]*)<\/style>/.exec(html)?.[1])
  const scripts = [...html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(([, text]) => hashOf(text))
  expect(policy).toContain(
    `default-src 'none'; style-src ${style}; script-src ${scripts.join()}; img-src 'self';`,
  )
  expect(policy).not.toContain('unsafe')
  expect(html).not.toMatch(/ style="/)
})

test('it is sent compressed to who accepts that, and is the same', async () => {
  const answer = await gateway.request('/docs', { headers: { 'accept-encoding': 'gzip, deflate, br' } })
  expect(answer.headers.get('content-encoding')).toBe('br')
  expect(brotliDecompressSync(await answer.arrayBuffer()).toString()).toBe(html)
  const other = await gateway.request('/docs', { headers: { 'accept-encoding': 'gzip, br;q=0' } })
  expect(other.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(await other.arrayBuffer()).toString()).toBe(html)
  const plain = await gateway.request('/docs', { headers: { 'accept-encoding': 'identity' } })
  expect(plain.headers.get('content-encoding')).toBeNull()
})

test.each([
  ['br', 44_000],
  // It finds repetition only within 32 KiB, so one payload is not shortened by another.
  ['gzip', 56_000],
])('with %s, it is sent in at most %i bytes', async (encoding, bytesMax) => {
  const answer = await gateway.request('/docs', { headers: { 'accept-encoding': encoding } })
  expect((await answer.arrayBuffer()).byteLength).toBeLessThanOrEqual(bytesMax)
})

test('it shows the payload of every type of event, and says when it is sent', () => {
  const payloads = html.matchAll(/<details.*?<summary><code>(.*?)<\/code>.*?<pre>(.*?)<\/pre>/gs)
  const shown = Object.fromEntries(
    [...payloads].map(([, type = '', text]) => [type, JSON.parse(readable(text))]),
  )
  expect(shown).toEqual(Object.fromEntries(webhookRequests.map(({ type, example }) => [type, example])))
  expect(Object.keys(shown)).toEqual([...publicEventTypes, testEventType])
  for (const type of Object.keys(shown)) expect(anchors).toContain(`event-${type}`)
})

test('the webhook request that it shows has the signatures of its secret', async () => {
  const start = html.indexOf('<section id="webhook-request"')
  const blocks = [...html.slice(start).matchAll(/<pre>(.*?)<\/pre>/gs)].map(([, text]) => readable(text))
  const [request = '', secret = ''] = blocks
  const [head = '', payload = ''] = request.split('\n\n')
  const headers = Object.fromEntries(
    head
      .split('\n')
      .slice(1)
      .map((line) => line.split(': ') as [string, string]),
  )
  const now = () => Number(headers['webhook-timestamp']) * 1_000
  const own = { 'flowlix-signature': headers['Flowlix-Signature'] }
  for (const signed of [headers, own])
    expect(await verifyWebhook({ payload, headers: signed, secret, now })).toMatchObject({ object: 'event' })
})

test.each(['light', 'dark'])('its %s picture of the payment page is served', async (scheme) => {
  const answer = await gateway.request(`/docs/payment-page-phone-${scheme}.webp`)
  expect(answer.headers.get('content-type')).toBe('image/webp')
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(8, 12)
      .toString(),
  ).toBe('WEBP')
})

test('openapi.json names this gateway as its server', async () => {
  const answer = await gateway.request('/openapi.json')
  expect(answer.headers.get('content-type')).toContain('application/json')
  expect(await answer.json()).toMatchObject({ openapi: '3.1.0', servers: [{ url: origin }] })
})
