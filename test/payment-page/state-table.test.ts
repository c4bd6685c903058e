/**
 * Every state that a customer can meet, each brought about as it happens: its status, its title, its heading, what it
 * shows, and what tests of shops find by it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StorageUnavailable } from '../../src/ports/storage.ts'
import { noThrottles } from '../../src/throttles/throttles.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { card, Visitor } from './visitor.ts'

const approved = '4242424242424242'
const noFunds = '4000000000009995'
const challenged = '4635440000002223'
const unanswered = '4000000000000259'
const dayMs = 86_400_000

type World = Readonly<{ app: TestApp; visitor: Visitor }>
type Row = Readonly<{
  /** `data-state` */
  state: string
  status: number
  title: string
  heading: string
  /** What can be done, by the selectors that shops' tests use. */
  does: readonly string[]
  open(world: World): Promise<Response>
}>

let world: World
beforeAll(async () => {
  const app = await openTestApp({
    settings: { sessionLifeMs: dayMs, attemptsMax: 2, authorizeTimeoutMs: 50, inquiryTimeoutMs: 50 },
  })
  await app.app.storage.updateMerchant(app.merchantId, { supportEmail: 'help@shop.example' })
  world = { app, visitor: new Visitor(app) }
})
afterAll(() => world.app.close())

async function paidWith({ visitor }: World, ...pans: readonly string[]): Promise<string> {
  const id = await visitor.newPayment()
  for (const pan of pans) await visitor.payWith(id, pan)
  return id
}

async function waiting({ app, visitor }: World): Promise<string> {
  const id = await visitor.newPayment()
  let isPosted = false
  const posted = visitor.payWith(id, unanswered).finally(() => {
    isPosted = true
  })
  while (!isPosted) await app.clock.advance(1_000)
  await posted
  return id
}

async function refunded(of: World, amount: number, isDone: boolean): Promise<string> {
  const id = await paidWith(of, approved)
  await of.app.call('POST', `/v1/payments/${id}/refund`, { amount, reason: 'returned' })
  if (!isDone) return id
  await of.app.clock.advance(5_000)
  await of.app.work()
  return id
}

const at =
  (path: (of: World) => Promise<string>, more = '') =>
  async (of: World) =>
    of.app.request(`/hpp/${await path(of)}${more}`)
const unknown = '/hpp/pay_00000000-0000-0000-0000-000000000000'
const back = ['a.return']
const paid = { state: 'succeeded', status: 200, does: back }

const table: Readonly<Record<string, Row>> = {
  open: {
    ...{ state: 'open', status: 200, does: ['button.pay', '.cancel'] },
    ...{ title: 'Pay €25.00 to Test Shop', heading: 'Pay €25.00 to Test Shop' },
    open: at(({ visitor }) => visitor.newPayment()),
  },
  'open, with errors': {
    ...{ state: 'open', status: 422, does: ['button.pay', '.cancel'] },
    ...{ title: 'Error: Pay €25.00 to Test Shop', heading: 'Pay €25.00 to Test Shop' },
    open: async ({ visitor }) => visitor.pay(await visitor.newPayment(), { ...card, cvc: '1' }),
  },
  'declined, and another card may be tried': {
    ...{ state: 'open', status: 200, does: ['button.pay', '.cancel'] },
    ...{ title: 'Declined: €25.00 to Test Shop', heading: 'Payment declined' },
    open: at((of) => paidWith(of, noFunds)),
  },
  'about to be left': {
    ...{ state: 'cancel', status: 200, does: ['.cancel-yes', '.cancel-no'] },
    ...{ title: 'Cancel this payment? €25.00 to Test Shop', heading: 'Cancel this payment?' },
    open: at(({ visitor }) => visitor.newPayment(), '/cancel'),
  },
  'processing, with a result that is not known': {
    ...{ state: 'processing', status: 200, does: [] },
    ...{ title: 'Checking with your bank: €25.00 to Test Shop', heading: 'Checking with your bank' },
    open: at(waiting),
  },
  'processing for more than a minute': {
    ...{ state: 'processing', status: 200, does: back },
    ...{ title: 'Checking with your bank: €25.00 to Test Shop', heading: 'Checking with your bank' },
    open: async (of) => {
      const id = await waiting(of)
      await of.app.clock.advance(60_000)
      return of.app.request(`/hpp/${id}`)
    },
  },
  challenged: {
    ...{ state: 'challenge', status: 200, does: ['.cancel'] },
    ...{ title: 'Confirm with your bank: €25.00 to Test Shop', heading: 'Confirm with your bank' },
    open: at((of) => paidWith(of, challenged)),
  },
  'just paid': {
    ...paid,
    ...{ title: 'Paid: €25.00 to Test Shop', heading: 'Payment successful' },
    open: at((of) => paidWith(of, approved), '/result'),
  },
  'already paid': {
    ...paid,
    ...{ title: 'Already paid: €25.00 to Test Shop', heading: 'Already paid' },
    open: at((of) => paidWith(of, approved)),
  },
  'with a refund on its way': {
    ...paid,
    ...{ title: 'Refund on its way: €5.00 by Test Shop', heading: 'Your refund of €5.00 is on its way' },
    open: at((of) => refunded(of, 500, false)),
  },
  'refunded in part': {
    ...paid,
    ...{ title: 'Refunded: €5.00 of €25.00 by Test Shop', heading: '€5.00 of €25.00 refunded' },
    open: at((of) => refunded(of, 500, true)),
  },
  refunded: {
    ...paid,
    ...{ title: 'Refunded: €25.00 by Test Shop', heading: '€25.00 refunded' },
    open: at((of) => refunded(of, 2_500, true)),
  },
  'failed for good': {
    ...{ state: 'failed', status: 200, does: back },
    ...{ title: 'Declined: €25.00 to Test Shop', heading: 'Payment declined' },
    open: at((of) => paidWith(of, noFunds, noFunds)),
  },
  left: {
    ...{ state: 'abandoned', status: 200, does: back },
    ...{ title: 'Payment canceled: €25.00 to Test Shop', heading: 'Payment canceled' },
    open: at(async ({ visitor }) => {
      const id = await visitor.newPayment()
      await visitor.leave(id)
      return id
    }),
  },
  canceled: {
    ...{ state: 'canceled', status: 200, does: back },
    ...{ title: 'Payment canceled: €25.00 to Test Shop', heading: 'Payment canceled' },
    open: at(async ({ app, visitor }) => {
      const id = await visitor.newPayment()
      await app.call('POST', `/v1/payments/${id}/cancel`)
      return id
    }),
  },
  expired: {
    ...{ state: 'expired', status: 410, does: back },
    ...{
      title: 'Payment link expired: €25.00 to Test Shop',
      heading: 'This payment link has expired',
    },
    open: at(async ({ app, visitor }) => {
      const id = await visitor.newPayment()
      await app.clock.advance(dayMs + 1)
      return id
    }),
  },
}

