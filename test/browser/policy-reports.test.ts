/** In a real browser: what violates the page's policy is blocked, reported to us, and logged. */
import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { newPayment } from '../../verification/browser/pages.ts'
import { customer, openTown, type Town } from '../../verification/browser/town.ts'
import { makeCertificate } from '../support/own-certificate.ts'
import { logged } from '../throttles/limited-app.ts'
import { openProxy, type RecordingProxy } from './recording-proxy.ts'

let town: Town
let proxy: RecordingProxy | null = null
afterEach(async () => {
  await town.close()
  await proxy?.close()
})

const showForeignPicture = (page: Page) =>
  page.evaluate("document.body.append(Object.assign(new Image(), { src: 'https://evil.example/x.png' }))")

async function expectTold(): Promise<void> {
  const told = () => logged(town.gateway, 'security').filter((line) => 'img-src' in line)
  await expect.poll(told, { timeout: 10_000 }).toMatchObject([{ security: 'page_rule_broken', 'img-src': 1 }])
}

it('a picture from elsewhere is not loaded, and the operator learns of it', async () => {
  town = await openTown()
  const { context, page } = await customer(town, true)
  const stopped: unknown[] = []
  page.on('requestfailed', (request) => stopped.push([request.url(), request.failure()?.errorText]))
  await page.goto(`${town.gatewayUrl}/hpp/${await newPayment(town)}`)
  await showForeignPicture(page)
  await expectTold()
  expect(stopped).toEqual([['https://evil.example/x.png', 'csp']])
  await context.close()
}, 60_000)

it('by https, the report comes by the Reporting API', async () => {
  proxy = await openProxy([], makeCertificate('pay.test'))
  const payUrl = `https://pay.test:${proxy.port}`
  town = await openTown({ payUrl })
  proxy.leadTo(town.gatewayUrl)
  const context = await town.browser.newContext({ ignoreHTTPSErrors: true })
  // Browsers that people use allow this by default, a headless one does not, and without it no report is sent.
  await context.grantPermissions(['background-sync'])
  const page = await context.newPage()
  await page.goto(`${payUrl}/hpp/${await newPayment(town)}`)
  await showForeignPicture(page)
  await expectTold()
  expect(proxy.posts.map((headers) => headers['content-type'])).toEqual(['application/reports+json'])
  await context.close()
}, 60_000)
