/** Every address of the page, right and wrong, answers with the whole set of headers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageHeaders } from '../../src/payment-page/headers.ts'
import { openTestApp, origin, session, type TestApp } from '../support/app.ts'

let app: TestApp
let openId: string
let paidId: string

beforeAll(async () => {
  app = await openTestApp()
  openId = await newPayment()
  paidId = await newPayment()
  await post(`${await actionOf(paidId)}`, 'test_card=4242424242424242')
})
afterAll(() => app.close())

async function newPayment(): Promise<string> {
  const response = await app.call('POST', '/v1/payments/hpp', session)
  return ((await response.json()) as { id: string }).id
}

async function actionOf(id: string): Promise<string> {
  const html = await (await app.request(`/hpp/${id}`)).text()
  return /action="([^"]+\/pay\/[^"]+)"/.exec(html)?.[1] ?? ''
}

function post(path: string, body: string, from = origin): Promise<Response> {
  const headers = { origin: from, 'content-type': 'application/x-www-form-urlencoded' }
  return app.request(path, { method: 'POST', headers, body })
}

const get = (path: () => string) => () => app.request(path())
const unknown = '/hpp/pay_00000000-0000-0000-0000-000000000000'

const answers: readonly (readonly [name: string, status: number, ask: () => Promise<Response>])[] = [
  ['the form', 200, get(() => `/hpp/${openId}`)],
  ['a receipt', 200, get(() => `/hpp/${paidId}`)],
  ['the way back', 200, get(() => `/hpp/${paidId}/return`)],
  ['the way back, too early', 303, get(() => `/hpp/${openId}/return`)],
  ['the way to the bank, which asks nothing', 303, get(() => `/hpp/${openId}/authenticate`)],
  ['the way from the bank, unsigned', 303, get(() => `/hpp/${openId}/3ds/return`)],
  ['the answer to a form, typed by hand', 303, get(() => `/hpp/${openId}/pay/x`)],
  ['no payment', 404, get(() => unknown)],
  ['no payment by its form', 404, async () => post(`${unknown}/pay/x`, 'name=x')],
  ['a malformed id', 404, get(() => '/hpp/1')],
  ['no id', 404, get(() => '/hpp')],
  ['a path of nothing', 404, get(() => `/hpp/${openId}/more`)],
  ['privacy', 200, get(() => '/privacy')],
  ['accessibility', 200, get(() => '/accessibility')],
  ['a form with mistakes', 422, async () => post(await actionOf(openId), 'number=1')],
  ['a form with foreign fields', 400, async () => post(await actionOf(openId), 'amount=1')],
  ['a form from elsewhere', 403, async () => post(await actionOf(openId), 'name=x', 'https://evil.example')],
  ['a form that is too large', 413, async () => post(await actionOf(openId), `name=${'x'.repeat(100_000)}`)],
  ['a wrong method', 405, () => app.request(`/hpp/${openId}`, { method: 'DELETE' })],
  ['a wrong method at the way back', 405, () => app.request(`/hpp/${openId}/return`, { method: 'PUT' })],
]

describe('headers', () => {
  it.each(answers)('are all there with %s (%i)', async (_, status, ask) => {
    const response = await ask()
    expect(response.status).toBe(status)
    const { 'content-type': html, ...everywhere } = pageHeaders(false)
    expect(Object.fromEntries(response.headers)).toMatchObject(everywhere)
    expect(response.headers.get('content-type')).toBe(status === 303 ? null : html)
  })

  it('leave nothing to chance: no script but ours, no frame, no third party, nothing kept', () => {
    const { 'content-security-policy': policy = '', ...others } = pageHeaders(true)
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^;*]+; style-src 'sha256-[^;*]+; /)
    for (const rule of [
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "trusted-types 'none'",
    ])
      expect(policy).toContain(rule)
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(others).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    expect(others['strict-transport-security']).toMatch(/^max-age=\d{8}/)
  })
})
