/** What becomes of a payment, from the shop's window and back to it, in a real browser with scripts on and off. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testCards } from '../../src/core/card/test-cards.ts'
import {
  authorizations,
  customer,
  goToPay,
  openTown,
  pay,
  readPayment,
  type Town,
} from '../../verification/browser/town.ts'
import { goBackAfterDecline } from './go-back.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 60_000)
afterAll(() => town.close())

const declined = testCards.flatMap(({ pan, outcome }) =>
  outcome.kind === 'decline' ? [{ pan, declineCode: outcome.declineCode }] : [],
)

describe.each([{ scripts: true }, { scripts: false }])('with scripts: $scripts', ({ scripts }) => {
  it('a customer pays, comes back to the shop, and the shop verifies', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await goToPay(town, page)
    await pay(page, '4111111111111111')
    await page.waitForURL(`${town.shopUrl}/checkout/**`)
    const url = new URL(page.url())
    expect([url.searchParams.get('payment_id'), url.searchParams.get('status')]).toEqual([id, 'succeeded'])
    expect(await page.innerText('body')).toMatch(/Thank you for your order/)
    const payment = await readPayment(town, id)
    expect(payment.status).toBe('succeeded')
    expect(payment.card).toEqual({
      brand: 'visa',
      last4: '1111',
      exp_month: 12,
      exp_year: 2030,
      country: 'US',
    })
    expect(payment.customer?.email).toMatch(/@/)
    await context.close()
  })

  it.each(declined)(
    '$pan is declined with $declineCode, and the customer goes back to the shop',
    async (card) => {
      const { context, page } = await customer(town, scripts)
      const id = await goToPay(town, page)
      await pay(page, card.pan)
      await goBackAfterDecline(town, page)
      expect(await readPayment(town, id)).toMatchObject({ status: 'failed', decline_code: card.declineCode })
      await context.close()
    },
  )

  it('a number that is not a test card is declined, with a warning not to use real cards', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await goToPay(town, page)
    await pay(page, '4929000000006')
    await expect.poll(() => page.innerText('body')).toMatch(/your card number is too short/i)
    await pay(page, '4012888888881881')
    await page.waitForURL(`${town.gatewayUrl}/hpp/${id}`)
    expect(await page.innerText('main')).toMatch(/real card/i)
    await goBackAfterDecline(town, page)
    expect(await readPayment(town, id)).toMatchObject({ decline_code: 'generic_decline' })
    await context.close()
  })

  it('a customer pays without a challenge if the issuer needs none', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await goToPay(town, page)
    await pay(page, '4000000000003220')
    await page.waitForURL(`${town.shopUrl}/checkout/**status=succeeded**`)
    expect(await authorizations(town, id)).toBe(1)
    await context.close()
  })

  it('a customer who cancels returns to the shop, and the acquirer was not contacted', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await goToPay(town, page)
    await page.locator('.cancel').click()
    if (!scripts) await page.locator('.cancel-yes').click()
    await page.waitForURL(`${town.shopUrl}/checkout/**status=failed**`)
    expect(await readPayment(town, id)).toMatchObject({
      status: 'failed',
      decline_code: 'canceled_by_customer',
    })
    expect(await authorizations(town, id)).toBe(0)
    await context.close()
  })
})
