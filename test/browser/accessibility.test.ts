/**
 * Every page a customer meets, on a phone, a narrow phone and a desktop, by day or by night: axe finds nothing, it fits, and
 * it is one request. `npm run accessibility` looks at every combination.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isReviewed } from '../../verification/accessibility/reviewed.ts'
import { widths } from '../../verification/accessibility/run.ts'
import { audit } from '../../verification/browser/audit.ts'
import { openTownForPages, pages } from '../../verification/browser/pages.ts'
import { challenged, newPayment } from '../../verification/browser/payments.ts'
import { customer, markedCvc, readPayment, type Town } from '../../verification/browser/town.ts'
import { languages, schemes } from '../../verification/gallery/looks.ts'

let town: Town
beforeAll(async () => {
  town = await openTownForPages()
}, 60_000)
afterAll(() => town.close())

/** What is wrong with the page in every window, each at one time of day: `turn` decides which. */
async function blemishes(page: Page, turn: number): Promise<readonly string[]> {
  const found: string[] = []
  for (const [i, width] of widths.entries()) {
    await page.setViewportSize({ width, height: 844 })
    const colorScheme = schemes[(turn + i) % schemes.length] ?? 'light'
    await page.emulateMedia({ colorScheme })
    const { violations, incomplete } = await audit(page)
    const wrong = [...violations, ...incomplete.filter((finding) => !isReviewed(finding))]
    found.push(...wrong.map((finding) => `${width} ${colorScheme}: ${finding}`))
  }
  return found
}

const everyPage = Object.entries(pages).map(([name, [heading, open]], turn) => ({
  name,
  heading,
  open,
  turn,
}))

describe.each(everyPage)('$name', ({ heading, open, turn }) => {
  it('is accessible in every window, in a language that changes from page to page', async () => {
    const locale = languages[turn % languages.length] ?? 'en'
    const context = await town.browser.newContext({ bypassCSP: true, locale })
    const page = await context.newPage()
    await open(town, page)
    expect(await blemishes(page, turn)).toEqual([])
    await context.close()
  })

  it('has its heading and title, does not change on its own, and breaks none of its own rules', async () => {
    const { context, page } = await customer(town, true)
    const messages: string[] = []
    page.on('console', (message) => messages.push(message.text()))
    page.on('pageerror', (error) => messages.push(error.message))
    await open(town, page)
    expect(await page.locator('h1').count()).toBe(1)
    expect(await page.getByRole('heading', { level: 1, name: heading, exact: true }).count()).toBe(1)
    if (/\/hpp\/pay_(?!0{8})/.test(page.url())) expect(await page.title()).toMatch(/€\S+ (to|by) Test Shop/)
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(0)
    // The browser itself reports every status of an error.
    expect(messages.filter((message) => !/status of 4\d\d/.test(message))).toEqual([])
    await context.close()
  })
})

describe('a page view', () => {
  it.each(['the form', 'the receipt', 'a declined payment', 'the challenge'])(
    'is one request: %s',
    async (name) => {
      const { context, page } = await customer(town, true)
      const requests: string[] = []
      page.on('request', (request) => requests.push(request.url()))
      await pages[name]?.[1](town, page)
      await page.waitForLoadState('networkidle')
      expect(requests).toEqual([page.url()])
      await context.close()
    },
  )
})

describe('with nothing but a keyboard', () => {
  it('a customer pays, through the bank, and back to the shop', async () => {
    const { context: own, page } = await customer(town, true)
    const stops: string[] = []
    const tab = async (): Promise<void> => {
      await page.keyboard.press('Tab')
      stops.push(await focused(page))
    }
    const type = async (text: string): Promise<void> => {
      await tab()
      await page.keyboard.type(text)
    }
    const id = await newPayment(town, { amount: 2_500, currency: 'eur', redirect_url: `${town.shopUrl}/` })
    await page.goto(`${town.gatewayUrl}/hpp/${id}`)
    for (const text of [challenged, '1230', markedCvc.slice(0, 3), 'Maria Muster', 'maria@example.com'])
      await type(text)
    await tab()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/sandbox/bank/**')
    await tab()
    await tab()
    await page.keyboard.press('Enter')
    await page.waitForURL(`${town.shopUrl}/**status=succeeded**`)
    expect(stops).toEqual([
      ...['INPUT#number', 'INPUT#expiry', 'INPUT#cvc', 'INPUT#name', 'INPUT#email', 'BUTTON.pay'],
      ...['INPUT#code', 'BUTTON.primary'],
    ])
    expect(await readPayment(town, id)).toMatchObject({ status: 'succeeded' })
    await own.close()
  })
})

/** What has the focus; fails where that cannot be seen. */
async function focused(page: Page): Promise<string> {
  const { name, outline, isInside } = await page.evaluate<{
    name: string
    outline: string
    isInside: boolean
  }>(`{
    const element = document.activeElement
    const { top, bottom } = element.getBoundingClientRect()
    const name = element.tagName + (element.id ? '#' + element.id : '.' + element.className)
    ;({ name, outline: getComputedStyle(element).outlineStyle, isInside: top >= 0 && bottom <= innerHeight })
  }`)
  expect({ name, outline, isInside }).toEqual({ name, outline: 'solid', isInside: true })
  return name
}
