/** The first payment in the sandbox does not end with a browser error: there is a page to return to. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, origin, type TestApp } from '../../verification/app/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const id = 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'
const pageAt = async (query: string): Promise<string> =>
  (await app.request(`/sandbox/complete${query}`)).text()

describe('the page to come back to', () => {
  it('shows what the address says, and how to verify it', async () => {
    const html = await pageAt(`?payment_id=${id}&status=succeeded`)
    expect(html).toContain(`<dd><code>${id}</code></dd>`)
    expect(html).toContain('<dd><code>succeeded</code></dd>')
    const text = html.replaceAll(/<[^>]+>/g, '').replaceAll('&quot;', '"')
    expect(text).toContain(
      `curl ${origin}/v1/payments/${id} \\\n  -H "Authorization: Bearer fl_test_sk_abc123def456"`,
    )
  })

  it.each(['', '?payment_id=pay_x&status=paid', '?payment_id=%22%3E%3Cb%3E&status=%3Cscript%3E'])(
    'shows nothing that a link made up: %s',
    async (query) => {
      const html = await pageAt(query)
      expect(html.match(/missing from the URL/g)).toHaveLength(2)
      expect(html).toContain('/v1/payments/pay_...')
      expect(html).not.toMatch(/<script|pay_x|<b>/)
    },
  )

  it('is not kept, and loads nothing', async () => {
    const { headers } = await app.request('/sandbox/complete')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/)
  })

  it('is where the examples of the sandbox lead', async () => {
    const html = await (await app.request('/docs')).text()
    expect(html.match(new RegExp(`${origin}/sandbox/complete`, 'g'))?.length).toBeGreaterThan(4)
    expect(html).not.toContain('shop.example.com/checkout/complete')
  })

  it('is not part of production, and neither are links to it', async () => {
    const production = await openTestApp({ isSandbox: false })
    expect((await production.request('/sandbox/complete')).status).toBe(404)
    const html = await (await production.request('/docs')).text()
    expect(html).toContain('https://shop.example.com/checkout/complete')
    await production.close()
  })
})
