/** Reading another page does not lose what is in the form. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newPayment } from '../../verification/browser/payments.ts'
import { customer, fillCard, openTown, type Town } from '../../verification/browser/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 60_000)
afterAll(() => town.close())

describe.each([{ scripts: true }, { scripts: false }])('with scripts: $scripts', ({ scripts }) => {
  it.each(['Privacy', 'Accessibility'])(
    '%s opens in a new window, and the form stays filled in',
    async (name) => {
      const { context, page } = await customer(town, scripts)
      await page.goto(`${town.gatewayUrl}/hpp/${await newPayment(town)}`)
      await fillCard(page, '4111111111111111')
      const link = page.getByRole('link', { name: `${name} (opens in a new tab)` })
      const [opened] = await Promise.all([context.waitForEvent('page'), link.click()])
      expect(await opened.locator('h1').innerText()).toBe(name)
      expect(await opened.innerText('main')).toContain('To return to your payment, close this tab')
      await opened.close()
      expect((await page.inputValue('#number')).replaceAll(' ', '')).toBe('4111111111111111')
      expect(await page.inputValue('#email')).toBe('maria@example.com')
      await context.close()
    },
  )
})
