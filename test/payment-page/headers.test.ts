/** Every address of the page, right and wrong, answers with the whole set of headers. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageAssets } from '../../src/payment-page/assets.generated.ts'
import { pageHeaders } from '../../src/payment-page/headers.ts'
import { openTestApp, origin, session, type TestApp } from '../../verification/app/test-app.ts'

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

/** What a policy must say to allow the scripts or styles that stand in the page: one, and a merchant's own style. */
function hashOf(html: string, name: 'script' | 'style'): string {
  const found = [...html.matchAll(new RegExp(`<${name}(?: type="module")?>(.*?)</${name}>`, 'gs'))].map(
    ([, text = '']) => text,
  )
  expect(found.length).toBeLessThanOrEqual(name === 'style' ? 2 : 1)
  const hashes = found.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  return hashes.length === 0 ? "'none'" : hashes.join(' ')
}

describe('headers', () => {
  it.each(answers)('are all there with %s (%i)', async (_, status, ask) => {
    const response = await ask()
    expect(response.status).toBe(status)
    const { 'content-security-policy': policy, ...everywhere } = pageHeaders(null, false)
    expect(Object.fromEntries(response.headers)).toMatchObject(everywhere)
    const html = await response.text()
    expect(response.headers.get('content-security-policy')).toBe(
      policy
        ?.replace("script-src 'none'", `script-src ${hashOf(html, 'script')}`)
        .replace("style-src 'none'", `style-src ${hashOf(html, 'style')}`),
    )
    expect(response.headers.get('content-type')).toBe(status === 303 ? null : 'text/html; charset=utf-8')
  })

  it('allow the styles that stand in the page of a merchant with colors of its own', async () => {
    await app.app.storage.updateMerchant(app.merchantId, { accentColor: '#0b5d3f' })
    const response = await app.request(`/hpp/${openId}`)
    await app.app.storage.updateMerchant(app.merchantId, { accentColor: null })
    const allowed = hashOf(await response.text(), 'style')
    expect(allowed.split(' ')).toHaveLength(2)
    expect(response.headers.get('content-security-policy')).toContain(`style-src ${allowed};`)
  })

  it('allow the form what the form holds, and other pages only what they hold', async () => {
    const policyOf = async (path: string) =>
      (await app.request(path)).headers.get('content-security-policy') ?? ''
    const [form, receipt, missing] = [`/hpp/${openId}`, `/hpp/${paidId}`, unknown]
    const [ofForm, ofReceipt, ofMissing] = await Promise.all([form, receipt, missing].map(policyOf))
    expect(ofForm).toContain(
      `script-src '${pageAssets.testForm.scriptHash}'; style-src '${pageAssets.testForm.styleHash}';`,
    )
    expect(ofReceipt).toContain(
      `script-src '${pageAssets.testState.scriptHash}'; style-src '${pageAssets.testState.styleHash}';`,
    )
    expect(ofMissing).toContain(`script-src 'none'; style-src '${pageAssets.state.styleHash}';`)
  })

  it('allow the style of a merchant beside ours, and are made once for it', () => {
    const theme = { css: ':root{--accent:#b00}', hash: 'sha256-theme' }
    const headers = pageHeaders({ assets: 'form', hasScript: true, theme }, true)
    expect(headers['content-security-policy']).toContain(
      `style-src '${pageAssets.form.styleHash}' 'sha256-theme';`,
    )
    expect(pageHeaders({ assets: 'form', hasScript: true, theme }, true)).toBe(headers)
  })

  it('of the hand-off let the browser go to the issuer, and let the issuer use passkeys', () => {
    const [card, handOff] = [false, true].map((isHandOff) =>
      pageHeaders({ assets: 'state', hasScript: false, isHandOff }, true),
    )
    expect(handOff?.['content-security-policy']).toBe(
      card?.['content-security-policy']
        ?.replace("form-action 'self'", "form-action 'self' https:")
        .replace("frame-src 'none'", 'frame-src https:'),
    )
    expect(handOff?.['permissions-policy']).toBe(
      card?.['permissions-policy']
        ?.replace(', payment=()', ', payment=*')
        .replace('publickey-credentials-get=()', 'publickey-credentials-get=*'),
    )
    expect(card?.['permissions-policy']).not.toContain('*')
    // A framed page of an issuer does not have the header that this would demand of it.
    expect([card, handOff].map((headers) => headers?.['cross-origin-embedder-policy'])).toEqual([
      'require-corp',
      undefined,
    ])
  })

  it('say where to report what broke a rule', () => {
    const headers = pageHeaders(null, true)
    expect(headers['content-security-policy']).toMatch(/; report-uri \/csp-report; .*report-to csp$/)
    expect(headers['reporting-endpoints']).toBe('csp="/csp-report"')
    expect(headers['integrity-policy']).toBe('blocked-destinations=(script), endpoints=(csp)')
    // Browsers send such reports by TLS only, and `report-to` would silence `report-uri`.
    const plain = pageHeaders(null, false)
    expect(plain['content-security-policy']).toMatch(/; report-uri \/csp-report$/)
    expect(plain['reporting-endpoints']).toBeUndefined()
  })

  it('leave nothing to chance: no script but ours, no frame, no third party, nothing kept', () => {
    const holds = { assets: 'form', hasScript: true } as const
    const { 'content-security-policy': policy = '', ...others } = pageHeaders(holds, true)
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
