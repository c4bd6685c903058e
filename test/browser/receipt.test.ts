/** A receipt as its customer keeps it: on the screen in the own time zone, and on paper without what paper cannot do. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approved, paymentWith } from '../../verification/browser/payments.ts'
import { openTown, type Town } from '../../verification/browser/town.ts'

let town: Town
let id: string
beforeAll(async () => {
  town = await openTown()
  const shop = { country: 'JP', city: 'Osaka', supportEmail: 'help@shop.example', supportPhone: '+81 6 1234' }
  await town.gateway.app.storage.updateMerchant(town.gateway.merchantId, shop)
  id = await paymentWith(town, approved)
}, 60_000)
afterAll(() => town.close())

async function openReceipt(options: object): Promise<{ context: BrowserContext; page: Page }> {
  const context = await town.browser.newContext({ timezoneId: 'America/New_York', ...options })
  const page = await context.newPage()
  await page.goto(`${town.gatewayUrl}/hpp/${id}`)
  return { context, page }
}

const paidAt = async (timeZone: string) => {
  const payment = await town.gateway.app.storage.findPayment(id)
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const
  return new Intl.DateTimeFormat('en', time).format(payment?.ending?.atMs)
}

describe('the time of a payment', () => {
  it('is the customer’s with scripts, and the shop’s without', async () => {
    for (const [javaScriptEnabled, timeZone, name] of [
      [true, 'America/New_York', /(EST|EDT)$/],
      [false, 'Asia/Tokyo', /GMT\+9$/],
    ] as const) {
      const { context, page } = await openReceipt({ javaScriptEnabled })
      const text = await page.locator('time').innerText()
      expect(text).toContain(await paidAt(timeZone))
      expect(text).toMatch(name)
      await context.close()
    }
  })
})

describe('a receipt on paper', () => {
  it('is black on white, says that it is a test, and has the ways to reach the shop', async () => {
    const { context, page } = await openReceipt({ colorScheme: 'dark' })
    expect(await page.locator('.watermark').isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    const shown = await page.innerText('body')
    for (const part of [
      'TEST RECEIPT',
      'Test Shop',
      '€1,234.56',
      'Visa ending in 4242',
      id,
      'For',
      'Order 1001',
    ])
      expect(shown).toContain(part)
    expect(shown).toContain('help@shop.example')
    expect(shown).toContain('+81 6 1234')
    for (const selector of ['.button', 'footer', 'header.test', '[data-print]', '.sign', 'form'])
      for (const one of await page.locator(selector).all())
        expect([selector, await one.isVisible()]).toEqual([selector, false])
    expect(
      await page.evaluate(
        `['color', 'backgroundColor'].map((name) => getComputedStyle(document.querySelector('.panel'))[name])`,
      ),
    ).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
    await context.close()
  })

  it('is offered only where a script can print', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { context, page } = await openReceipt({ javaScriptEnabled })
      expect(await page.locator('[data-print]').isVisible()).toBe(javaScriptEnabled)
      await context.close()
    }
  })
})
