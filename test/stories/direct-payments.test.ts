/** A merchant's server that has the card itself: answered at once, the outcome afterwards, and no card kept. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testCards } from '../../src/core/card/test-cards.ts'
import { openTestApp, origin, session, type TestApp } from '../../verification/app/test-app.ts'
import {
  answerChallenge,
  direct,
  goodPan,
  type PaymentView,
  passTime,
  payDirectly,
  read,
  settle,
  view,
} from './payments.ts'

const challengePan = '4635440000002223'
const returnUrl = 'https://shop.example.com/back?order=7#paid'
const customer = {
  email: 'alex@example.com',
  first_name: 'Alex',
  last_name: 'Johnson',
  country: 'DE',
  phone: '+491709876543',
  address: 'Friedrichstrasse 100',
  city: 'Berlin',
  zip: '10117',
}

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const pay = (body: object): Promise<Response> => app.call('POST', '/v1/payments', body)

describe('the response', () => {
  it("is 201 without waiting: pending, with the last four digits and the customer's name", async () => {
    const response = await pay({ ...direct(), customer, description: 'Order 7', metadata: { order: '7' } })
    expect(response.status).toBe(201)
    expect(await view(response)).toMatchObject({
      status: 'pending',
      card: { brand: null, last4: '1111', exp_month: null, exp_year: null, country: null },
      customer: { email: 'alex@example.com', name: 'Alex Johnson' },
      description: 'Order 7',
      metadata: { order: '7' },
      redirect_url: null,
      next_action: null,
      succeeded_at: null,
    })
  })

  it('is the same whether the card will be approved or declined', async () => {
    for (const number of [goodPan, '4000000000000002', '4111111111111112', challengePan]) {
      const { status, decline_code, card } = await view(pay(direct(number)))
      expect([status, decline_code, card?.last4]).toEqual(['pending', null, number.slice(-4)])
    }
  })

  it('has no customer when none was given', async () => {
    const created = await view(pay(direct()))
    await settle(app)
    expect([created.customer, (await read(app, created.id)).customer]).toEqual([null, null])
  })
})

describe('the outcome', () => {
  const declines = testCards.flatMap(({ pan, outcome }) =>
    outcome.kind === 'decline' ? [[pan, outcome.declineCode] as const] : [],
  )
  const approvals = testCards.filter(({ outcome }) =>
    ['approve', 'frictionless', 'approve_fail_refunds'].includes(outcome.kind),
  )

  it.each(approvals.map(({ pan }) => pan))('of %s is succeeded', async (pan) => {
    const paid = await payDirectly(app, pan)
    expect(paid).toMatchObject({ status: 'succeeded', decline_code: null, card: { last4: pan.slice(-4) } })
    expect(paid.card?.brand).toMatch(/^[a-z]+$/)
  })

  it.each(declines)('of %s is failed with %s', async (pan, code) => {
    expect(await payDirectly(app, pan)).toMatchObject({ status: 'failed', decline_code: code })
  })

  it.each([
    ['a wrong check digit', { number: '4111111111111112' }, 'invalid_number'],
    ['a length that the brand has not', { number: '411111111111116' }, 'invalid_number'],
    ['a date in the past', { exp_month: 10, exp_year: 2026 }, 'expired_card'],
    ['a date long past', { exp_month: 1, exp_year: 1000 }, 'expired_card'],
    ['both', { number: '4111111111111112', exp_year: 2020 }, 'invalid_number'],
    ['a number that is no test card', { number: '4929420573595709' }, 'generic_decline'],
    ['a code of the wrong length', { cvc: '1234' }, 'invalid_cvc'],
  ])('of %s is failed, afterwards', async (_, more, code) => {
    const { card, ...rest } = direct()
    const created = await view(pay({ ...rest, card: { ...card, ...more } }))
    expect(created.status).toBe('pending')
    await settle(app)
    expect(await read(app, created.id)).toMatchObject({ status: 'failed', decline_code: code })
  })

  it('of a brand that the merchant does not accept is failed without asking the acquirer', async () => {
    await app.app.storage.updateMerchant(app.merchantId, { acceptedBrands: ['visa'] })
    const asked = (await app.app.sandbox.book.transactions()).length
    expect(await payDirectly(app, '5555555555554444')).toMatchObject({
      ...{ status: 'failed', decline_code: 'not_permitted' },
      card: { brand: 'mastercard', last4: '4444' },
    })
    expect(await app.app.sandbox.book.transactions()).toHaveLength(asked)
    expect((await payDirectly(app)).status).toBe('succeeded')
    await app.app.storage.updateMerchant(app.merchantId, { acceptedBrands: null })
    expect((await payDirectly(app, '5555555555554444')).status).toBe('succeeded')
  })

  it('of a card in its last month is succeeded', async () => {
    const { card, ...rest } = direct()
    const created = await view(pay({ ...rest, card: { ...card, exp_month: 11, exp_year: 2026 } }))
    await settle(app)
    expect((await read(app, created.id)).status).toBe('succeeded')
  })

  it('of an approval whose answer was lost becomes known', async () => {
    const created = await view(pay(direct('4000000000000259')))
    await app.clock.advance(3_000)
    expect((await read(app, created.id)).status).toBe('pending')
    await passTime(app, 10_000, 1_000)
    expect((await read(app, created.id)).status).toBe('succeeded')
  })

  it('of a request that was lost is failed, once it is certain to have no effect', async () => {
    const created = await view(pay(direct('4000000000001976')))
    await app.clock.advance(3_000)
    expect((await read(app, created.id)).status).toBe('pending')
    await passTime(app, 20_000, 1_000)
    expect(await read(app, created.id)).toMatchObject({ status: 'failed', decline_code: 'processing_error' })
  })
})

describe('a challenge', () => {
  const challenged = async (more: object = {}, pan = challengePan): Promise<PaymentView> => {
    const { id } = await view(pay({ ...direct(pan), ...more }))
    await settle(app)
    return read(app, id)
  }

  it('is reported by next_action', async () => {
    const payment = await challenged()
    expect(payment).toMatchObject({ status: 'requires_action', succeeded_at: null, failed_at: null })
    expect(payment.next_action?.redirect_url).toBe(`${origin}/hpp/${payment.id}/authenticate`)
  })

  it.each([
    ['pass', 'succeeded', null],
    ['fail', 'failed', 'authentication_failed'],
    ['cancel', 'failed', 'authentication_failed'],
    ['timeout', 'failed', 'authentication_failed'],
  ] as const)('answered with %s ends %s', async (answer, status, code) => {
    const payment = await challenged({ return_url: returnUrl })
    const back = await answerChallenge(app, payment, answer)
    expect(await read(app, payment.id)).toMatchObject({ status, decline_code: code, next_action: null })
    const page = await app.request(new URL(back.headers.get('location') ?? '', origin).href)
    const target = `https://shop.example.com/back?order=7&payment_id=${payment.id}&status=${status}#paid`
    expect((await page.text()).replaceAll('&amp;', '&')).toContain(target)
  })

  it('without a return_url ends on a page of ours', async () => {
    const payment = await challenged()
    const back = await answerChallenge(app, payment, 'pass')
    const page = await app.request(new URL(back.headers.get('location') ?? '', origin).href)
    expect(page.status).toBe(200)
    expect(await page.text()).not.toContain('shop.example.com')
  })

  it('that was passed may still be declined', async () => {
    const payment = await challenged({}, '4000008400001629')
    await answerChallenge(app, payment, 'pass')
    expect(await read(app, payment.id)).toMatchObject({ status: 'failed', decline_code: 'generic_decline' })
  })

  it('that no customer completes ends by itself', async () => {
    const payment = await challenged()
    await passTime(app, 9 * 60_000, 60_000)
    expect((await read(app, payment.id)).status).toBe('requires_action')
    await passTime(app, 3 * 60_000, 20_000)
    expect((await read(app, payment.id)).status).toBe('failed')
  })
})

describe('in live mode', () => {
  it('a test number is refused before it reaches an acquirer', async () => {
    const acquirerSide = await openTestApp()
    const shop = await openTestApp({ liveAcquirers: [acquirerSide.app.sandbox.acquirer] })
    const key = await shop.newKey('live')
    const outcomes: (string | null)[] = []
    for (const number of [goodPan, challengePan, '4929420573595709']) {
      const created = await shop.call('POST', '/v1/payments', direct(number), {
        authorization: `Bearer ${key}`,
      })
      const { id, livemode, status } = await view(created)
      expect([livemode, status]).toEqual([true, 'pending'])
      await settle(shop)
      outcomes.push((await read(shop, id, key)).decline_code)
    }
    expect(outcomes).toEqual(['invalid_number', 'invalid_number', 'generic_decline'])
    expect(await acquirerSide.app.sandbox.book.transactions()).toHaveLength(1)
    await shop.close()
    await acquirerSide.close()
  })
})

describe('a crash between the answer and the attempt', () => {
  it('ends in failed with processing_error, found by the worker', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flowlix-test-'))
    const before = await openTestApp({ folder })
    // The request is still on its way to the acquirer when the process dies: from then on it can save nothing.
    before.app.sandbox.faults.arrivalDelayMs = 1_000
    const created = await view(before.call('POST', '/v1/payments', direct()))
    expect(created.status).toBe('pending')
    await before.app.storage.close()
    await before.app.sandbox.close()
    const after = await openTestApp({ folder })
    expect((await read(after, created.id)).status).toBe('pending')
    await passTime(after, 30_000, 1_000)
    expect(await read(after, created.id)).toMatchObject({
      status: 'failed',
      decline_code: 'processing_error',
      succeeded_at: null,
    })
    await after.close()
    await after.database.remove()
    rmSync(folder, { recursive: true, force: true })
  })
})

describe('what is stored', () => {
  it('contains no card number, in any file or log line', async () => {
    const own = await openTestApp()
    for (const { pan } of testCards) await own.call('POST', '/v1/payments', direct(pan))
    await own.call('POST', '/v1/payments', direct('4111111111111112'))
    await own.call('POST', '/v1/payments/hpp', { ...session, card: direct().card })
    await passTime(own, 3_000, 1_000)
    const files = readdirSync(own.folder).map((name) => readFileSync(join(own.folder, name), 'latin1'))
    const stored = (await own.database.contents()).values()
    const written = [...files, ...stored, ...own.logLines].join('\n')
    for (const pan of [...testCards.map((card) => card.pan), '4111111111111112']) {
      expect(written).not.toContain(pan)
      expect(written).not.toContain(pan.slice(0, -4))
    }
    expect(written).toContain('5126')
    await own.close()
  })
})
