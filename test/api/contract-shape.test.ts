/**
 * Compares the JSON of the public documentation with real responses: the same keys in the same order, and the same types,
 * for every status that a payment can have.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, origin, session, type TestApp } from '../../verification/app/test-app.ts'
import {
  answerChallenge,
  createSession,
  customerOnPage,
  direct,
  type PaymentView,
  passTime,
  payDirectly,
  payOnPage,
  read,
  refund,
  settle,
  submit,
  view,
} from '../stories/payments.ts'

const fixture = (name: string): PaymentView =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as PaymentView

const createAnswer = fixture('document-create-answer')
const paidAnswer = fixture('document-paid-answer')
const contractPayment = fixture('contract-payment')

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

/** What the documentation says beside its examples about members that are null there. */
const shapes: Readonly<Record<string, RegExp>> = {
  id: /^"pay_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"$/,
  object: /^"payment"$/,
  amount: /^[1-9][0-9]*$/,
  currency: /^"(eur|usd|gbp)"$/,
  status: /^"(pending|requires_action|succeeded|failed|expired|canceled)"$/,
  description: /^(null|".*")$/,
  card: /^(null|\{.*\})$/,
  customer: /^(null|\{.*\})$/,
  metadata: /^(null|\{.*\})$/,
  decline_code: /^(null|"[a-z_]+")$/,
  decline_message: /^(null|"[A-Z].*\.")$/,
  redirect_url: /^(null|"https?:.*")$/,
  refunded_at: /^(null|[0-9]{10})$/,
  succeeded_at: /^(null|[0-9]{10})$/,
  failed_at: /^(null|[0-9]{10})$/,
  created: /^[0-9]{10}$/,
  livemode: /^false$/,
  refunded_amount: /^[0-9]+$/,
  provider_transaction_id: /^null$/,
  refunds: /^\[.*\]$/,
  next_action: /^(null|\{"redirect_url":"https?:[^"]*"\})$/,
}
const refundShapes: Readonly<Record<string, RegExp>> = {
  id: /^"[0-9a-hjkmnp-tv-z]{26}"$/,
  amount: /^[1-9][0-9]*$/,
  currency: /^"(eur|usd|gbp)"$/,
  reason: /^".+"$/,
  status: /^"(pending|succeeded|failed)"$/,
  decline_code: /^(null|"[a-z_]+")$/,
  decline_message: /^(null|"[A-Z].*\.")$/,
  created_at: /^[0-9]{10}$/,
  updated_at: /^[0-9]{10}$/,
  completed_at: /^(null|[0-9]{10})$/,
  provider_refund_id: /^null$/,
}

function expectShape(value: object, expected: Readonly<Record<string, RegExp>>): void {
  expect(Object.keys(value)).toEqual(Object.keys(expected))
  for (const [name, member] of Object.entries(value))
    expect(JSON.stringify(member)).toMatch(expected[name] ?? /^$/)
}

function expectPayment(payment: PaymentView): void {
  expect(Object.keys(payment)).toEqual(Object.keys(contractPayment))
  expectShape(payment, shapes)
  if (payment.card !== null) expect(Object.keys(payment.card)).toEqual(Object.keys(paidAnswer.card ?? {}))
  if (payment.customer !== null)
    expect(Object.keys(payment.customer)).toEqual(Object.keys(paidAnswer.customer ?? {}))
  for (const one of payment.refunds) expectShape(one, refundShapes)
  // Each of these says the same thing in another way, so they must not disagree.
  const { status } = payment
  expect(payment.succeeded_at !== null).toBe(status === 'succeeded')
  expect(payment.failed_at !== null).toBe(status === 'failed')
  expect(payment.decline_code !== null).toBe(status === 'failed')
  expect(payment.decline_message !== null).toBe(status === 'failed')
  expect(payment.next_action !== null).toBe(status === 'requires_action')
}

it('checks shapes with the keys of the documentation, in the same order', () => {
  for (const example of [createAnswer, paidAnswer, contractPayment]) {
    expect(Object.keys(example)).toEqual(Object.keys(shapes))
    expectShape(example, shapes)
  }
})

describe("the user's document, request by request", () => {
  const request = readFileSync(new URL('./fixtures/document-create-request.json', import.meta.url), 'utf8')

  it('gets the responses that are printed there, except for IDs and times', async () => {
    const created = await app.call('POST', '/v1/payments/hpp', request, {
      'idempotency-key': 'hpp-order-5678',
    })
    expect(created.status).toBe(201)
    const open = await view(created)
    const nowSeconds = Math.floor(app.clock.nowMs() / 1_000)
    const { id } = open
    expect(JSON.stringify(open)).toBe(
      JSON.stringify({ ...createAnswer, id, redirect_url: `${origin}/hpp/${id}`, created: nowSeconds }),
    )
    await app.clock.advance(180_000)
    const paid = await payOnPage(app, id)
    expect(JSON.stringify(paid)).toBe(
      JSON.stringify({ ...paidAnswer, id, created: nowSeconds, succeeded_at: nowSeconds + 180 }),
    )
  })
})

describe('a payment in each of its states', () => {
  const made: Readonly<Record<string, () => Promise<PaymentView>>> = {
    'pending, as created': () => createSession(app, { description: 'Order 1', metadata: { order_id: '1' } }),
    'pending, as read': async () => read(app, (await createSession(app)).id),
    'pending, direct': () => view(app.call('POST', '/v1/payments', direct())),
    'pending, the bank silent': async () => {
      const { id } = await createSession(app)
      await submit(app, id, '4000000000001976')
      const waiting = await read(app, id)
      await app.clock.advance(5_000)
      return waiting
    },
    requires_action: () => payDirectly(app, '4635440000002223'),
    succeeded: () => payDirectly(app),
    'succeeded, after a challenge': async () => {
      const challenged = await payDirectly(app, '4635440000002223')
      await answerChallenge(app, challenged, 'pass')
      return read(app, challenged.id)
    },
    failed: () => payDirectly(app, '4000000000000002'),
    'failed, abandoned by the customer': async () => {
      const challenged = await payDirectly(app, '4635440000002223')
      await answerChallenge(app, challenged, 'cancel')
      return read(app, challenged.id)
    },
    canceled: async () => {
      const { id } = await createSession(app)
      return view(app.call('POST', `/v1/payments/${id}/cancel`))
    },
    expired: async () => {
      const { id } = await createSession(app)
      await app.clock.advance(86_400_000)
      await app.work()
      return read(app, id)
    },
    'succeeded, a refund pending': async () => {
      const { id } = await payDirectly(app)
      return view(refund(app, id, { amount: 1000 }))
    },
    'succeeded, partly refunded': async () => {
      const { id } = await payDirectly(app)
      await refund(app, id, { amount: 1000 })
      await settle(app)
      await passTime(app, 5_000)
      return read(app, id)
    },
    'succeeded, fully refunded': async () => {
      const { id } = await payDirectly(app)
      await refund(app, id)
      await settle(app)
      await passTime(app, 5_000)
      return read(app, id)
    },
    'succeeded, its refund failed': async () => {
      const { id } = await payDirectly(app, '4000000000005126')
      await refund(app, id)
      await settle(app)
      await passTime(app, 5_000)
      return read(app, id)
    },
  }

  it.each(Object.keys(made))('%s', async (name) => {
    const payment = await made[name]?.()
    if (payment === undefined) throw new Error('no payment was made')
    expect(payment.status).toBe(name.split(',')[0])
    expectPayment(payment)
  })

  it('shows refunds as the contract says', async () => {
    const full = (await made['succeeded, fully refunded']?.()) as PaymentView
    expect(full).toMatchObject({
      refunded_amount: 2500,
      refunds: [{ status: 'succeeded', decline_code: null }],
    })
    expect(full.refunded_at).toBe(full.refunds[0]?.completed_at)
    const part = (await made['succeeded, partly refunded']?.()) as PaymentView
    expect(part).toMatchObject({
      refunded_amount: 1000,
      refunded_at: null,
      refunds: [{ status: 'succeeded' }],
    })
    const failed = (await made['succeeded, its refund failed']?.()) as PaymentView
    expect(failed).toMatchObject({ refunded_amount: 0, refunded_at: null, refunds: [{ status: 'failed' }] })
    expect(failed.refunds[0]?.decline_code).toBe('generic_decline')
    const pending = (await made['succeeded, a refund pending']?.()) as PaymentView
    expect(pending).toMatchObject({
      refunded_amount: 1000,
      refunds: [{ status: 'pending', reason: 'requested_by_customer', completed_at: null }],
    })
  })

  it('is the same payment in a list', async () => {
    await app.clock.advance(1)
    const paid = await payDirectly(app)
    const list = (await (await app.call('GET', '/v1/payments?limit=1')).json()) as object
    expect(JSON.stringify(list)).toBe(
      JSON.stringify({ object: 'list', data: [paid], has_more: true, url: '/v1/payments' }),
    )
  })
})

describe('a payment', () => {
  it('has the customer of a hosted payment once the page is completed', async () => {
    const { id, customer } = await createSession(app)
    expect([customer, (await read(app, id)).customer]).toEqual([null, null])
    expect((await payOnPage(app, id)).customer).toEqual(customerOnPage)
  })

  it('has the URL of the hosted page only in the response that creates it', async () => {
    const { id, redirect_url } = await createSession(app)
    expect(redirect_url).toBe(`${origin}/hpp/${id}`)
    expect((await read(app, id)).redirect_url).toBeNull()
    expect((await view(app.call('POST', `/v1/payments/${id}/cancel`))).redirect_url).toBeNull()
  })

  it('echoes description and metadata in every response', async () => {
    const own = { description: 'Order 5678', metadata: { b: '2', a: '1' } }
    const created = await view(app.call('POST', '/v1/payments/hpp', { ...session, ...own }))
    expect(created).toMatchObject(own)
    expect(JSON.stringify((await read(app, created.id)).metadata)).toBe('{"b":"2","a":"1"}')
  })
})
