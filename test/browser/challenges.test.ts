/** The bank's challenge, every way it can end, in a browser with scripts and in one without. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actionOf, approved, challenged, newPayment, send } from '../../verification/browser/payments.ts'
import {
  authorizations,
  customer,
  goToPay,
  openTown,
  pay,
  readPayment,
  type Town,
} from '../../verification/browser/town.ts'

const linked = '4000008400001629'
const frictionless = '4000000000003220'
const minuteMs = 60_000

let town: Town
beforeAll(async () => {
  town = await openTown({ settings: { sessionLifeMs: 30 * minuteMs, attemptsMax: 2 } })
}, 60_000)
afterAll(() => town.close())

const attemptsOf = async (id: string) => (await town.gateway.app.storage.findPayment(id))?.attempts ?? []
const atBank = '**/sandbox/bank/challenge/**'
const isBack = () => `${town.shopUrl}/checkout/**status=succeeded**`

/** From the hand-off to the bank: a script goes there by itself. */
async function goToBank(page: Page, scripts: boolean): Promise<void> {
  if (!scripts) {
    await page.waitForURL('**/authenticate')
    await page.getByRole('button', { name: 'Continue to your bank' }).click()
  }
  await page.waitForURL(atBank)
}

/** A customer who has paid with this card and is at the bank. */
async function challengedCustomer(scripts: boolean, pan = challenged) {
  const arrived = await customer(town, scripts)
  const { page } = arrived
  const id = await goToPay(town, page)
  await pay(page, pan)
  if (pan === challenged) await goToBank(page, scripts)
  else await page.waitForURL(atBank)
  return { ...arrived, id, leave: () => arrived.context.close() }
}

const answer = (page: Page, outcome: string) => page.locator(`button[value=${outcome}]`).click()

/** Without scripts the response to the form stays until it is loaded. */
async function payAgain(page: Page): Promise<void> {
  await pay(page, approved)
  await page.waitForURL(isBack())
}

