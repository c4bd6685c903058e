/** How a payment's end looks to its customer: refusals that tell nothing, a second try, and a bank that keeps silent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actionOf, giveUpAnswer, lostAnswer, newPayment, send } from '../../verification/browser/payments.ts'
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

/** Compressed, a random id makes a page a byte longer or shorter. */
const uncompressed = { headers: { 'accept-encoding': 'identity' } }
const refused = '4000000000000002'
const noFunds = '4000000000009995'

describe('with one card a payment', () => {
  let town: Town
  beforeAll(async () => {
    town = await openTown({ settings: { attemptsMax: 1 } })
  }, 60_000)
  afterAll(() => town.close())

  /** All that a customer gets to see of a declined payment, without what is new in every payment. */
  async function seen(pan: string): Promise<string> {
    const id = await newPayment(town)
    const answer = await send(town, await actionOf(town, id, 'pay'), { test_card: pan })
    const pages = [`/hpp/${id}/return`, `/hpp/${id}`, `/hpp/${id}/status`].map(async (path) =>
      told(await fetch(`${town.gatewayUrl}${path}`, uncompressed)),
    )
    const all = [await told(answer), ...(await Promise.all(pages))].join('\n\n')
    return all.replaceAll(id, 'pay_x').replace(/seen=[\w-]+/, 'seen=x')
  }

  async function told(response: Response): Promise<string> {
    const headers = [...response.headers].filter(([name]) => name !== 'date')
    return JSON.stringify([response.status, headers]) + (await response.text())
  }

  it.each([
    ['lost', '4000000000009987'],
    ['stolen', '4000000000009979'],
    ['suspected of fraud', '4100000000000019'],
    ['used too often', '4000000000006975'],
  ])('a card that is %s reads like every other refusal, byte by byte', async (_, pan) => {
    expect(await seen(pan)).toBe(await seen(refused))
  })

  it('reasons that the customer can correct are shown, so the comparison above can fail', async () => {
    expect(await seen(noFunds)).not.toBe(await seen(refused))
  })

  it('a bank that keeps silent for a minute does not keep the customer', async () => {
    const { context, page } = await customer(town, true)
    const id = await goToPay(town, page)
    await pay(page, lostAnswer)
    await giveUpAnswer(town, id)
    await page.waitForURL(`${town.gatewayUrl}/hpp/${id}`)
    const wayBack = page.locator(`a[href="/hpp/${id}/return"]`)
    expect(await wayBack.count()).toBe(0)
    expect(await page.innerText('main')).toMatch(/don’t pay again/)
    town.later(61_000)
    await page.reload()
    await wayBack.click()
    await page.waitForURL(`${town.shopUrl}/checkout/**`)
    expect(new URL(page.url()).searchParams.get('status')).toBe('pending')
    expect(await readPayment(town, id)).toMatchObject({ status: 'pending' })
    await context.close()
  })

  it('the browser unpacks what it gets compressed to the text that it would get plain', async () => {
    const { context, page } = await customer(town, true)
    const id = await newPayment(town)
    await send(town, await actionOf(town, id, 'pay'), { test_card: refused })
    for (const path of [`/hpp/${id}`, '/privacy']) {
      const response = await page.goto(town.gatewayUrl + path)
      expect(response?.headers()['content-encoding']).toBe('gzip')
      const plain = await fetch(town.gatewayUrl + path, uncompressed)
      expect(plain.headers.get('content-encoding')).toBeNull()
      expect(await response?.text()).toBe(await plain.text())
    }
    await context.close()
  })

  it('a waiting customer sees the result as soon as the acquirer has answered', async () => {
    const { context, page } = await customer(town, true)
    const id = await goToPay(town, page)
    await pay(page, lostAnswer)
    await giveUpAnswer(town, id)
    await page.waitForURL(`${town.gatewayUrl}/hpp/${id}`)
    town.later(30_000)
    await town.work()
    await page.waitForURL(`${town.shopUrl}/checkout/**status=succeeded**`)
    expect(await authorizations(town, id)).toBe(1)
    await context.close()
  })
})

describe.each([{ scripts: true }, { scripts: false }])(
  'with three cards, scripts: $scripts',
  ({ scripts }) => {
    let town: Town
    beforeAll(async () => {
      town = await openTown({ settings: { attemptsMax: 3 } })
    }, 60_000)
    afterAll(() => town.close())

    it('a declined card leads back to the form with the reason, and the next card pays', async () => {
      const { context, page } = await customer(town, scripts)
      const id = await goToPay(town, page)
      await pay(page, noFunds)
      await page.waitForURL(`${town.gatewayUrl}/hpp/${id}`)
      expect(await page.innerText('.notice')).toMatch(
        /exceed your balance or card limit[\s\S]*You haven’t been charged/,
      )
      const fields = ['number', 'cvc', 'name', 'email', 'expiry'].map((id) => page.inputValue(`#${id}`))
      expect(await Promise.all(fields)).toEqual(['', '', 'Maria Muster', 'maria@example.com', '12 / 30'])
      expect(await readPayment(town, id)).toMatchObject({ status: 'pending', decline_code: null })
      await pay(page, '5555555555554444')
      await page.waitForURL(`${town.shopUrl}/checkout/**status=succeeded**`)
      expect(await authorizations(town, id)).toBe(2)
      expect(await readPayment(town, id)).toMatchObject({ status: 'succeeded', card: { last4: '4444' } })
      await context.close()
    })

    it('after the third card the payment has failed, and the page no longer gives the reason', async () => {
      const { context, page } = await customer(town, scripts)
      const id = await goToPay(town, page)
      for (const times of [1, 2]) {
        await pay(page, noFunds)
        await expect.poll(() => authorizations(town, id)).toBe(times)
        await page.waitForURL(`${town.gatewayUrl}/hpp/${id}`)
        await page.locator('.notice').waitFor()
      }
      await pay(page, noFunds)
      await page.locator('[data-state=failed]').waitFor()
      expect(await page.innerText('main')).not.toMatch(/limit|balance/)
      await goBackAfterDecline(town, page)
      expect(await readPayment(town, id)).toMatchObject({ decline_code: 'insufficient_funds' })
      await context.close()
    })
  },
)
