/** In a real browser: what violates the page's policy is blocked, reported to us, and logged. */
import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { newPayment } from '../../verification/browser/payments.ts'
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

/** All reports until now, by rule. */
function counts(): Readonly<Record<string, number>> {
  town.gateway.app.stopAccepting()
  const all: Record<string, number> = {}
  for (const line of logged(town.gateway, 'security'))
    for (const rule of Object.keys(expected)) all[rule] = (all[rule] ?? 0) + Number(line[rule] ?? 0)
  return all
}

const expected = { 'script-src-elem': 1, 'script-src-attr': 1, 'require-trusted-types-for': 2 }

async function expectTold(): Promise<void> {
  const told = () => logged(town.gateway, 'security').filter((line) => 'img-src' in line)
  await expect.poll(told).toMatchObject([{ security: 'page_rule_broken', 'img-src': 1 }])
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

it('what is added to the page does not run, and the operator learns of each rule that stopped it', async () => {
  town = await openTown()
  const { context, page } = await customer(town, true)
  await page.route('**/hpp/*', async (route) => {
    const response = await route.fetch()
    const added = `<script>document.title = 'stolen'</script><img src="/none" onerror="document.title = 'stolen'">`
    await route.fulfill({ response, body: (await response.text()).replace('</main>', `${added}</main>`) })
  })
  await page.goto(`${town.gatewayUrl}/hpp/${await newPayment(town)}`)
  const written = page.evaluate("document.body.innerHTML = '<b>stolen</b>'")
  await expect(written).rejects.toThrow('TrustedHTML')
  const evaluated = page.evaluate("setTimeout('document.title = `stolen`')")
  await expect(evaluated).rejects.toThrow('TrustedScript')
  await expect.poll(() => counts()).toEqual(expected)
  expect(await page.title()).not.toContain('stolen')
  // The page's own script does what it does.
  await page.fill('#number', '4242424242424242')
  expect(await page.inputValue('#number')).toBe('4242 4242 4242 4242')
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