describe.each([{ scripts: true }, { scripts: false }])('with scripts: $scripts', ({ scripts }) => {
  it('a customer who confirms is back at the shop, and has paid', async () => {
    const { page, id, leave } = await challengedCustomer(scripts)
    expect(await page.innerText('main')).toMatch(/Test Shop[\s\S]*Confirm/)
    expect(await readPayment(town, id)).toMatchObject({ status: 'requires_action' })
    await answer(page, 'pass')
    await page.waitForURL(isBack())
    expect(await readPayment(town, id)).toMatchObject({ status: 'succeeded', decline_code: null })
    const [attempt] = await attemptsOf(id)
    // Only a script can run the bank's method, so the bank asks for it only there.
    expect(attempt?.methodCompletion).toBe(scripts ? 'Y' : null)
    expect(attempt?.challengeFields).toHaveProperty('creq')
    expect(await authorizations(town, id)).toBe(1)
    await leave()
  })

  it.each(['fail', 'cancel', 'timeout'])(
    'a customer whose challenge ends with %s reads why, and pays with another card',
    async (outcome) => {
      const { page, id, leave } = await challengedCustomer(scripts)
      await answer(page, outcome)
      await page.waitForURL(`${town.gatewayUrl}/hpp/${id}`)
      expect(await page.innerText('main')).toContain('Your bank couldn’t verify that it’s you.')
      await payAgain(page)
      const attempts = await attemptsOf(id)
      expect(attempts.map(({ state, declineCode }) => declineCode ?? state)).toEqual([
        'authentication_failed',
        'approved',
      ])
      await leave()
    },
  )

  it('a link takes the customer to the bank without a click, and a passed challenge may be declined', async () => {
    const { page, id, leave } = await challengedCustomer(scripts, linked)
    await answer(page, 'pass')
    await page.waitForURL(`${town.gatewayUrl}/hpp/${id}`)
    expect(await page.innerText('main')).toContain('Your bank declined the payment.')
    expect((await attemptsOf(id))[0]?.declineCode).toBe('generic_decline')
    await leave()
  })

  it('a bank that knows the customer needs no challenge', async () => {
    const { context, page } = await customer(town, scripts)
    const id = await goToPay(town, page)
    await pay(page, frictionless)
    await page.waitForURL(isBack())
    expect((await attemptsOf(id))[0]).toMatchObject({ methodCompletion: scripts ? 'Y' : null })
    await context.close()
  })

  it('a customer who closed the tab comes back and confirms', async () => {
    const { context, page, id, leave } = await challengedCustomer(scripts)
    await page.close()
    const later = await context.newPage()
    await later.goto(`${town.gatewayUrl}/hpp/${id}`)
    expect(await later.innerText('h1')).toBe('Confirm with your bank')
    await later.getByRole('link', { name: 'Continue to your bank' }).click()
    await goToBank(later, scripts)
    await answer(later, 'pass')
    await later.waitForURL(isBack())
    await leave()
  })

  it('a customer who goes back from the bank can say so, and can cancel', async () => {
    const { page, id, leave } = await challengedCustomer(scripts)
    await page.goto(`${town.gatewayUrl}/hpp/${id}`)
    await page.getByRole('link', { name: 'I’ve already confirmed' }).click()
    await page.waitForURL(`${town.gatewayUrl}/hpp/${id}`)
    expect(await page.innerText('h1')).toBe('Confirm with your bank')
    await page.locator('.cancel').click()
    if (!page.url().startsWith(town.shopUrl)) await page.locator('.cancel-yes').click()
    await page.waitForURL(`${town.shopUrl}/checkout/**status=failed**`)
    expect(await readPayment(town, id)).toMatchObject({ decline_code: 'canceled_by_customer' })
    await leave()
  })

  it('Back from the bank leads to the payment and not to the bank again', async () => {
    const { page, id, leave } = await challengedCustomer(scripts)
    await page.goBack()
    expect(page.url()).toContain(`/hpp/${id}`)
    await page.waitForTimeout(300)
    expect(page.url()).not.toContain('/sandbox/')
    await leave()
  })

  it('coming back twice, and for an attempt that is over, changes nothing', async () => {
    const { page, id, leave } = await challengedCustomer(scripts)
    await answer(page, 'fail')
    await page.waitForURL(`${town.gatewayUrl}/hpp/${id}`)
    await pay(page, challenged)
    await goToBank(page, scripts)
    const urls = town.gateway.app.gateway.issuerUrls(await paymentOf(id), 1)
    await page.goto(urls.returnUrl)
    expect(await page.innerText('h1')).toBe('Confirm with your bank')
    await page.getByRole('link', { name: 'Continue to your bank' }).click()
    await goToBank(page, scripts)
    await answer(page, 'pass')
    await page.waitForURL(isBack())
    const second = town.gateway.app.gateway.issuerUrls(await paymentOf(id), 2).returnUrl
    for (const url of [second, urls.returnUrl]) {
      await page.goto(url)
      await page.waitForURL(isBack())
    }
    expect((await attemptsOf(id)).map(({ state }) => state)).toEqual(['declined', 'approved'])
    await leave()
  })

  it('a bank that fails can be tried again', async () => {
    const { context, page } = await customer(town, scripts)
    await page.route(atBank, (route) => route.fulfill({ status: 503, body: 'Out of order' }))
    const id = await goToPay(town, page)
    await pay(page, challenged)
    await goToBank(page, scripts)
    await page.unroute(atBank)
    await page.goto(`${town.gatewayUrl}/hpp/${id}`)
    await page.getByRole('link', { name: 'Continue to your bank' }).click()
    await goToBank(page, scripts)
    await answer(page, 'pass')
    await page.waitForURL(isBack())
    await context.close()
  })

  it('a customer who takes longer than ten minutes is told so, and has not paid', async () => {
    const { page, id, leave } = await challengedCustomer(scripts)
    for (const waitMs of [11 * minuteMs, minuteMs]) {
      town.later(waitMs)
      await town.work()
    }
    await answer(page, 'pass')
    expect(await page.innerText('main')).toContain('withdrawn')
    await page.getByRole('link', { name: 'Back to the payment' }).click()
    await page.waitForURL(`${town.gatewayUrl}/hpp/${id}`)
    expect(await page.innerText('main')).toContain('Your bank couldn’t verify that it’s you.')
    await payAgain(page)
    await leave()
  })

  it('a bank that comes back inside a frame does not keep the customer there', async () => {
    const { page, id, leave } = await challengedCustomer(scripts)
    const { returnUrl } = town.gateway.app.gateway.issuerUrls(await paymentOf(id), 1)
    const framing = `${town.gatewayUrl}/framing`
    const body = `<!doctype html><title>Bank</title><iframe src="${returnUrl.replaceAll('&', '&amp;')}"></iframe>`
    await page.route(framing, (route) => route.fulfill({ contentType: 'text/html', body }))
    const bankPage = (await attemptsOf(id))[0]?.challengeUrl ?? ''
    await town.gateway.app.sandbox.book.answerChallenge(bankPage.split('/').at(-1) ?? '', 'pass')
    await page.goto(framing)
    if (!scripts) await page.frameLocator('iframe').getByRole('link', { name: 'Continue' }).click()
    await page.waitForURL(isBack())
    expect(await readPayment(town, id)).toMatchObject({ status: 'succeeded' })
    await leave()
  })

  it('on the smallest screen of a challenge, every button of the bank is in sight', async () => {
    const { page, leave } = await challengedCustomer(scripts)
    await page.setViewportSize({ width: 250, height: 400 })
    const boxes = await Promise.all(
      (await page.locator('button').all()).map((button) => button.boundingBox()),
    )
    expect(boxes).toHaveLength(4)
    for (const box of boxes) expect((box?.y ?? 0) + (box?.height ?? 999)).toBeLessThanOrEqual(400)
    await leave()
  })
})

async function paymentOf(id: string) {
  const payment = await town.gateway.app.storage.findPayment(id)
  if (payment === null) throw new Error(`there is no payment ${id}`)
  return payment
}

describe("the bank's 3-D Secure method", () => {
  /** Paid by a browser that runs scripts, and not yet at the bank. */
  async function asked(): Promise<string> {
    const id = await newPayment(town)
    const browser = 'en-US,24,1920,1080,-60'
    await send(town, await actionOf(town, id, 'pay'), { test_card: challenged, browser })
    return id
  }

  it('that does not end is not waited for longer than ten seconds', async () => {
    const id = await asked()
    const { context, page } = await customer(town, true)
    await page.clock.install()
    await page.route('**/sandbox/bank/method/**', (route) => route.abort())
    await page.goto(`${town.gatewayUrl}/hpp/${id}/authenticate`)
    await page.clock.runFor(9_000)
    expect(page.url()).toContain('/authenticate')
    expect((await attemptsOf(id))[0]?.methodCompletion).toBeNull()
    await page.clock.runFor(2_000)
    await page.waitForURL(atBank)
    expect((await attemptsOf(id))[0]?.methodCompletion).toBe('N')
    await context.close()
  })

  it('is passed over by a browser without scripts', async () => {
    const id = await asked()
    const { context, page } = await customer(town, false)
    await page.goto(`${town.gatewayUrl}/hpp/${id}/authenticate`)
    await page.getByRole('button', { name: 'Continue to your bank' }).click()
    await goToBank(page, false)
    expect((await attemptsOf(id))[0]?.methodCompletion).toBe('U')
    await context.close()
  })
})
