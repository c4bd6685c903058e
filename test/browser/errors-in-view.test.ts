/** What is wrong with the form is where a customer with a phone looks, and disappears once it is corrected. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newPayment } from '../../verification/browser/payments.ts'
import { fillCard, openVisit, type Visit } from '../../verification/browser/town.ts'

let visit: Visit
let page: Page
let address: string
beforeAll(async () => {
  visit = await openVisit()
  page = visit.page
  // An iPhone whose browser shows both of its bars.
  await page.setViewportSize({ width: 390, height: 664 })
  address = `${visit.town.gatewayUrl}/hpp/${await newPayment(visit.town)}`
}, 60_000)
beforeEach(() => page.goto(address))
afterAll(() => visit.close())

/** Whether the whole element, with its focus ring, is inside the window. */
function isInView(selector: string): Promise<boolean> {
  return page.evaluate<boolean>(`{
    const { top, bottom } = document.querySelector('${selector}').getBoundingClientRect()
    ;(top >= 4 && bottom <= innerHeight - 4)
  }`)
}

const listed = () => page.locator('[data-errors] li').allInnerTexts()

describe('after a failed check', () => {
  it('the summary and the first wrong field with its label are in view', async () => {
    await page.locator('button.pay').click()
    expect(await page.evaluate('document.activeElement.id')).toBe('number')
    for (const selector of ['[data-errors] h2', 'label[for=number]', '#number', '#number-error'])
      expect([selector, await isInView(selector)]).toEqual([selector, true])
  })

  it.each(['expiry', 'name', 'email'])('%s is in view with its label and message', async (field) => {
    await fillCard(page, '4111111111111111')
    await page.fill(`#${field}`, '')
    await page.locator('button.pay').click()
    expect(await page.evaluate('document.activeElement.id')).toBe(field)
    for (const selector of [`label[for=${field}]`, `#${field}`, `#${field}-error`])
      expect([selector, await isInView(selector)]).toEqual([selector, true])
  })

  it.each(['expiry', 'cvc'])('%s alone is wrong, and still beside the other one', async (field) => {
    await fillCard(page, '4111111111111111')
    await page.fill(`#${field}`, '1')
    await page.locator('button.pay').click()
    const top = async (selector: string) => Math.round((await page.locator(selector).boundingBox())?.y ?? 0)
    expect(await top('#cvc')).toBe(await top('#expiry'))
    expect(await top('label[for=cvc]')).toBe(await top('label[for=expiry]'))
    expect(await top(`#${field}-error`)).toBeGreaterThan(await top('#cvc'))
  })

  it('the way from the summary to a field ends with its label in view', async () => {
    await page.locator('button.pay').click()
    await page.locator('[data-errors] a[href="#email"]').click()
    expect([await isInView('label[for=email]'), await isInView('#email')]).toEqual([true, true])
  })
})

describe('the summary', () => {
  it('loses each problem when its field is left corrected, and then disappears', async () => {
    await fillCard(page, '4111111111111111')
    await page.fill('#name', '')
    await page.fill('#email', '')
    await page.locator('button.pay').click()
    expect(await listed()).toEqual(['Enter the name on your card', 'Enter your email address'])
    await page.fill('#name', 'Maria Muster')
    await page.focus('#email')
    expect(await listed()).toEqual(['Enter your email address'])
    await page.keyboard.type('maria@')
    await page.focus('#name')
    expect(await listed()).toEqual(['Enter a complete email address, like name@example.com'])
    await page.fill('#email', 'maria@example.com')
    await page.focus('#name')
    expect(await page.isVisible('[data-errors]')).toBe(false)
  })
})
