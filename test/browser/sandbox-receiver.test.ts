/** The receiver of the sandbox in a real browser: readable on a phone and on a desktop, by day and by night, without scripts. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { widths } from '../../verification/accessibility/run.ts'
import { audit } from '../../verification/browser/audit.ts'
import { openTown, type Town } from '../../verification/browser/town.ts'
import { schemes } from '../../verification/gallery/looks.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 60_000)
afterAll(() => town.close())

const url = () => `${town.gatewayUrl}/sandbox/receiver`

async function send(type: string, query = ''): Promise<void> {
  const headers = { 'webhook-id': `evt_${'0'.repeat(26)}`, 'webhook-signature': `v1,${'a'.repeat(200)}` }
  const body = JSON.stringify({ type, data: { long: 'x'.repeat(500) } })
  await fetch(url() + query, { method: 'POST', headers, body })
}

it('has nothing that axe finds, and fits in every window, with everything open', async () => {
  for (const query of ['', '?status=500']) await send('payment.succeeded', query)
  const context = await town.browser.newContext({ bypassCSP: true })
  const page = await context.newPage()
  const found: string[] = []
  for (const [i, width] of widths.entries()) {
    const colorScheme = schemes[i % schemes.length] ?? 'light'
    await page.setViewportSize({ width, height: 844 })
    await page.emulateMedia({ colorScheme })
    await page.goto(url())
    await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`)
    const { violations, incomplete } = await audit(page)
    found.push(...[...violations, ...incomplete].map((finding) => `${width} ${colorScheme}: ${finding}`))
  }
  expect(found).toEqual([])
  await context.close()
})

it('is used without scripts: a secret is entered, and everything is removed', async () => {
  const context = await town.browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const messages: string[] = []
  page.on('console', (message) => messages.push(message.text()))
  await send('refund.created')
  await page.goto(url())
  await page.getByText('Signing secrets').click()
  await page.getByLabel('Signing secret').fill(`whsec_${Buffer.alloc(32, 6).toString('base64')}`)
  await page.getByRole('button', { name: 'Check with this secret' }).click()
  await page.getByText('Signing secrets').click()
  await page.getByText('which was entered here').waitFor()
  await page.getByRole('heading', { name: 'refund.created' }).waitFor()
  await page.getByRole('button', { name: 'Remove all' }).click()
  await page.getByText('Nothing has been received yet.').waitFor()
  expect(messages).toEqual([])
  await context.close()
})
