/** Paying back: never more than was taken, whatever happens at once, and nothing given up before it is certain. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noFaults } from '../../src/acquirers/sandbox/faults.ts'
import { refundReference } from '../../src/core/attempt/reference.ts'
import { usualEngine } from '../../verification/app/gateway-database.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { expectError } from '../api/expect-error.ts'
import {
  createSession,
  direct,
  type PaymentView,
  passTime,
  payDirectly,
  read,
  refund,
  settle,
  view,
} from './payments.ts'

const dayMs = 24 * 3_600_000
const alreadyRefunded = [422, 'payment_already_refunded', null] as const
const notRefundable = [422, 'payment_not_refundable', null] as const
const tooMuch = [422, 'refund_amount_too_large', 'amount'] as const
const tooLate = [422, 'refund_window_closed', null] as const
const refundsFail = '4000000000005126'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

/** Long enough for the acquirer to pay out, and for the worker to learn of it. */
const payOut = (): Promise<void> => passTime(app, 5_000, 1_000)

/** What the acquirer's own book says about the refunds of a payment. */
async function paidOutByBank({ refunds }: PaymentView): Promise<number> {
  const references = new Set(refunds.map(({ id }) => refundReference(app.app.gateway.installationId, id)))
  return (await app.app.sandbox.book.transactions())
    .filter(({ reference, state }) => references.has(reference) && state === 'succeeded')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0)
}

async function refunded(id: string, body: object = {}): Promise<PaymentView> {
  const response = await refund(app, id, body)
  expect(response.status).toBe(200)
  return view(response)
}

describe('a refund', () => {
  it('is pending first, and succeeds shortly after', async () => {
    const { id } = await payDirectly(app)
    const asked = await refunded(id, { reason: 'wrong size' })
    expect(asked).toMatchObject({ status: 'succeeded', refunded_amount: 2500, refunded_at: null })
    expect(asked.refunds).toMatchObject([
      { amount: 2500, currency: 'eur', reason: 'wrong size', status: 'pending', completed_at: null },
    ])
    await settle(app)
    await payOut()
    const done = await read(app, id)
    expect(done).toMatchObject({ status: 'succeeded', refunded_amount: 2500 })
    expect(done.refunds).toMatchObject([
      { id: asked.refunds[0]?.id, status: 'succeeded', decline_code: null },
    ])
    expect(done.refunded_at).toBe(done.refunds[0]?.completed_at)
    expect(done.refunded_at).toBeGreaterThanOrEqual(asked.refunds[0]?.created_at ?? Number.NaN)
  })

  it('may be partial, until nothing remains', async () => {
    const { id } = await payDirectly(app)
    for (const amount of [1000, 1499]) await refunded(id, { amount })
    await expectError(await refund(app, id, { amount: 2 }), tooMuch)
    expect((await refunded(id)).refunds.map(({ amount }) => amount)).toEqual([1000, 1499, 1])
    await expectError(await refund(app, id), alreadyRefunded)
    await expectError(await refund(app, id, { amount: 1 }), alreadyRefunded)
    expect(await read(app, id)).toMatchObject({ refunded_amount: 2500, refunded_at: null })
    await settle(app)
    await payOut()
    expect((await read(app, id)).refunded_at).not.toBeNull()
  })

  it('that fails releases its amount', async () => {
    const { id } = await payDirectly(app, refundsFail)
    expect(await refunded(id)).toMatchObject({ refunded_amount: 2500, refunds: [{ status: 'pending' }] })
    await expectError(await refund(app, id), alreadyRefunded)
    await settle(app)
    await payOut()
    const failed = await read(app, id)
    expect(failed).toMatchObject({ status: 'succeeded', refunded_amount: 0, refunded_at: null })
    expect(failed.refunds).toMatchObject([{ status: 'failed', decline_code: 'generic_decline' }])
    expect(failed.refunds[0]?.decline_message).toMatch(/^[A-Z].*\.$/)
    expect(await refunded(id, { amount: 2000 })).toMatchObject({ refunded_amount: 2000 })
    await settle(app)
    await payOut()
  })
})

