/** What a customer with a phone sees of the form without scrolling. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newPayment } from '../../verification/browser/payments.ts'
import { customer, openTown, type Town } from '../../verification/browser/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 60_000)
afterAll(() => town.close())

describe('at first sight on a phone', () => {
  it('the whole way from the amount to the button is there, and the button has a lock', async () => {
    const { context, page } = await customer(town, true)
    await page.goto(`${town.gatewayUrl}/hpp/${await newPayment(town)}`)
    expect(page.viewportSize()).toEqual({ width: 390, height: 844 })
    const bottom = await page.evaluate("document.querySelector('button.pay').getBoundingClientRect().bottom")
    expect(bottom).toBeLessThanOrEqual(844)
    const lock = await page.evaluate("getComputedStyle(document.querySelector('.pay'), '::before').clipPath")
    expect(lock).toMatch(/^path/)
    expect(await page.innerText('.next')).toContain('never stored')
    await context.close()
  })

  it('no amount breaks within itself at 320 px with text at 200 %', async () => {
    const { context, page } = await customer(town, true)
    await page.setViewportSize({ width: 320, height: 568 })
    await page.goto(`${town.gatewayUrl}/hpp/${await newPayment(town)}`)
    await page.evaluate(`document.documentElement.style.setProperty('font-size', '200%')`)
    const { lines, tooWide } = await page.evaluate<{ lines: number; tooWide: number }>(`({
      lines: document.querySelector('.amount bdi').getClientRects().length,
      tooWide: document.documentElement.scrollWidth - innerWidth,
    })`)
    expect({ lines, isTooWide: tooWide > 0 }).toEqual({ lines: 1, isTooWide: false })
    await context.close()
  })
})
