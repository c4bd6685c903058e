/** Which results a customer reads on the page before going back: `RESULT_PAGE`, and a merchant's own value. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ResultPage } from '../../src/core/merchant.ts'
import { issuerUrls } from '../../src/payment-page/issuer-urls.ts'
import { openTestApp, origin, type TestApp } from '../../verification/app/test-app.ts'
import { card, Visitor } from './visitor.ts'

const approved = '4242424242424242'
const refused = '4000000000000002'
const challenged = '4635440000002223'

type Case = 'succeeds' | 'is declined' | 'is canceled' | 'fails the challenge'
const ends: Readonly<Record<Case, (app: TestApp, visitor: Visitor, id: string) => Promise<Response>>> = {
  succeeds: (_, visitor, id) => visitor.payWith(id, approved),
  'is declined': (_, visitor, id) => visitor.payWith(id, refused),
  'is canceled': (_, visitor, id) => visitor.leave(id),
  'fails the challenge': async (app, visitor, id) => {
    await visitor.payWith(id, challenged)
    const bank = (await app.app.storage.findPayment(id))?.attempts[0]?.challengeUrl ?? ''
    await visitor.post(bank, { outcome: 'fail' })
    const key = Buffer.from(await app.app.storage.installationSecret('links'), 'hex')
    return app.request(issuerUrls(origin, key, { id }, 1).returnUrl)
  },
}

/** With each setting: does the browser leave by itself? */
const leaves: Readonly<Record<ResultPage, Readonly<Record<Case, boolean>>>> = {
  failures: {
    succeeds: true,
    'is declined': false,
    'is canceled': true,
    'fails the challenge': false,
  },
  none: { succeeds: true, 'is declined': true, 'is canceled': true, 'fails the challenge': true },
  all: { succeeds: false, 'is declined': false, 'is canceled': false, 'fails the challenge': false },
}

async function expectWay(app: TestApp, visitor: Visitor, name: Case, isLeaving: boolean): Promise<string> {
  const id = await visitor.newPayment()
  const answer = await ends[name](app, visitor, id)
  const path = answer.headers.get('location') ?? ''
  const stays = name === 'succeeds' ? `/hpp/${id}/result` : `/hpp/${id}`
  expect([answer.status, path]).toEqual([303, isLeaving ? `/hpp/${id}/return` : stays])
  const html = await visitor.html(path)
  expect(html.includes('http-equiv="refresh"')).toBe(isLeaving)
  return html
}

describe.each(Object.entries(leaves))('with RESULT_PAGE=%s', (resultPage, table) => {
  let app: TestApp
  let visitor: Visitor
  beforeAll(async () => {
    app = await openTestApp({ resultPage: resultPage as ResultPage })
    visitor = new Visitor(app)
  })
  afterAll(() => app.close())

  it.each(Object.entries(table))('a payment that %s leaves by itself: %s', async (name, isLeaving) => {
    await expectWay(app, visitor, name as Case, isLeaving)
  })

  it('a merchant may have decided otherwise', async () => {
    const others = Object.entries(leaves).filter(([other]) => other !== resultPage)
    for (const [other, otherTable] of others) {
      await app.app.storage.updateMerchant(app.merchantId, { resultPage: other as ResultPage })
      await expectWay(app, visitor, 'is declined', otherTable['is declined'])
      await expectWay(app, visitor, 'succeeds', otherTable.succeeds)
    }
  })
})

describe('the result that stays', () => {
  let app: TestApp
  let visitor: Visitor
  beforeAll(async () => {
    app = await openTestApp()
    visitor = new Visitor(app)
  })
  afterAll(() => app.close())

  it('shows the reason, and its one button leads back, before every link', async () => {
    const html = await expectWay(app, visitor, 'is declined', false)
    expect(html).toContain('Your bank declined the payment.')
    expect(html.slice(0, html.indexOf('<footer>')).match(/<button|class="button/g)).toHaveLength(1)
    const [first] = html.match(/<a [^>]*>/g) ?? []
    expect(first).toMatch(
      /class="button return" href="https:\/\/shop\.example\.com\/done\?payment_id=[^"]+status=failed"/,
    )
  })

  it('is what the waiting page goes on to', async () => {
    const id = await visitor.newPayment()
    await visitor.payWith(id, refused)
    const answer = await app.request(`/hpp/${id}/next`)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/hpp/${id}`])
    const paid = await visitor.newPayment()
    await visitor.pay(paid)
    expect((await app.request(`/hpp/${paid}/next`)).headers.get('location')).toBe(`/hpp/${paid}/return`)
    const open = await visitor.newPayment()
    expect((await app.request(`/hpp/${open}/next`)).headers.get('location')).toBe(`/hpp/${open}`)
  })

  it('is "Payment successful" right after paying, and "Already paid" wherever it is looked at again', async () => {
    await app.app.storage.updateMerchant(app.merchantId, { resultPage: 'all' })
    const id = await visitor.newPayment()
    const [first, second] = [await visitor.actionOf(id, 'pay'), await visitor.actionOf(id, 'pay')]
    const after = (await visitor.post(first, card)).headers.get('location') ?? ''
    expect(await visitor.html(after)).toContain('<h1>Payment successful</h1>')
    const inSecondTab = (await visitor.post(second, card)).headers.get('location') ?? ''
    for (const path of [`/hpp/${id}`, inSecondTab])
      expect(await visitor.html(path)).toContain('<h1>Already paid</h1>')
    const open = await visitor.newPayment()
    expect((await app.request(`/hpp/${open}/result`)).headers.get('location')).toBe(`/hpp/${open}`)
    await app.app.storage.updateMerchant(app.merchantId, { resultPage: null })
  })

  it('does not keep a customer who leaves after a declined card', async () => {
    await app.app.storage.updateMerchant(app.merchantId, { attemptsMax: 2 })
    const id = await visitor.newPayment()
    await visitor.payWith(id, refused)
    expect((await visitor.leave(id)).headers.get('location')).toBe(`/hpp/${id}/return`)
    expect(await visitor.read(id)).toMatchObject({ status: 'failed', decline_code: 'do_not_honor' })
  })
})
