/**
 * What a customer waits for on a slow phone: 1.6 Mbit/s, 150 ms to the server, and a processor slowed down four times.
 * Measured by Chromium itself.
 */
import chromium from '@sparticuz/chromium'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import { median } from './median.ts'

export type SlowPhone = Readonly<{
  /** Until the largest text or picture is painted. */
  lcpMs: number
  /** How far things moved on their own, from 0. */
  cls: number
  /** The slowest response to a key or a tap while the form is filled in. */
  inpMs: number
  nodes: number
}>

const rounds = 5
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
}
const processorSlowdown = 4
/** Far beyond the last paint of a page without pictures. */
const settledMs = 500

/** Runs before the page's own script, and is not subject to its policy. */
const observe = `
globalThis.seen = { lcp: 0, cls: 0, inp: 0 }
const observe = (type, take, more = {}) =>
  new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more })
observe('largest-contentful-paint', ({ startTime }) => { seen.lcp = startTime })
observe('layout-shift', ({ value, hadRecentInput }) => { if (!hadRecentInput) seen.cls += value })
observe('event', ({ duration, interactionId }) => {
  if (interactionId > 0) seen.inp = Math.max(seen.inp, duration)
}, { durationThreshold: 16 })`

const typed = { number: '4242424242424242', expiry: '1230', cvc: '123', name: 'Maria Muster' }

export async function measureSlowPhone(url: string): Promise<SlowPhone> {
  const executablePath = process.env.CHROMIUM_PATH ?? (await chromium.executablePath())
  const browser = await playwright.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
    headless: true,
  })
  try {
    const all: SlowPhone[] = []
    for (let round = 0; round < rounds; round++) all.push(await measureOnce(browser, url))
    const of = (key: keyof SlowPhone): number => median(all.map((one) => one[key]))
    return { lcpMs: of('lcpMs'), cls: of('cls'), inpMs: of('inpMs'), nodes: of('nodes') }
  } finally {
    await browser.close()
  }
}

async function measureOnce(browser: Browser, url: string): Promise<SlowPhone> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 })
  const page = await context.newPage()
  await page.addInitScript(observe)
  await slowDown(page)
  await page.goto(url, { waitUntil: 'load' })
  await page.waitForTimeout(settledMs)
  for (const [field, text] of Object.entries(typed)) await page.locator(`#${field}`).pressSequentially(text)
  await page.waitForTimeout(settledMs)
  const { lcp, cls, inp } = await page.evaluate<{ lcp: number; cls: number; inp: number }>('seen')
  const nodes = await page.evaluate<number>(`document.querySelectorAll('*').length`)
  await context.close()
  return { lcpMs: lcp, cls, inpMs: inp, nodes }
}

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.emulateNetworkConditions', network)
  await session.send('Emulation.setCPUThrottlingRate', { rate: processorSlowdown })
}
