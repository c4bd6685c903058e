/** What customers learn about a decline: `DECLINE_DETAIL`, signs of card testing, and what never differs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { languages } from '../../src/core/language.ts'
import { noThrottles } from '../../src/throttles/throttles.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { Visitor } from './visitor.ts'

const refused = '4000000000000002'
const noFunds = '4000000000009995'
const neverTold = ['4000000000009987', '4000000000009979', '4100000000000019', '4000000000006975']
const times = { sessionLifeMs: 86_400_000, authorizeTimeoutMs: 3_000, inquiryTimeoutMs: 2_000 }
const reason = /exceed your balance or card limit/

describe.each([
  { attemptsMax: 1, where: 'on the last page' },
  { attemptsMax: 3, where: 'above the form for the next card' },
])('$where', ({ attemptsMax }) => {
  let app: TestApp
  let visitor: Visitor
  let ids: Readonly<Record<string, string>>
  beforeAll(async () => {
    app = await openTestApp({ settings: { ...times, attemptsMax } })
    visitor = new Visitor(app)
    const paid = [refused, noFunds, ...neverTold].map(async (pan) => {
      const id = await visitor.newPayment()
      await visitor.payWith(id, pan)
      return [pan, id] as const
    })
    ids = Object.fromEntries(await Promise.all(paid))
  })
  afterAll(() => app.close())

  /** Status and page, without what is new in every payment and every response. */
  async function seen(pan: string, locale: string): Promise<string> {
    const id = ids[pan] ?? ''
    const answer = await app.request(`/hpp/${id}?locale=${locale}`)
    const html = (await answer.text()).replaceAll(id, 'pay_x')
    return `${answer.status} ${html.replace(/\/(pay|cancel|expire)\/[\w-]+/g, '/$1/x')}`
  }

  it.each(languages)(
    'a lost, stolen, or suspected card reads like any other in %s, byte by byte',
    async (locale) => {
      const plain = await seen(refused, locale)
      expect(plain).toContain(`lang="${locale}"`)
      for (const pan of neverTold) expect(await seen(pan, locale)).toBe(plain)
      expect(await seen(noFunds, locale)).not.toBe(plain)
    },
  )
})

describe('the reason', () => {
  let app: TestApp
  beforeAll(async () => {
    const cards = { ...noThrottles.cards, declinesPerAddress: 10 }
    app = await openTestApp({
      settings: { ...times, attemptsMax: 3 },
      throttles: { ...noThrottles, cards, cardModes: ['test'] },
    })
  })
  afterAll(() => app.close())

  async function declinedPage(visitor: Visitor): Promise<string> {
    const id = await visitor.newPayment()
    await visitor.payWith(id, noFunds)
    return visitor.html(`/hpp/${id}`)
  }

  it('is no longer told to an address with three declines in ten minutes, over all payments', async () => {
    const tester = new Visitor(app, '203.0.113.7')
    expect(await declinedPage(tester)).toMatch(reason)
    expect(await declinedPage(tester)).toMatch(reason)
    expect(await declinedPage(tester)).not.toMatch(reason)
    expect(await declinedPage(new Visitor(app, '203.0.113.8'))).toMatch(reason)
    await app.clock.advance(600_001)
    expect(await declinedPage(tester)).toMatch(reason)
  })

  it('is never told with DECLINE_DETAIL=minimal', async () => {
    const minimal = await openTestApp({ settings: { ...times, attemptsMax: 2 }, declineDetail: 'minimal' })
    const visitor = new Visitor(minimal)
    const id = await visitor.newPayment()
    for (const heading of ['class="notice"', 'data-state="failed"']) {
      await visitor.payWith(id, noFunds)
      const html = await visitor.html(`/hpp/${id}`)
      expect(html).toContain(heading)
      expect(html).toContain('Your bank declined the payment.')
      expect(html).not.toMatch(reason)
    }
    await minimal.close()
  })
})

describe('the state for the waiting page', () => {
  it('is told sixty times a minute for each payment', async () => {
    const app = await openTestApp({ throttles: { ...noThrottles, statusPerMinute: 60 } })
    const visitor = new Visitor(app)
    const [id, other] = [await visitor.newPayment(), await visitor.newPayment()]
    const ask = (of: string) => app.request(`/hpp/${of}/status`)
    for (let i = 0; i < 60; i++) expect((await ask(id)).status).toBe(200)
    const tooOften = await ask(id)
    expect([tooOften.status, tooOften.headers.get('retry-after'), await tooOften.text()]).toEqual([
      429,
      '1',
      '{"state":"wait"}',
    ])
    expect((await ask(other)).status).toBe(200)
    await app.clock.advance(1_000)
    expect((await ask(id)).status).toBe(200)
    await app.close()
  })
})
