/** The documentation in a real Chromium: accessible, fitting every window, with nothing hidden or lost. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as driver, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDocs } from '../../src/api-docs/create-docs.ts'
import { type HttpServer, listen } from '../../src/http/server.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let browser: Browser
let server: HttpServer

beforeAll(async () => {
  const docs = createDocs({ apiUrl: 'http://localhost:4242', isSandbox: true, testAcquirer: 'sandbox' })
  server = await listen(docs.fetch, {
    port: 0,
    host: '127.0.0.1',
    apiUrl: '',
    payUrl: '',
    requestId: () => 'req_0',
  })
  browser = await driver.launch({
    executablePath: process.env.CHROMIUM_PATH ?? (await chromium.executablePath()),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
    headless: true,
  })
})

afterAll(async () => {
  await browser.close()
  await server.stop()
})

async function open(options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  await page.goto(`http://127.0.0.1:${server.port}/docs`)
  return page
}

function language(page: Page, name: string): Locator {
  return page.getByRole('group', { name: 'Language of the examples' }).getByRole('radio', { name })
}

const phone = { width: 360, height: 740 }
const desktop = { width: 1440, height: 900 }

test.each([
  ['a phone by day', phone, 'light'],
  ['a phone by night', phone, 'dark'],
  ['a desktop by day', desktop, 'light'],
  ['a desktop by night', desktop, 'dark'],
] as const)('on %s it fits, and axe finds nothing', async (_, viewport, colorScheme) => {
  // The page's own policy forbids scripts, so axe comes in from outside.
  const page = await open({ viewport, colorScheme, bypassCSP: true })
  await page.evaluate(axe)
  const violations = await page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))`,
  )
  expect(violations).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  await page.context().close()
})

test('without scripts, every example follows the language chosen by keyboard', async () => {
  const page = await open({ viewport: desktop, javaScriptEnabled: false })
  const visible = (language: string) => page.locator(`[data-language="${language}"]:visible`).count()
  const total = await page.locator('[data-language="curl"]').count()
  expect(total).toBeGreaterThan(6)
  expect([await visible('curl'), await visible('python')]).toEqual([total, 0])
  await language(page, 'curl').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect([await visible('curl'), await visible('python')]).toEqual([0, total])
  await page.context().close()
})

test('the chosen language is still chosen after a reload', async () => {
  const page = await open({ viewport: desktop })
  await language(page, 'PHP').check()
  await page.reload()
  expect(await language(page, 'PHP').isChecked()).toBe(true)
  expect(await page.locator('[data-language="php"]:visible').count()).toBeGreaterThan(6)
  await page.context().close()
})

test('the chosen receiver is shown, without scripts and from the keyboard', async () => {
  const page = await open({ viewport: desktop, javaScriptEnabled: false })
  const shown = () => page.locator('[data-receiver]:visible').getAttribute('data-receiver')
  expect(await shown()).toBe('express')
  await page.getByRole('radio', { name: 'Express' }).focus()
  for (const id of ['hono', 'next', 'plain', 'flask', 'php']) {
    await page.keyboard.press('ArrowRight')
    expect(await shown()).toBe(id)
  }
  await page.context().close()
})

test('code is copied whole', async () => {
  const page = await open({ viewport: desktop, permissions: ['clipboard-read', 'clipboard-write'] })
  const figure = page.locator('#create [data-language="curl"]')
  await figure.getByRole('button', { name: 'Copy' }).click()
  await figure.getByRole('button', { name: 'Copied' }).waitFor()
  const copied = await page.evaluate('navigator.clipboard.readText()')
  expect(copied).toBe(await figure.locator('pre').textContent())
  expect(copied).toMatch(/^curl [\s\S]*}'$/)
  await page.context().close()
})

test.each([
  ['a phone', phone],
  ['a desktop', desktop],
])('on %s no code is cut off', async (_, viewport) => {
  const page = await open({ viewport })
  const receivers = await page.getByRole('group', { name: 'Receiver' }).getByRole('radio').all()
  expect(receivers.length).toBeGreaterThan(4)
  const languages = ['curl', 'Node.js', 'Python', 'PHP'].map((name) => language(page, name))
  for (const choice of [...languages, ...receivers]) {
    await choice.check()
    const cut = await page.evaluate<string[]>(`[...document.querySelectorAll('.code pre')]
      .filter((pre) => pre.scrollWidth > pre.clientWidth || pre.scrollHeight > pre.clientHeight)
      .map((pre) => pre.textContent)`)
    expect(cut).toEqual([])
  }
  await page.context().close()
})

test.each([
  ['a phone', phone],
  ['a desktop', desktop],
])('on %s what an address leads to stands whole below the bar', async (_, viewport) => {
  const page = await open({ viewport })
  for (const id of [
    'error-refund_window_closed',
    'decline-lost_card',
    'verify',
    'create-hosted-payment.customer.zip',
  ]) {
    const [barEnd, top] = await page.evaluate<[number, number]>(`(() => {
      location.hash = ${JSON.stringify(id)}
      const rectangle = (element) => element.getBoundingClientRect()
      return [rectangle(document.querySelector('.bar')).bottom, rectangle(document.getElementById(location.hash.slice(1))).top]
    })()`)
    // Nothing of what stands above it is left over in between.
    expect([id, top - barEnd >= 0, top - barEnd < 8]).toEqual([id, true, true])
  }
  await page.context().close()
})

test('on a phone, the contents open from the bar without scripts', async () => {
  const page = await open({ viewport: phone, javaScriptEnabled: false })
  const contents = page.getByRole('navigation', { name: 'Contents' })
  expect(await contents.isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Contents' }).click()
  await contents.getByRole('link', { name: 'Error codes' }).click()
  expect(new URL(page.url()).hash).toBe('#error-codes')
  await page.context().close()
})

test('on a phone, the contents close when a place was chosen', async () => {
  const page = await open({ viewport: phone })
  await page.getByRole('button', { name: 'Contents' }).click()
  await page.getByRole('navigation').getByRole('link', { name: 'Error codes' }).click()
  expect(await page.getByRole('navigation', { name: 'Contents' }).isVisible()).toBe(false)
  await page.context().close()
})

test('the search finds a field, an error and a test card, the best first', async () => {
  const page = await open({ viewport: desktop })
  const first = page.locator('#found a').first()
  for (const [words, anchor] of [
    ['refund_window_closed', '#error-refund_window_closed'],
    ['idempotent requests', '#idempotency'],
    ['4000000000009995', '#card-4000000000009995'],
  ] as const) {
    await page.keyboard.press('/')
    await page.getByRole('searchbox', { name: 'Search' }).fill(words)
    expect(await first.getAttribute('href')).toBe(anchor)
  }
  await page.getByRole('searchbox', { name: 'Search' }).fill('xylophone')
  expect(await page.locator('#found-count').textContent()).toBe('Nothing found')
  await page.getByRole('searchbox', { name: 'Search' }).fill('')
  expect(await page.getByRole('navigation').getByRole('link', { name: 'Error codes' }).isVisible()).toBe(true)
  await page.context().close()
})

test('what each response means is one sentence in one place', async () => {
  const page = await open({ viewport: desktop })
  const children = await page.evaluate<number[]>(
    `[...document.querySelectorAll('.responses li')].map((item) => item.childElementCount)`,
  )
  expect(new Set(children)).toEqual(new Set([2]))
  await page.context().close()
})