describe('a payment', () => {
  it('is refunded at most 100 times, including failed refunds', async () => {
    const { id } = await payDirectly(app, refundsFail, 200)
    for (let i = 0; i < 100; i++) await refunded(id, { amount: 1 })
    await settle(app)
    await payOut()
    const tooOften = [422, 'refund_limit_reached', null] as const
    await expectError(await refund(app, id, { amount: 1 }), tooOften)
    await expectError(await refund(app, id, { amount: 1_000 }), tooOften)
    const payment = await read(app, id)
    expect([payment.refunds.length, payment.refunds[0]?.status, payment.refunded_amount]).toEqual([
      ...[100, 'failed', 0],
    ])
  })
})

it('the largest possible response is stored and replayed', async () => {
  // Characters of two letters in JSON.
  const long = (length: number, i = 0): string => String(i).padEnd(length, '"')
  const entries = Array.from({ length: 50 }, (_, i) => [long(255, i), long(500)])
  const body = { ...direct(), description: long(500), metadata: Object.fromEntries(entries) }
  const { id } = await view(app.call('POST', '/v1/payments', body))
  await settle(app)
  const ask = (i: number) =>
    app.call(
      'POST',
      `/v1/payments/${id}/refund`,
      { reason: long(50), amount: 1 },
      { 'idempotency-key': `r${i}` },
    )
  for (let i = 0; i < 100; i++) expect((await ask(i)).status).toBe(200)
  const kept = await (await ask(99)).text()
  expect(kept.length).toBeGreaterThan(100_000)
  expect((JSON.parse(kept) as PaymentView).refunds).toHaveLength(100)
})

describe('who cannot be paid back', () => {
  it.each([
    ['an open session', async () => (await createSession(app)).id],
    ['a failed payment', async () => (await payDirectly(app, '4000000000000002')).id],
    ['a challenged payment', async () => (await payDirectly(app, '4635440000002223')).id],
    [
      'a canceled payment',
      async () => {
        const { id } = await createSession(app)
        await app.call('POST', `/v1/payments/${id}/cancel`)
        return id
      },
    ],
    [
      'an expired payment',
      async () => {
        const { id } = await createSession(app)
        await app.clock.advance(dayMs)
        await app.work()
        return id
      },
    ],
  ])('%s', async (_, make) => {
    const id = await make()
    await expectError(await refund(app, id), notRefundable)
    await expectError(await refund(app, id, { amount: 5000 }), notRefundable)
    expect((await read(app, id)).refunds).toEqual([])
  })
})

describe('the 180 days', () => {
  it('end at their last millisecond, and not before', async () => {
    const { id } = await payDirectly(app)
    await app.clock.advance(180 * dayMs - 1)
    expect(await refunded(id, { amount: 1 })).toMatchObject({ refunded_amount: 1 })
    await settle(app)
    await app.clock.advance(1)
    await expectError(await refund(app, id, { amount: 1 }), tooLate)
    await expectError(await refund(app, id, { amount: 5000 }), tooLate)
    await payOut()
    expect(await read(app, id)).toMatchObject({ refunded_amount: 1, refunds: [{ status: 'succeeded' }] })
  })

  it('do not matter if nothing remains', async () => {
    const { id } = await payDirectly(app)
    await refunded(id)
    await settle(app)
    await app.clock.advance(181 * dayMs)
    await expectError(await refund(app, id), alreadyRefunded)
    await payOut()
  })
})

