/** Who tries card after card on the payment page is told to wait, and the bank is not asked. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { issuerUrls } from '../../src/payment-page/issuer-urls.ts'
import type { ThrottleSettings } from '../../src/throttles/throttles.ts'
import { openTestApp, origin, type TestApp } from '../../verification/app/test-app.ts'
import { card, Visitor } from '../payment-page/visitor.ts'
import {
  address,
  authorizations,
  countStatuses,
  defaultThrottles,
  logged,
  openLimitedApp,
  strangeCard,
} from './limited-app.ts'

const approved = '4242424242424242'
const refused = '4000000000000002'
const challenged = '4635440000002223'

let app: TestApp
beforeEach(async () => {
  app = await openLimitedApp(3)
})
afterEach(() => app.close())

/** A new payment, and a card on it, from this address. */
async function payNew(pan: string, from: string | null, of = app): Promise<Response> {
  const visitor = new Visitor(of, from)
  return visitor.payWith(await visitor.newPayment(), pan)
}

async function inTurn(count: number, run: (i: number) => Promise<Response>): Promise<Response[]> {
  const answers: Response[] = []
  for (let i = 0; i < count; i++) answers.push(await run(i))
  return answers
}

const rules = (of = app) => logged(of, 'rule').map(({ rule }) => rule)

describe('an address', () => {
  it('sends thirty card forms a minute, of three hundred', async () => {
    const answers = await inTurn(300, () => payNew(approved, '192.0.2.1'))
    expect(countStatuses(answers)).toEqual({ 303: 30, 429: 270 })
    expect(await authorizations(app)).toBe(30)
    expect(rules()).toEqual(['card_posts_by_address'])
    expect((await payNew(approved, '192.0.2.2')).status).toBe(303)
    await app.clock.advance(60_000)
    expect((await payNew(approved, '192.0.2.1')).status).toBe(303)
  })

  it('is declined ten times in ten minutes, whatever the cards', async () => {
    const answers = await inTurn(20, (i) => payNew(strangeCard(i), '192.0.2.1'))
    expect(countStatuses(answers)).toEqual({ 303: 10, 429: 10 })
    expect(await authorizations(app)).toBe(10)
    expect(rules()).toEqual(['declines_by_address'])
  })

  it('that may be a proxy’s is not limited', async () => {
    expect(countStatuses(await inTurn(50, () => payNew(approved, null)))).toEqual({ 303: 50 })
  })
})

describe('a card', () => {
  it('is declined five times an hour, of a hundred times over many payments', async () => {
    const answers = await inTurn(100, (i) => payNew(refused, address(i)))
    expect(countStatuses(answers)).toEqual({ 303: 5, 429: 95 })
    expect(await authorizations(app)).toBe(5)
    expect(rules()).toEqual(['declines_by_card'])
    expect((await payNew(approved, address(1))).status).toBe(303)
    await app.clock.advance(3_600_000)
    expect((await payNew(refused, address(1))).status).toBe(303)
  })

  it('reaches the acquirer five times when it is sent twenty times at the same time', async () => {
    const visitors = Array.from({ length: 20 }, (_, i) => new Visitor(app, address(i)))
    const ids = await Promise.all(visitors.map((visitor) => visitor.newPayment()))
    const actions = await Promise.all(visitors.map((visitor, i) => visitor.actionOf(ids[i] ?? '', 'pay')))
    const fields = { ...card, number: refused }
    const answers = await Promise.all(visitors.map((visitor, i) => visitor.post(actions[i] ?? '', fields)))
    expect(countStatuses(answers)).toEqual({ 303: 5, 429: 15 })
    expect(await authorizations(app)).toBe(5)
  })

  it('whose challenge fails counts as declined', async () => {
    const key = Buffer.from(await app.app.storage.installationSecret('links'), 'hex')
    const answers = await inTurn(6, async (i) => {
      const visitor = new Visitor(app, address(i))
      const id = await visitor.newPayment()
      const answer = await visitor.payWith(id, challenged)
      const bank = (await app.app.storage.findPayment(id))?.attempts[0]?.challengeUrl
      if (bank !== undefined && bank !== null) await visitor.post(bank, { outcome: 'fail' })
      await app.request(issuerUrls(origin, key, { id }, 1).returnUrl)
      return answer
    })
    expect(countStatuses(answers)).toEqual({ 303: 5, 429: 1 })
  })

  it('whose challenge is passed or left does not count', async () => {
    const key = Buffer.from(await app.app.storage.installationSecret('links'), 'hex')
    const answers = await inTurn(12, async (i) => {
      const visitor = new Visitor(app, address(i))
      const id = await visitor.newPayment()
      const answer = await visitor.payWith(id, challenged)
      const bank = (await app.app.storage.findPayment(id))?.attempts[0]?.challengeUrl ?? ''
      if (i % 2 === 0) return visitor.leave(id)
      await visitor.post(bank, { outcome: 'pass' })
      await app.request(issuerUrls(origin, key, { id }, 1).returnUrl)
      return answer
    })
    expect(countStatuses(answers)).toEqual({ 303: 12 })
  })
})

