/** Every page that a customer can meet, each on a payment of its own, brought there the way a payment gets there. */
import type { Page } from 'playwright-core'
import {
  actionOf,
  approved,
  asMerchant,
  challenged,
  newPayment,
  newShortPayment,
  paymentWith,
  paymentWithLostAnswer,
  refundsDone,
  refused,
  send,
  terms,
} from './payments.ts'
import { openTown, type Town } from './town.ts'

/** A town in which each of them can be met. */
export function openTownForPages(): Promise<Town> {
  return openTown({ settings: { attemptsMax: 2 } })
}

const pays = 'Pay €1,234.56 to Test Shop'

type Opener = (town: Town, page: Page) => Promise<unknown>

const show = (town: Town, page: Page, path: string) => page.goto(`${town.gatewayUrl}${path}`)
const showPayment = (town: Town, page: Page, id: string) => show(town, page, `/hpp/${id}`)

export const pages: Readonly<Record<string, readonly [heading: string, open: Opener]>> = {
  'the form': [pays, async (town, page) => showPayment(town, page, await newPayment(town))],
  'the form without a description': [
    pays,
    async (town, page) => showPayment(town, page, await newPayment(town, terms)),
  ],
  'the form of a large payment with a long description': [
    'Pay €999,999,999.99 to Test Shop',
    async (town, page) => {
      const description = 'Donaudampfschifffahrtsgesellschaftskapitän '.repeat(11).trim()
      const amount = 99_999_999_999
      return showPayment(town, page, await newPayment(town, { ...terms, amount, description }))
    },
  ],
  'the form with errors': [
    pays,
    async (town, page) => {
      await showPayment(town, page, await newPayment(town))
      await page.fill('#number', '4111111111111112')
      await page.fill('#expiry', '01/20')
      await page.locator('button.pay').click()
    },
  ],
  'the form with errors that the server found': [
    pays,
    async (town, page) => {
      await showPayment(town, page, await newPayment(town))
      await page.fill('#number', '4111111111111112')
      // Past the script's own check, as without scripts.
      const answered = page.waitForURL('**/pay/*')
      await page.evaluate("document.querySelector('form.card').submit()")
      await answered
    },
  ],
  'the form with an email address that looks mistyped': [
    pays,
    async (town, page) => {
      await showPayment(town, page, await newPayment(town))
      await page.fill('#email', 'maria@gmial.com')
      await page.locator('#name').focus()
    },
  ],
  'the form with a card that is not accepted': [
    pays,
    async (town, page) => {
      const shop = await asMerchant(town, { acceptedBrands: ['visa', 'maestro'] })
      await showPayment(town, page, await newPayment(shop))
      await page.fill('#number', '5555555555554444')
      await page.locator('#expiry').focus()
    },
  ],
  'the form with a billing address': [
    pays,
    async (town, page) => {
      const shop = await asMerchant(town, { billingAddress: 'required' })
      await showPayment(town, page, await newPayment(shop))
      await page.fill('#postcode', '1')
      await page.locator('#name').focus()
    },
  ],
  'the form with mistakes in a billing address': [
    pays,
    async (town, page) => {
      const shop = await asMerchant(town, { billingAddress: 'required' })
      await showPayment(town, page, await newPayment(shop))
      await page.locator('button.pay').click()
    },
  ],
  'the form with a co-badged card': [
    pays,
    async (town, page) => {
      const shop = await asMerchant(town, { localNetworks: ['cartes_bancaires'] })
      await showPayment(town, page, await newPayment(shop))
      await page.fill('#number', '4000002500001001')
      await page.waitForSelector('.networks label')
    },
  ],
  'the form that asks for the network of a card': [
    pays,
    async (town, page) => {
      const shop = await asMerchant(town, { localNetworks: ['cartes_bancaires'] })
      await showPayment(town, page, await newPayment(shop))
      await page.route('**/networks', (route) => route.fulfill({ json: { networks: [] } }))
      await page.fill('#number', '4000002500001001')
      const answered = page.waitForURL('**/pay/*')
      await page.evaluate("document.querySelector('form.card').submit()")
      await answered
    },
  ],
  'the form after a declined card': [
    'Payment declined',
    async (town, page) => showPayment(town, page, await paymentWith(town, refused)),
  ],
  'the form with its test cards shown': [
    pays,
    async (town, page) => {
      await showPayment(town, page, await newPayment(town))
      await page.locator('.tools summary').nth(1).click()
    },
  ],
  'the form of a session that is almost over': [
    pays,
    async (town, page) => {
      await showPayment(town, page, await newShortPayment(town))
      await page.waitForSelector('.time.soon')
    },
  ],
  'the form of a session that was extended': [
    pays,
    async (town, page) => {
      await showPayment(town, page, await newShortPayment(town))
      await page.locator('.time button').click()
      await page.waitForSelector('.time.done:not(.soon)')
    },
  ],
  'the waiting page': [
    'Checking with your bank',
    async (town, page) => showPayment(town, page, await paymentWithLostAnswer(town)),
  ],
  'the waiting page after a minute': [
    'Checking with your bank',
    async (town, page) => {
      const id = await paymentWithLostAnswer(town)
      town.later(61_000)
      return showPayment(town, page, id)
    },
  ],
  'the challenge': [
    'Confirm with your bank',
    async (town, page) => showPayment(town, page, await paymentWith(town, challenged)),
  ],
  'the way to the bank': [
    'Taking you to your bank',
    async (town, page) => {
      const id = await paymentWith(town, challenged)
      // It leaves at once. With this answer, a browser stays where it is.
      await page.route('**/sandbox/bank/**', (route) => route.fulfill({ status: 204 }))
      await page.goto(`${town.gatewayUrl}/hpp/${id}/authenticate`, { waitUntil: 'commit' })
      await page.locator('footer').waitFor()
    },
  ],
  "the bank's page": [
    'Confirm your payment',
    async (town, page) => {
      await showPayment(town, page, await paymentWith(town, challenged))
      await page.locator('a.button').click()
      await page.waitForURL('**/sandbox/bank/**')
    },
  ],
  'the question before leaving': [
    'Cancel this payment?',
    async (town, page) => show(town, page, `/hpp/${await newPayment(town)}/cancel`),
  ],
  'the receipt right after paying': [
    'Payment successful',
    async (town, page) => show(town, page, `/hpp/${await paymentWith(town, approved)}/result`),
  ],
  'the receipt': [
    'Already paid',
    async (town, page) => showPayment(town, page, await paymentWith(town, approved)),
  ],
  'the receipt after a refund': [
    '€10.00 of €1,234.56 refunded',
    async (town, page) => {
      const id = await paymentWith(town, approved)
      await town.gateway.call('POST', `/v1/payments/${id}/refund`, { amount: 1_000, reason: 'returned' })
      await refundsDone(town, id)
      return showPayment(town, page, id)
    },
  ],
  'a declined payment': [
    'Payment declined',
    async (town, page) => {
      const id = await paymentWith(town, refused)
      await send(town, await actionOf(town, id, 'pay'), { test_card: refused })
      return showPayment(town, page, id)
    },
  ],
  'a payment that the customer left': [
    'Payment canceled',
    async (town, page) => {
      const id = await newPayment(town)
      await send(town, await actionOf(town, id, 'cancel'))
      return showPayment(town, page, id)
    },
  ],
  'a canceled payment': [
    'Payment canceled',
    async (town, page) => {
      const id = await newPayment(town)
      await town.gateway.call('POST', `/v1/payments/${id}/cancel`)
      return showPayment(town, page, id)
    },
  ],
  'an expired payment': [
    'This payment link has expired',
    async (town, page) => {
      const id = await newPayment(town)
      town.later(25 * 3_600_000)
      await town.work()
      return showPayment(town, page, id)
    },
  ],
  'no payment': [
    'Payment not found',
    async (town, page) => show(town, page, '/hpp/pay_00000000-0000-0000-0000-000000000000'),
  ],
  'the choice of language': [
    'Language',
    async (town, page) => show(town, page, `/hpp/${await newPayment(town)}?languages`),
  ],
  'the privacy text': ['Privacy', async (town, page) => show(town, page, '/privacy')],
  'the accessibility text': ['Accessibility', async (town, page) => show(town, page, '/accessibility')],
  'the documentation': [
    'Take card payments without touching a card',
    async (town, page) => show(town, page, '/docs'),
  ],
}