const withoutPayment: typeof table = {
  'of no payment': {
    ...{ state: 'not_found', status: 404, does: [] },
    ...{ title: 'Payment not found', heading: 'Payment not found' },
    open: ({ app }) => app.request(unknown),
  },
  'looked for too often': {
    ...{ state: 'wait', status: 429, does: [] },
    ...{ title: 'Please wait a moment', heading: 'Please wait a moment' },
    open: async () => {
      const limited = await openTestApp({ throttles: { ...noThrottles, unknownPagesPerMinute: 1 } })
      await limited.requestFrom('203.0.113.9', unknown)
      const answer = await limited.requestFrom('203.0.113.9', unknown)
      await limited.close()
      return answer
    },
  },
  'that cannot be read': {
    ...{ state: 'problem', status: 503, does: [] },
    ...{ title: 'Something went wrong on our side', heading: 'Something went wrong on our side' },
    open: async () => {
      const broken = await openTestApp()
      const created = await broken.call('POST', '/v1/payments/hpp', session)
      const { id } = (await created.json()) as { id: string }
      const findPayment = () => Promise.reject(new StorageUnavailable('gone'))
      Object.assign(broken.app.storage, { findPayment })
      const answer = await broken.request(`/hpp/${id}`)
      await broken.close()
      return answer
    },
  },
}

/** The heading as a screen reader reads it. */
function headingsIn(html: string): readonly string[] {
  const headings = [...html.matchAll(/<h1[^>]*>(.*?)<\/h1>/gs)].map(([, inner]) => inner ?? '')
  return headings.map((inner) =>
    inner
      .replace(/<svg.*?<\/svg>|<img[^>]*>/gs, '')
      .replace(/<[^>]*>/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  )
}

function finds(html: string, selector: string): boolean {
  const [tag, name = ''] = selector.split('.')
  const opening = new RegExp(`<${tag === '' ? '\\w+' : tag} [^>]*class="[^"]*\\b${name}(?![\\w-])[^"]*"`)
  return opening.test(html)
}

const selectors = ['button.pay', '.cancel', '.cancel-yes', '.cancel-no', 'a.return']

describe.each([...Object.entries(table), ...Object.entries(withoutPayment)])(
  'a payment page %s',
  (name, { state, status, title, heading, does, open }) => {
    it('has its status, title, heading, and state, and what can be done', async () => {
      const answer = await open(world)
      const html = await answer.text()
      expect({
        status: answer.status,
        title: /<title>(.*?)<\/title>/.exec(html)?.[1]?.replace(' (test mode)', ''),
        headings: headingsIn(html),
        state: /<main [^>]*data-state="(\w+)"/.exec(html)?.[1],
      }).toEqual({ status, title, headings: [heading], state })
      const dialog = /<dialog.*?<\/dialog>/s
      expect(selectors.filter((selector) => finds(html.replace(dialog, ''), selector))).toEqual(does)
      expect(html.includes('name="number"')).toBe(state === 'open')
      const hasReference = name in table && state !== 'open'
      expect(/<code translate="no">pay_/.test(html)).toBe(hasReference)
      expect(html.includes('mailto:help@shop.example')).toBe(name in table)
    })
  },
)

describe('a question before leaving', () => {
  it('is on the page of the form, too, for scripts', async () => {
    const html = await world.visitor.html(`/hpp/${await world.visitor.newPayment()}`)
    const [dialog = ''] = /<dialog.*?<\/dialog>/s.exec(html) ?? []
    expect(['.cancel-yes', '.cancel-no'].map((selector) => finds(dialog, selector))).toEqual([true, true])
  })
})