describe('32 refunds at once', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 32, maxLength: 32 })
  const amounts = fc.integer({ min: 1_000, max: 20_000 })

  it.each([
    ['of a card whose refunds succeed', undefined, 'succeeded'],
    ['of a card whose refunds fail', refundsFail, 'failed'],
  ])('never exceed the amount: %s', async (_, pan, status) => {
    await fc.assert(
      fc.asyncProperty(amounts, sizes, async (amount, wishes) => {
        const { id } = await payDirectly(app, pan, amount)
        const answers = await Promise.all(wishes.map((wish) => refund(app, id, { amount: wish })))
        const accepted = wishes.filter((_, i) => answers[i]?.status === 200)
        const sum = accepted.reduce((total, one) => total + one, 0)
        expect(sum).toBeLessThanOrEqual(amount)
        for (const [i, answer] of answers.entries()) {
          if (answer.status === 200) continue
          expect(answer.status).toBe(422)
          // A refusal is right at its moment, and what remains only shrinks.
          expect(wishes[i]).toBeGreaterThan(amount - sum)
        }
        expect(await read(app, id)).toMatchObject({ refunded_amount: sum })
        await settle(app)
        await payOut()
        const after = await read(app, id)
        expect(after.refunded_amount).toBe(status === 'succeeded' ? sum : 0)
        expect(after.refunds.map((one) => [one.amount, one.status]).toSorted()).toEqual(
          accepted.map((one) => [one, status]).toSorted(),
        )
        expect(await paidOutByBank(after)).toBe(after.refunded_amount)
      }),
      // Each refund loses against every other one, which costs a real database a minute.
      { numRuns: usualEngine() === 'sqlite' ? 12 : 1 },
    )
  })

  it('take all that remains exactly once', async () => {
    const { id } = await payDirectly(app)
    const statuses = (await Promise.all(Array.from({ length: 32 }, () => refund(app, id)))).map(
      (one) => one.status,
    )
    expect(statuses.filter((one) => one === 200)).toHaveLength(1)
    expect(await read(app, id)).toMatchObject({ refunded_amount: 2500, refunds: [{ amount: 2500 }] })
    await settle(app)
    await payOut()
  })
})

describe('a refund without an answer', () => {
  const faults = () => app.app.sandbox.faults
  const heal = (): void => {
    Object.assign(faults(), noFaults())
  }

  it('keeps its reservation until it is known that the acquirer has paid it out', async () => {
    const { id } = await payDirectly(app)
    faults().garbledAnswers = 1
    await refunded(id, { amount: 2000 })
    await settle(app)
    await payOut()
    await passTime(app, 120_000, 20_000)
    expect(await read(app, id)).toMatchObject({ refunded_amount: 2000, refunds: [{ status: 'pending' }] })
    await expectError(await refund(app, id, { amount: 501 }), tooMuch)
    heal()
    await payOut()
    expect(await read(app, id)).toMatchObject({ refunded_amount: 2000, refunds: [{ status: 'succeeded' }] })
  })

  it('keeps it until it is certain that the acquirer never will', async () => {
    const { id } = await payDirectly(app)
    faults().outage = 2
    await refunded(id)
    await passTime(app, 120_000, 20_000)
    expect(await read(app, id)).toMatchObject({ refunded_amount: 2500, refunds: [{ status: 'pending' }] })
    await expectError(await refund(app, id, { amount: 1 }), alreadyRefunded)
    heal()
    await passTime(app, 60_000, 1_000)
    const given = await read(app, id)
    expect(given).toMatchObject({
      refunded_amount: 0,
      refunds: [{ status: 'failed', decline_code: 'processing_error' }],
    })
    expect(await refunded(id)).toMatchObject({ refunded_amount: 2500 })
    await settle(app)
    await payOut()
  })

  it('that certainly never left the gateway fails immediately', async () => {
    const { id } = await payDirectly(app)
    faults().outage = 1
    await refunded(id)
    await settle(app)
    expect(await read(app, id)).toMatchObject({
      refunded_amount: 0,
      refunds: [{ status: 'failed', decline_code: 'processing_error' }],
    })
    heal()
  })
})
