/** A card that was reported lost or stolen is not sent to the bank again, and the customer cannot tell. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { languages } from '../../src/core/language.ts'
import type { TestApp } from '../../verification/app/test-app.ts'
import { card, Visitor } from '../payment-page/visitor.ts'
import { address, authorizations, defaultThrottles, logged, openLimitedApp } from './limited-app.ts'

const plain = '4000000000000002'
const lost = '4000000000009987'
const stolen = '4000000000009979'
const pans = [plain, lost, stolen]
/** So that each card can be tried in every language. */
const often = { declinesPerHour: 0, declinesPerDay: 1_000 }

/** Status, headers, and page of one card form and of what follows it, without what is new in every response. */
async function seen(app: TestApp, visitor: Visitor, id: string, pan: string, locale: string) {
  const action = `${(await visitor.actionOf(id, 'pay')).split('?')[0]}?locale=${locale}`
  const answer = await visitor.post(action, { ...card, number: pan })
  const page = await app.request(answer.headers.get('location') ?? '')
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]+/, '=x'))
  const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie')
  return JSON.stringify([
    answer.status,
    headers,
    cookies,
    await answer.text(),
    page.status,
    await page.text(),
  ])
    .replaceAll(id, 'pay_x')
    .replace(/\/(pay|cancel|expire)\/[\w-]+/g, '/$1/x')
}

describe.each([1, 3])('with %i cards for each payment', (attemptsMax) => {
  let app: TestApp
  beforeAll(async () => {
    app = await openLimitedApp(attemptsMax, often)
    const visitor = new Visitor(app, address(0))
    for (const pan of pans) await visitor.payWith(await visitor.newPayment(), pan)
  })
  afterAll(() => app.close())

  it.each(languages)(
    'it is declined on another payment like any other declined card in %s, byte by byte',
    async (locale) => {
      const before = await authorizations(app)
      const shown = []
      for (const [i, pan] of pans.entries()) {
        const visitor = new Visitor(app, address(1 + languages.indexOf(locale) * pans.length + i))
        shown.push(await seen(app, visitor, await visitor.newPayment(), pan, locale))
      }
      expect(shown[0]).toContain(`lang=\\"${locale}\\"`)
      expect(shown[0]?.startsWith('[303,')).toBe(true)
      expect(new Set(shown).size).toBe(1)
      expect((await authorizations(app)) - before).toBe(1)
    },
  )
})

describe('a card that was reported', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await openLimitedApp(3)
  })
  afterAll(() => app.close())

  it('is declined again on the same payment, without asking the bank, and another card can pay', async () => {
    const visitor = new Visitor(app, address(1))
    const id = await visitor.newPayment()
    for (const pan of [lost, lost]) expect((await visitor.payWith(id, pan)).status).toBe(303)
    expect(await authorizations(app)).toBe(1)
    const { attempts } = (await app.app.storage.findPayment(id)) ?? {}
    expect(attempts?.map(({ declineCode }) => declineCode)).toEqual(['lost_card', 'lost_card'])
    await visitor.payWith(id, '4242424242424242')
    expect(await visitor.read(id)).toMatchObject({ status: 'succeeded' })
  })

  it('has to wait after as many declines as any other card', async () => {
    const statuses = []
    for (let i = 0; i < 6; i++) {
      const visitor = new Visitor(app, address(10 + i))
      statuses.push((await visitor.payWith(await visitor.newPayment(), stolen)).status)
    }
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429])
    expect(defaultThrottles.cards.declinesPerHour).toBe(5)
  })

  it('is named to the operator by its rule', () => {
    const rules = logged(app, 'rule').map(({ rule }) => rule)
    expect(rules).toContain('card_not_to_be_retried')
    expect(app.logLines.join('\n')).not.toContain(lost)
  })

  it('may be asked about again after 24 hours', async () => {
    const before = await authorizations(app)
    await app.clock.advance(86_400_000)
    const visitor = new Visitor(app, address(30))
    await visitor.payWith(await visitor.newPayment(), lost)
    expect(await authorizations(app)).toBe(before + 1)
  })
})

describe('a card that must not be tried again, as the acquirer says', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await openLimitedApp(3)
    const { acquirer } = app.app.sandbox
    const { authorize } = acquirer
    const advising: typeof authorize = async (request, signal) => {
      const answer = await authorize(request, signal)
      return answer.kind === 'declined' ? { ...answer, retry: 'never' } : answer
    }
    Object.assign(acquirer, { authorize: advising })
  })
  afterAll(() => app.close())

  it('is not sent to the bank again, on this payment or another one, whatever its decline code', async () => {
    const visitor = new Visitor(app, address(1))
    const id = await visitor.newPayment()
    for (const pan of [plain, plain]) await visitor.payWith(id, pan)
    await visitor.payWith(await visitor.newPayment(), plain)
    expect(await authorizations(app)).toBe(1)
    const { attempts } = (await app.app.storage.findPayment(id)) ?? {}
    expect(attempts?.map(({ declineCode }) => declineCode)).toEqual(['do_not_honor', 'do_not_honor'])
    expect(attempts?.[0]?.retry).toBe('never')
  })
})
