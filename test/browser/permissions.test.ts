/** In a real browser: the page may use nothing that needs a permission, and the hand-off only what issuers need. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { challenged, newPayment, paymentWith } from '../../verification/browser/payments.ts'
import { openVisit, type Visit } from '../../verification/browser/town.ts'

let visit: Visit
beforeAll(async () => {
  visit = await openVisit()
}, 60_000)
afterAll(() => visit.close())

/** Client hints are no permission: they only say what the browser sends. */
async function allowedIn(page: Page): Promise<readonly string[]> {
  const allowed = await page.evaluate<string[]>('document.featurePolicy.allowedFeatures()')
  return allowed.filter((feature) => !feature.startsWith('ch-')).toSorted()
}

it('the form may use nothing that this browser can withhold, and names nothing that it does not know', async () => {
  const { town, page } = visit
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await page.goto(`${town.gatewayUrl}/hpp/${await newPayment(town)}`)
  expect(await allowedIn(page)).toEqual([])
  expect(said).toEqual([])
})

it('the hand-off may use payment credentials and passkeys, and so may what it frames', async () => {
  const { town, page } = visit
  const id = await paymentWith(town, challenged)
  // It leaves at once. With this answer, a browser stays where it is.
  await page.route('**/sandbox/bank/**', (route) => route.fulfill({ status: 204 }))
  await page.goto(`${town.gatewayUrl}/hpp/${id}/authenticate`, { waitUntil: 'commit' })
  expect(await allowedIn(page)).toEqual(['payment', 'publickey-credentials-get'])
})
