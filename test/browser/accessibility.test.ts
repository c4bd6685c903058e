/**
 * Every page a customer meets, on a phone, a narrow phone and a desktop, by day and by night: axe finds nothing, it
 * fits, and it is one request.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { challenged, newPayment, pages } from '../../verification/browser/pages.ts'
import { customer, markedCvc, openTown, readPayment, type Town } from '../../verification/browser/town.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const runAxe = `axe.run({ runOnly: ${JSON.stringify(tags)}, rules: { 'target-size': { enabled: true } } })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))`
const widths = [320, 390, 1280]

let town: Town
let context: BrowserContext
beforeAll(async () => {
  // Lost answers are given up soon: what waits is the page, not this test.
  const settings = {
    sessionLifeMs: 86_400_000,
    attemptsMax: 2,
    authorizeTimeoutMs: 300,
    inquiryTimeoutMs: 300,
  }
  town = await openTown({ settings })
  // The page's own policy forbids scripts from outside, such as this one.
  context = await town.browser.newContext({ bypassCSP: true })
}, 60_000)
afterAll(async () => {
  await context.close()
  await town.close()
})

/** What is wrong with the page in every window and at every time of day. */
async function blemishes(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  await page.evaluate(axe)
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const violations = await page.evaluate<string[]>(runAxe)
      found.push(...violations.map((violation) => `${width} ${colorScheme}: ${violation}`))
    }
    const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    if (tooWide > 0) found.push(`${width}: scrolls sideways by ${tooWide} px`)
  }
  return found
}

const everyPage = Object.entries(pages).map(([name, [heading, open]]) => ({ name, heading, open }))

describe.each(everyPage)('$name', ({ heading, open }) => {
  it('is accessible at every size, and does not change on its own', async () => {
    const page = await context.newPage()
    await open(town, page)
    expect(await page.locator('h1').innerText()).toBe(heading)
    if (/\/hpp\/pay_(?!0{8})/.test(page.url())) expect(await page.title()).toMatch(/€\S+ (to|by) Test Shop/)
    expect(await blemishes(page)).toEqual([])
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(0)
    await page.close()
  })
})

describe('a page view', () => {
  it.each(['the form', 'the receipt', 'a declined payment', 'the challenge'])(
    'is one request: %s',
    async (name) => {
      const page = await context.newPage()
      const requests: string[] = []
      page.on('request', (request) => requests.push(request.url()))
      await pages[name]?.[1](town, page)
      await page.waitForLoadState('networkidle')
      expect(requests).toEqual([page.url()])
      await page.close()
    },
  )

  it.each(everyPage)('breaks none of its own rules: $name', async ({ open }) => {
    const { context: strict, page } = await customer(town, true)
    const messages: string[] = []
    page.on('console', (message) => messages.push(message.text()))
    page.on('pageerror', (error) => messages.push(error.message))
    await open(town, page)
    // The browser itself tells of a status that is no success.
    expect(messages.filter((message) => !/status of 4\d\d/.test(message))).toEqual([])
    await strict.close()
  })
})

describe('with nothing but a keyboard', () => {
  it('a customer pays, past the skip link, through the bank, and back to the shop', async () => {
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
    await tab()
    await page.keyboard.press('Enter')
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
      ...['A.skip', 'INPUT#number', 'INPUT#expiry', 'INPUT#cvc', 'INPUT#name', 'INPUT#email', 'BUTTON.pay'],
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
