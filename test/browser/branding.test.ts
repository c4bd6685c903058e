/** Two shops side by side: each page has the look of its merchant, in light and in dark, on phones and on desktops. */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isReviewed } from '../../verification/accessibility/reviewed.ts'
import { addBrand, type Brand, brandedMerchant } from '../../verification/app/brands.ts'
import { audit } from '../../verification/browser/audit.ts'
import { pages } from '../../verification/browser/pages.ts'
import { newPayment } from '../../verification/browser/payments.ts'
import { openTown, type Town, withKey } from '../../verification/browser/town.ts'
import { createAcquirer } from '../support/live-acquirer.ts'

const desktop = { width: 1280, height: 800 }
const terms = { amount: 2_500, currency: 'eur', redirect_url: 'https://shop.example.com/done' }
const largest = { ...terms, amount: 999_999_999_999, currency: 'usd' }

let town: Town
let keys: Readonly<Record<Brand, string>>
beforeAll(async () => {
  town = await openTown({ liveAcquirers: [createAcquirer()] })
  const { storage } = town.gateway.app
  keys = { hansen: await addBrand(storage, 'hansen'), lumiere: await addBrand(storage, 'lumiere') }
}, 60_000)
afterAll(() => town.close())

const pathFor = (brand: Brand): Promise<string> => pathWith(keys[brand])

async function pathWith(key: string): Promise<string> {
  const headers = { authorization: `Bearer ${key}` }
  const created = await town.gateway.call('POST', '/v1/payments/hpp', terms, headers)
  return `/hpp/${((await created.json()) as { id: string }).id}`
}

/** Whatever the browser has to say against the page is an error. */
async function visit<T>(
  path: string,
  how: BrowserContextOptions,
  look: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await town.browser.newContext({ viewport: desktop, ...how })
  try {
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(`${town.gatewayUrl}${path}`)
    const seen = await look(page)
    expect(complaints).toEqual([])
    return seen
  } finally {
    await context.close()
  }
}

const styleOf = (page: Page, selector: string, property: string) =>
  page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}'))['${property}']`)

type Edges = Readonly<{ top: number; bottom: number; height: number }>

/** In the whole page, whatever part of it is in view. */
const edgesOf = (page: Page, selector: string) =>
  page.evaluate<Edges>(`(() => {
    const { top, bottom, height } = document.querySelector('${selector}').getBoundingClientRect()
    return { top: top + scrollY, bottom: bottom + scrollY, height }
  })()`)

/** Of the first image, once it is there. */
const naturalWidth = `(async ([image]) => (await image.decode(), image.naturalWidth))(document.images)`

const canvasColor = `(() => {
  document.querySelector('input').style.color = 'CanvasText'
  return getComputedStyle(document.querySelector('input')).color
})()`

const layoutShifts = `new Promise((resolve) => {
  const observer = new PerformanceObserver((list) => resolve(list.getEntries().length))
  observer.observe({ type: 'layout-shift', buffered: true })
  setTimeout(() => resolve(0), 100)
})`

