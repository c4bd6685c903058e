/** Logos and the icon: from our own origin, under an address that names the content, with the headers of the page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { examineLogo } from '../../src/core/look/logo.ts'
import type { NewMerchant } from '../../src/core/merchant.ts'
import { pageHeaders } from '../../src/payment-page/headers.ts'
import { addBrand, brandedMerchant } from '../../verification/app/brands.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'

let app: TestApp
let hansen: NewMerchant
beforeAll(async () => {
  app = await openTestApp()
  hansen = brandedMerchant('hansen')
})
afterAll(() => app.close())

async function pageOf(brand: 'hansen' | 'lumiere'): Promise<string> {
  const authorization = `Bearer ${await addBrand(app.app.storage, brand)}`
  const created = await app.call('POST', '/v1/payments/hpp', session, { authorization })
  const { id } = (await created.json()) as { id: string }
  return (await app.request(`/hpp/${id}`)).text()
}

const { 'cache-control': _, ...headers } = pageHeaders(null, false)

describe('a logo', () => {
  it('stands beside the name, in its own size, and is served as what it is', async () => {
    const html = await pageOf('hansen')
    const [, path = ''] = /<img class="logo" src="([^"]+)" alt="" width="40" height="40"\/>/.exec(html) ?? []
    const response = await app.request(path)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...headers,
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'content-length': String(hansen.logo?.bytes.length),
    })
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array(hansen.logo?.bytes ?? []))
    expect(response.headers.get('set-cookie')).toBeNull()
  })

  it('is the icon, too, if it is about as wide as it is high', async () => {
    expect(await pageOf('hansen')).toContain(`<link rel="icon" href="/logos/${hansen.logo?.hash}"/>`)
    const wide = await pageOf('lumiere')
    expect(wide).toContain('alt="" width="160" height="40"/>')
    expect(wide).not.toContain('rel="icon"')
  })

  it('is gone from its address once no merchant has it', async () => {
    const { storage } = app.app
    const bytes = Uint8Array.from([...(hansen.logo?.bytes ?? []), 0])
    const logo = {
      ...hansen.logo,
      hash: 'c'.repeat(32),
      type: 'image/png',
      width: 9,
      height: 9,
      bytes,
    } as const
    await storage.updateMerchant(app.merchantId, { logo })
    expect((await app.request(`/logos/${logo.hash}`)).status).toBe(200)
    await storage.updateMerchant(app.merchantId, { logo: null })
    expect((await app.request(`/logos/${logo.hash}`)).status).toBe(404)
  })

  it.each([
    `/logos/${'0'.repeat(32)}`,
    '/logos/x',
    '/logos/%2e%2e%2fetc',
    `/logos/${'A'.repeat(32)}`,
    `/logos/${'0'.repeat(32)}'`,
    '/logos/',
  ])('does not exist at %s', async (path) => {
    const response = await app.request(path)
    expect(response.status).toBe(404)
  })

  it('that does not exist gets the headers of a page, and nothing else', async () => {
    const response = await app.request(`/logos/${'0'.repeat(32)}`)
    expect(Object.fromEntries(response.headers)).toMatchObject(pageHeaders(null, false))
    expect(await response.text()).toBe('')
  })
})

describe('the icon', () => {
  it('is a small PNG that browsers keep', async () => {
    const response = await app.request('/favicon.ico')
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...headers,
      'content-type': 'image/png',
      'cache-control': 'public, max-age=604800',
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(examineLogo(bytes)).toEqual({ type: 'image/png', width: 32, height: 32 })
    expect(bytes.length).toBeLessThan(400)
  })
})

describe('a merchant without a logo', () => {
  it('has its initial on a color of its own', async () => {
    const created = await app.call('POST', '/v1/payments/hpp', session)
    const { id } = (await created.json()) as { id: string }
    const html = await (await app.request(`/hpp/${id}`)).text()
    expect(html).toMatch(
      /<svg class="monogram" viewBox="0 0 40 40" aria-hidden="true" color="#[0-9a-f]{6}"><text x="20" y="27" fill="#fff">T<\/text><\/svg>/,
    )
    expect(html).not.toContain('<img')
  })
})
