/** From the button to the response: the customer sees on a phone that something happens, and cannot spoil it. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newPayment } from '../../verification/browser/payments.ts'
import { fillCard, openVisit, type Visit } from '../../verification/browser/town.ts'

let visit: Visit
let page: Page
beforeAll(async () => {
  visit = await openVisit()
  page = visit.page
  await page.clock.install()
  await page.goto(`${visit.town.gatewayUrl}/hpp/${await newPayment(visit.town)}`)
  await fillCard(page, '4111111111111111')
  // The form is not sent, so that the page waits for as long as the test wants.
  await page.evaluate("addEventListener('submit', (event) => event.preventDefault())")
  await page.evaluate("document.querySelector('button.pay').scrollIntoView(false)")
  await page.locator('button.pay').click()
}, 60_000)
afterAll(() => visit.close())

const status = () => page.innerText('[data-status]')

describe('while the payment is made', () => {
  it('the status and the button are in view', async () => {
    expect(await status()).toBe('We’re processing your payment. Please keep this page open.')
    for (const selector of ['[data-status]', 'button.pay']) {
      const isInView = await page.evaluate<boolean>(`{
        const { top, bottom } = document.querySelector('${selector}').getBoundingClientRect()
        ;(top >= 0 && bottom <= innerHeight)
      }`)
      expect([selector, isInView]).toEqual([selector, true])
    }
  })

  it('no field can be changed, and nothing else can be chosen', async () => {
    expect(await page.locator('input:not([readonly])').count()).toBe(0)
    expect(await page.locator('.panel').locator('button:visible, a:visible, summary:visible').count()).toBe(1)
  })

  it('the customer learns that it takes longer, and at last that nobody has to wait', async () => {
    await page.clock.runFor(8_000)
    expect(await status()).toMatch(/^This is taking longer than usual/)
    await page.clock.runFor(7_000)
    expect(await status()).toMatch(/You can leave this page/)
  })
})
