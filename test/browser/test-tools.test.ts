/** The test cards beside the form, as a developer uses them, with scripts on and off. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testCards } from '../../src/core/card/test-cards.ts'
import { newPayment } from '../../verification/browser/payments.ts'
import {
  authorizations,
  customer,
  openTown,
  readPayment,
  type Town,
} from '../../verification/browser/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 60_000)
afterAll(() => town.close())

async function openPage(scripts: boolean, width = 390) {
  const { context, page } = await customer(town, scripts)
  await page.setViewportSize({ width, height: 844 })
  const id = await newPayment(town, { amount: 2_500, currency: 'eur', redirect_url: `${town.shopUrl}/` })
  await page.goto(`${town.gatewayUrl}/hpp/${id}`)
  return { context, page, id }
}

describe('the test tools', () => {
  it('show every card in full, in groups, and stay within the nodes that a page may have', async () => {
    const { context, page } = await openPage(true, 1280)
    expect(await page.locator('.tools summary').allInnerTexts()).toEqual([
      'Approved',
      'Declined',
      'Bank check',
      'Incidents',
    ])
    const numbers = await page.locator('.tools code').allTextContents()
    expect(numbers.map((text) => text.replaceAll(' ', '')).sort()).toEqual(
      testCards.map(({ pan }) => pan).sort(),
    )
    const [tools, panel] = [
      await page.locator('.tools').boundingBox(),
      await page.locator('.columns > .panel').boundingBox(),
    ]
    expect((tools?.x ?? 0) + (tools?.width ?? 0)).toBeLessThanOrEqual(panel?.x ?? 0)
    expect(await page.evaluate<number>('document.querySelectorAll("*").length')).toBeLessThanOrEqual(300)
    await context.close()
  })

  it('fill in a card, and show it', async () => {
    const { context, page } = await openPage(true)
    await page.getByRole('button', { name: 'Fill: American Express' }).click()
    expect(await page.inputValue('#number')).toBe('3782 822463 10005')
    expect(await page.inputValue('#cvc')).toBe('1234')
    expect(await page.innerText('[data-status]')).toMatch(/filled in/)
    const { top, bottom } = await page.evaluate<{ top: number; bottom: number }>(`({
      top: document.querySelector('label[for=number]').getBoundingClientRect().top,
      bottom: document.querySelector('button.pay').getBoundingClientRect().bottom,
    })`)
    expect([top >= 0, bottom <= 844]).toEqual([true, true])
    expect(await page.evaluate('document.activeElement.className')).toBe('pay')
    await context.close()
  })

  it.each([true, false])('pay with a card at once, with scripts: %s', async (scripts) => {
    const { context, page, id } = await openPage(scripts)
    await page.getByRole('button', { name: 'Pay: Mastercard' }).click()
    await page.waitForURL(`${town.shopUrl}/**status=succeeded**`)
    expect(await readPayment(town, id)).toMatchObject({ status: 'succeeded', card: { last4: '4444' } })
    await context.close()
  })

  it('send the form twice at once, and the customer pays once', async () => {
    const { context, page, id } = await openPage(true)
    await page.locator('.tools summary').last().click()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.waitForURL(`${town.shopUrl}/**status=succeeded**`)
    expect(await authorizations(town, id)).toBe(1)
    await context.close()
  })

  it.each([true, false])('end the session now, with scripts: %s', async (scripts) => {
    const { context, page, id } = await openPage(scripts)
    await page.getByRole('button', { name: 'Expire' }).click()
    await page.waitForSelector('main[data-state=expired]')
    expect((await readPayment(town, id)).status).toBe('expired')
    await context.close()
  })
})
