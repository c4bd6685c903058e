/**
 * A gateway and a shop that listen, and a real Chromium: what a customer meets. The gateway's clock is the machine's,
 * moved forward where a story needs another day. No story depends on how fast the machine is: the gateway waits for
 * everything longer than a busy machine takes, and where a story needs the end of a wait, it moves the clock.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContext, chromium as driver, type Page } from 'playwright-core'
import { createShop } from '../../examples/shop/shop.ts'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { productionRules, sandboxRules } from '../../src/core/payment/rules.ts'
import { type Fetch, type HttpServer, listen } from '../../src/http/server.ts'
import type { GatewaySettings } from '../../src/operations/gateway.ts'
import { runOnce } from '../app/run-once.ts'
import { openTestApp, type TestApp, type TestAppOptions } from '../app/test-app.ts'
import { freePort } from '../gateway-process.ts'
import { TownClock } from './town-clock.ts'

/** A town without a browser of its own. */
export type Streets = Readonly<{
  gateway: TestApp
  gatewayUrl: string
  shopUrl: string
  /** Lets the gateway's time pass without waiting. */
  later(durationMs: number): void
  work(): Promise<void>
  close(): Promise<void>
}>

export type Town = Streets & Readonly<{ browser: Browser }>

export type TownOptions = Omit<TestAppOptions, 'settings'> & Readonly<{ settings?: Partial<GatewaySettings> }>

export const townSettings: GatewaySettings = {
  sessionLifeMs: 86_400_000,
  attemptsMax: 1,
  authorizeTimeoutMs: 10_000,
  inquiryTimeoutMs: 10_000,
}
const rules = { ...sandboxRules, leaseMs: productionRules.leaseMs }

/** The package's own arguments are for a cloud function: one process for all, which dies with its first window. */
const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  // Reports of broken rules are sent at once, and not once a minute.
  '--short-reporting-delay',
  // A name that is neither localhost nor an address, and yet leads to this machine.
  '--host-resolver-rules=MAP pay.test 127.0.0.1',
]

export async function openTown(options: TownOptions = {}): Promise<Town> {
  const streets = await openStreets(options)
  const browser = await driver.launch({
    executablePath: process.env.CHROMIUM_PATH ?? (await chromium.executablePath()),
    args: browserArgs,
    headless: true,
  })
  const close = async (): Promise<void> => {
    await browser.close()
    await streets.close()
  }
  return { ...streets, browser, close }
}

export async function openStreets(options: TownOptions = {}): Promise<Streets> {
  const clock = new TownClock()
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-town-'))
  const [gatewayUrl, shopUrl] = [await freeOrigin(), await freeOrigin()]
  const gateway = await openTestApp({
    ...{ folder, clock, rules, apiUrl: gatewayUrl, payUrl: gatewayUrl },
    ...options,
    settings: { ...townSettings, ...options.settings },
  })
  const shop = createShop({
    gatewayUrl,
    gatewayKey: documentedTestKey,
    databaseFile: ':memory:',
    shopUrl,
    webhookSecret: null,
    log: () => undefined,
  })
  const servers = [await serve(gateway.app.fetch, gatewayUrl), await serve(shop.app.fetch, shopUrl)]
  return {
    gateway,
    gatewayUrl,
    shopUrl,
    later: (durationMs) => clock.later(durationMs),
    work: async () => {
      await runOnce(gateway.app.gateway, { batchLimit: 100, idempotencyLifeMs: 86_400_000 })
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.stop()))
      await gateway.close()
      await gateway.database.remove()
      await shop.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function serve(fetch: Fetch, origin: string): Promise<HttpServer> {
  const port = Number(new URL(origin).port)
  return listen(fetch, {
    port,
    host: '127.0.0.1',
    apiUrl: origin,
    payUrl: origin,
    requestId: () => 'req_test',
  })
}

async function freeOrigin(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}`
}

/** A customer with a fresh browser; `scripts` off is how some people come, and some networks. */
export async function customer(
  town: Town,
  scripts: boolean,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await town.browser.newContext({
    javaScriptEnabled: scripts,
    viewport: { width: 390, height: 844 },
  })
  // For what hangs, not for what is slow.
  context.setDefaultTimeout(60_000)
  return { context, page: await context.newPage() }
}

export type Visit = Readonly<{ town: Town; context: BrowserContext; page: Page; close(): Promise<void> }>

/** One customer, with scripts, in a town of their own: for files whose tests all look at the same window. */
export async function openVisit(): Promise<Visit> {
  const town = await openTown()
  const arrived = await customer(town, true)
  const close = async () => {
    await arrived.context.close()
    await town.close()
  }
  return { town, ...arrived, close }
}

/** The same town, seen by the owner of another key: what is created in it belongs to that key's merchant and mode. */
export function withKey(town: Town, key: string): Town {
  const call: TestApp['call'] = (method, path, body, headers = {}) =>
    town.gateway.call(method, path, body, { authorization: `Bearer ${key}`, ...headers })
  return { ...town, gateway: { ...town.gateway, call } }
}

/** From the shop's window to the payment page; gives the payment's id. */
export async function goToPay(town: Town, page: Page): Promise<string> {
  await page.goto(town.shopUrl)
  await page.locator('form button').first().click()
  await page.waitForURL(/\/hpp\/pay_/)
  return /pay_[0-9a-f-]+/.exec(page.url())?.[0] ?? ''
}

/** Of Amex cards; other cards have its first three digits. */
export const markedCvc = '7391'

export async function fillCard(page: Page, pan: string): Promise<void> {
  await page.fill('#number', pan)
  await page.fill('#expiry', '12/30')
  await page.fill('#cvc', pan.startsWith('37') ? markedCvc : markedCvc.slice(0, 3))
  await page.fill('#name', 'Maria Muster')
  if ((await page.locator('#email').count()) > 0) await page.fill('#email', 'maria@example.com')
}

export async function pay(page: Page, pan: string): Promise<void> {
  await fillCard(page, pan)
  await page.locator('button.pay').click()
}

/** The payment as the shop's server reads it. */
export async function readPayment(town: Streets, id: string) {
  const response = await town.gateway.call('GET', `/v1/payments/${id}`)
  return (await response.json()) as {
    status: string
    decline_code: string | null
    card: Record<string, unknown> | null
    customer: { email: string; name: string } | null
    refunds: readonly Readonly<{ status: string }>[]
  }
}

/** How often the bank was asked about the payment. */
export async function authorizations(town: Streets, id: string): Promise<number> {
  const key = `-${id.replace('pay_', '').replaceAll('-', '')}a`
  const all = await town.gateway.app.sandbox.book.transactions()
  return all.filter((one) => one.reference.includes(key)).length
}