describe('a merchant', () => {
  it('accepts no cards for a while when most of a hundred were declined, and raises an alarm', async () => {
    const declined = await inTurn(100, (i) => payNew(strangeCard(i), address(i)))
    expect(countStatuses(declined)).toEqual({ 303: 100 })
    expect(logged(app, 'alarm')).toMatchObject([
      { security: 'breaker_opened', object: app.merchantId, mode: 'test', attempts: 100, declines: 100 },
    ])
    expect((await payNew(approved, address(200))).status).toBe(429)
    expect(rules()).toEqual(['merchant_paused'])
    await app.clock.advance(300_000)
    expect((await payNew(approved, address(200))).status).toBe(303)
  })
})

describe('what the customer sees', () => {
  /** So tight that each rule is met after a few cards. */
  const tight: ThrottleSettings = {
    ...defaultThrottles,
    cards: {
      postsPerMinute: 3,
      declinesPerAddress: 2,
      declinesPerHour: 2,
      declinesPerDay: 2,
      breaker: { declinePercent: 50, attemptsMin: 12, pauseMs: 300_000 },
    },
  }

  /** The page of a customer who must wait, by each rule. */
  async function waitPages(of: TestApp): Promise<Readonly<Record<string, Response>>> {
    const pay = (pan: string, from: string) => payNew(pan, from, of)
    await inTurn(3, () => pay(approved, '192.0.2.1'))
    const posts = await pay(approved, '192.0.2.1')
    await inTurn(2, (i) => pay(strangeCard(i), '192.0.2.2'))
    const declines = await pay(approved, '192.0.2.2')
    await inTurn(2, (i) => pay(refused, address(i)))
    const velocity = await pay(refused, '192.0.2.3')
    await inTurn(5, (i) => pay(strangeCard(10 + i), address(10 + i)))
    const paused = await pay(approved, '192.0.2.6')
    return { posts, declines, velocity, paused }
  }

  it('is the same for every rule, byte by byte, and when to come back', async () => {
    const tightApp = await openTestApp({ throttles: tight })
    const pages = await waitPages(tightApp)
    const told = Object.entries(pages).map(async ([rule, response]) => {
      const headers = [...response.headers].filter(([name]) => name !== 'set-cookie')
      const text = `${response.status} ${JSON.stringify(headers)} ${await response.text()}`
      return [rule, text.replaceAll(/pay_[0-9a-f-]{36}/g, 'pay_x')] as const
    })
    const texts = new Map(await Promise.all(told))
    expect(new Set(texts.values()).size).toBe(1)
    expect(texts.get('posts')).toMatch(/^429 .*"retry-after","60"/)
    expect(texts.get('posts')).toContain('You haven’t been charged')
    expect(rules(tightApp)).toEqual([
      'card_posts_by_address',
      'declines_by_address',
      'declines_by_card',
      'merchant_paused',
    ])
    await tightApp.close()
  })

  it('leaves the payment as it was, and what was typed', async () => {
    await inTurn(5, (i) => payNew(refused, address(i)))
    const visitor = new Visitor(app, '192.0.2.3')
    const id = await visitor.newPayment()
    const answer = await visitor.payWith(id, refused)
    expect(answer.status).toBe(429)
    expect(await visitor.read(id)).toMatchObject({ status: 'pending', decline_code: null })
    const kept = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('kept=')) ?? ''
    const form = await visitor.html(`/hpp/${id}`, { cookie: kept.split(';')[0] ?? '' })
    expect(form).toContain('value="a@b.co"')
    expect(form).not.toContain('Payment declined')
    await visitor.payWith(id, approved)
    expect(await visitor.read(id)).toMatchObject({ status: 'succeeded' })
  })

  it('is in the operator’s log by its rule, without the card', async () => {
    await inTurn(6, (i) => payNew(refused, address(i)))
    expect(logged(app, 'security')).toMatchObject([
      { security: 'throttled', rule: 'declines_by_card', address: address(5), merchantId: app.merchantId },
    ])
    expect(app.logLines.join('\n')).not.toContain(refused)
  })
})

describe('cards of the other mode', () => {
  let live: TestApp
  afterAll(() => live.close())

  it('are not limited, because everyone uses the same test cards in production', async () => {
    live = await openTestApp({ throttles: { ...defaultThrottles, cardModes: ['live'] } })
    const answers = await inTurn(40, () => payNew(refused, '192.0.2.1', live))
    expect(countStatuses(answers)).toEqual({ 303: 40 })
  })
})