describe('a branded page', () => {
  it.each([
    ['hansen', 'light', 'rgb(11, 93, 63)', '10px'],
    ['hansen', 'dark', 'rgb(40, 114, 82)', '10px'],
    ['lumiere', 'light', 'rgb(180, 83, 42)', '28px'],
    ['lumiere', 'dark', 'rgb(180, 83, 42)', '28px'],
  ] as const)(
    'of %s in %s has its color and corners, and its logo',
    async (brand, colorScheme, color, radius) => {
      await visit(await pathFor(brand), { colorScheme }, async (page) => {
        expect(await styleOf(page, 'button.pay', 'backgroundColor')).toBe(color)
        expect(await styleOf(page, 'button.pay', 'borderTopLeftRadius')).toBe(radius)
        expect(await page.evaluate(naturalWidth)).toBe(brandedMerchant(brand).logo?.width)
        expect((await edgesOf(page, 'img.logo')).height).toBe(44)
        expect(await page.evaluate(layoutShifts)).toBe(0)
      })
    },
  )

  it.each([
    ['hansen', 'light'],
    ['hansen', 'dark'],
    ['lumiere', 'light'],
    ['lumiere', 'dark'],
  ] as const)('of %s in %s is accessible', async (brand, colorScheme) => {
    await visit(await pathFor(brand), { colorScheme, bypassCSP: true }, async (page) => {
      const { violations, incomplete } = await audit(page)
      expect([...violations, ...incomplete.filter((finding) => !isReviewed(finding))]).toEqual([])
    })
  })

  it('keeps the focus ring in the color of the text', async () => {
    await visit(await pathFor('lumiere'), {}, async (page) => {
      await page.locator('#email').focus()
      await page.keyboard.press('Tab')
      const ring = await styleOf(page, 'button.pay:focus-visible', 'outlineColor')
      expect(ring).toBe(await styleOf(page, 'body', 'color'))
    })
  })

  it('is dark or light where the merchant says so, whatever the browser prefers', async () => {
    /** Of the page, and of what the browser draws in it. */
    const ground = async (colorScheme: 'light' | 'dark') =>
      visit(`/hpp/${await newPayment(town, terms)}`, { colorScheme }, async (page) => [
        await styleOf(page, 'body', 'backgroundColor'),
        await page.evaluate(canvasColor),
      ])
    const [light, dark] = [await ground('light'), await ground('dark')]
    expect(light[0]).not.toBe(dark[0])
    expect(light[1]).not.toBe(dark[1])
    const { storage } = town.gateway.app
    const { merchantId } = town.gateway
    await storage.updateMerchant(merchantId, { colorScheme: 'dark' })
    expect(await ground('light')).toEqual(dark)
    await storage.updateMerchant(merchantId, { colorScheme: 'light' })
    expect(await ground('dark')).toEqual(light)
    await storage.updateMerchant(merchantId, { colorScheme: null })
  })
})

describe('a branded receipt', () => {
  it('is printed in black on white, in light and in dark', async () => {
    const own = withKey(town, keys.hansen)
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await town.browser.newContext({ colorScheme })
      const page = await context.newPage()
      await pages['the receipt']?.[1](own, page)
      await page.emulateMedia({ media: 'print', colorScheme })
      expect(await styleOf(page, 'body', 'backgroundColor')).toBe('rgb(255, 255, 255)')
      expect(await styleOf(page, 'body', 'color')).toBe('rgb(0, 0, 0)')
      await context.close()
    }
  })
})

describe('on a desktop', () => {
  // In test mode, the test cards are below the summary.
  it('the summary begins beside the form, and stays in view while the form scrolls', async () => {
    const path = await pathWith(await town.gateway.newKey('live'))
    await visit(path, { viewport: { width: 1280, height: 620 } }, async (page) => {
      const [merchant, card] = [await edgesOf(page, '.merchant'), await edgesOf(page, '#card')]
      expect(Math.abs(merchant.top - card.top)).toBeLessThan(6)
      await page.mouse.move(900, 200)
      await page.mouse.wheel(0, 300)
      await expect.poll(() => page.evaluate<number>('scrollY')).toBeGreaterThan(80)
      const inView = (await edgesOf(page, '.merchant')).top - (await page.evaluate<number>('scrollY'))
      expect(inView).toBeGreaterThan(0)
    })
  })

  it('the end of the page covers nothing of a summary that is longer than the form', async () => {
    const { storage } = town.gateway.app
    const { merchantId } = town.gateway
    await storage.updateMerchant(merchantId, { legalName: 'Limited liability company '.repeat(9).trim() })
    const id = await newPayment(town, {
      ...terms,
      description: 'Wonderful wooden windows '.repeat(20).trim(),
    })
    await visit(`/hpp/${id}`, { viewport: { width: 960, height: 300 } }, async (page) => {
      await page.locator('.about summary').click()
      expect((await edgesOf(page, '.about')).bottom).toBeLessThan((await edgesOf(page, 'footer')).top)
    })
    await storage.updateMerchant(merchantId, { legalName: 'Test Shop Ltd' })
  })
})

describe('the largest amount in dollars', () => {
  it.each([320, 390, 768, 960, 1280, 1920])('stays on one line with its code at %i pixels', async (width) => {
    const id = await newPayment(town, largest)
    await visit(`/hpp/${id}`, { viewport: { width, height: 800 } }, async (page) => {
      const [amount, code] = [await edgesOf(page, '.amount bdi'), await edgesOf(page, '.amount small')]
      expect(Math.abs(amount.bottom - code.bottom)).toBeLessThan(12)
      const excess = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect(excess).toBeLessThanOrEqual(0)
    })
  })
})
