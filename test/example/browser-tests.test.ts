/** The page object that shops copy, in a real Chromium, in a language that its words do not matter in. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PaymentPage } from '../../examples/browser-tests/payment-page.ts'
import { goToPay, openTown, readPayment, type Town } from '../../verification/browser/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 60_000)
afterAll(() => town.close())

type Story = Readonly<{
  name: string
  live(payment: PaymentPage): Promise<void>
  url: RegExp
  status: string
}>

const stories: readonly Story[] = [
  {
    name: 'pays',
    live: (payment) => payment.pay({ number: '4111111111111111' }),
    url: /status=succeeded/,
    status: 'succeeded',
  },
  {
    name: 'is declined and returns',
    live: async (payment) => {
      await payment.pay({ number: '4000000000009995' })
      await payment.shows('failed')
      await payment.returnToShop()
    },
    url: /status=failed/,
    status: 'failed',
  },
  {
    name: 'confirms at the bank',
    live: async (payment) => {
      await payment.pay({ number: '4635440000002223' })
      await payment.answerChallenge('pass')
    },
    url: /status=succeeded/,
    status: 'succeeded',
  },
  { name: 'leaves at once', live: (payment) => payment.cancel(), url: /status=failed/, status: 'failed' },
  {
    name: 'leaves after typing, and says yes',
    live: async (payment) => {
      await payment.fill({ number: '4111111111111111' })
      await payment.cancel()
    },
    url: /status=failed/,
    status: 'failed',
  },
]

describe('with the page object of the examples', () => {
  it.each(stories)('a customer $name', async ({ live, url, status }) => {
    const context = await town.browser.newContext({ locale: 'de' })
    const page = await context.newPage()
    const id = await goToPay(town, page)
    await live(new PaymentPage(page))
    await page.waitForURL(url)
    expect(await readPayment(town, id)).toMatchObject({ status })
    await context.close()
  })
})
