/** What longer words, another direction, and a choice of language do to the page, in a browser. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTownForPages, pages } from '../../verification/browser/pages.ts'
import { newPayment } from '../../verification/browser/payments.ts'
import { customer, type Town } from '../../verification/browser/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTownForPages()
}, 60_000)
afterAll(() => town.close())

/** Pages that are not the payment page's, or that only a form leads to. */
const others = ['the documentation', 'the form with errors', 'the form with errors that the server found']

describe('the pseudo-language, longer than any other, at 320 px', () => {
  it('goes past no edge, and nothing of it is cut off', async () => {
    const { context } = await customer(town, true)
    const shown: string[] = []
    for (const [name, [, open]] of Object.entries(pages)) {
      if (others.includes(name)) continue
      const page = await context.newPage()
      await page.setViewportSize({ width: 320, height: 568 })
      await open(town, page)
      const address = new URL(page.url())
      if (!/^\/(hpp|privacy|accessibility)/.test(address.pathname)) continue
      address.searchParams.set('locale', 'en-XA')
      // The way to the bank leaves at once, and never counts as loaded.
      await page.goto(address.href, { waitUntil: 'commit' })
      await page.locator('footer').waitFor()
      expect(await page.innerText('h1')).toMatch(/[àéîöû]/)
      expect([name, await outside(page)]).toEqual([name, []])
      shown.push(name)
      await page.close()
    }
    expect(shown.length).toBeGreaterThan(10)
    await context.close()
  })

  it('holds for errors and for the question before leaving', async () => {
    const { context, page } = await customer(town, true)
    await page.setViewportSize({ width: 320, height: 568 })
    await page.goto(`${town.gatewayUrl}/hpp/${await newPayment(town)}?locale=en-XA`)
    await page.click('button.pay')
    expect(await page.locator('[data-errors] li').count()).toBeGreaterThan(3)
    expect(await outside(page)).toEqual([])
    await page.fill('#name', 'Alex')
    await page.click('.cancel')
    expect(await page.locator('dialog').isVisible()).toBe(true)
    expect(await outside(page)).toEqual([])
    await context.close()
  })
})

describe.each([true, false])('a language chosen on the page, scripts %s', (hasScripts) => {
  it('turns the page around, and lasts until the payment is made', async () => {
    const { context, page } = await customer(town, hasScripts)
    await page.goto(`${town.gatewayUrl}/hpp/${await newPayment(town)}`)
    await page.click('footer a[href*="languages"]')
    await page.click('main a[lang="ar"]')
    await page.waitForURL('**locale=ar')
    expect(await page.getAttribute('html', 'dir')).toBe('rtl')
    expect(await page.innerText('footer a[href*="languages"]')).toContain('العربية')
    for (const [field, value] of Object.entries({
      number: '4242424242424241',
      expiry: '12/30',
      cvc: '123',
      name: 'Alex',
      email: 'a@b.co',
    })) {
      await page.fill(`#${field}`, value)
    }
    await page.click('button.pay')
    await page.waitForSelector('[data-errors] li')
    expect(await page.getAttribute('html', 'lang')).toBe('ar')
    await page.fill('#number', '4242424242424242')
    await page.fill('#cvc', '123')
    const [wayBack] = await Promise.all([
      page.waitForRequest((request) => request.url().includes('/return')),
      page.click('button.pay'),
    ])
    expect(wayBack.url()).toMatch(/\/return\?locale=ar$/)
    await context.close()
  })
})

/** What reaches past the window's edges, or is cut off by its own. */
async function outside(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`{
    const seen = [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility() && !element.closest('.unseen, .payee i, svg, select'))
    const nameOf = (element) => element.tagName + '.' + element.className + ' ' + element.textContent.slice(0, 30)
    const past = seen.filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 0 && (left < -1 || right > innerWidth + 1)
    })
    const cut = seen.filter((element) => getComputedStyle(element).overflow !== 'visible' && element.tagName !== 'INPUT' && element.scrollWidth > element.clientWidth + 1)
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []
    ;[...wide, ...past.map(nameOf), ...cut.map(nameOf)]
  }`)
}
