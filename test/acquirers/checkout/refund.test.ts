/** Refunds at Checkout.com: accepted first, decided later, and never paid twice. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuthorizeRequest } from '../../../src/ports/acquirer.ts'
import { refundedOf } from '../../../verification/acquirers/checkout/book.ts'
import { on, type StandInAnswer } from '../../../verification/acquirers/stand-in/faults.ts'
import { type CheckoutWorld, goodPan, openCheckout, request } from './checkout-world.ts'

const refunds = on('POST', /\/refunds$/)

let world: CheckoutWorld
beforeEach(async () => {
  world = await openCheckout({ refundDelayMs: 1_000 })
})
afterEach(async () => {
  expect(world.standIn.violations).toStrictEqual([])
  await world.standIn.close()
})

async function approved(pan = goodPan): Promise<AuthorizeRequest> {
  const sent = request(pan)
  expect(await world.authorize(sent)).toMatchObject({ kind: 'approved' })
  return sent
}

function refundedMinor(): number {
  return world.standIn.book.all().reduce((sum, payment) => sum + refundedOf(payment), 0)
}

describe('a refund', () => {
  it('is pending at first and succeeds later, in whole or in part', async () => {
    const sent = await approved()
    const part = world.refundOf(sent, { amountMinor: 1_000 })
    const rest = world.refundOf(sent, { amountMinor: 1_500 })
    const accepted = await world.refund(part)
    expect(accepted).toStrictEqual({ kind: 'pending', acquirerRefundId: expect.stringMatching(/^act_/) })
    expect(await world.inquireRefund(part)).toStrictEqual(accepted)
    world.clock.nowMs += 1_000
    expect(await world.inquireRefund(part)).toStrictEqual({ ...accepted, kind: 'succeeded' })
    expect(await world.inquire(world.termsOf(sent))).toMatchObject({ kind: 'approved', amountMinor: 2_500 })
    expect(await world.refund(rest)).toMatchObject({ kind: 'pending' })
    world.clock.nowMs += 1_000
    expect(await world.inquire(world.termsOf(sent))).toStrictEqual({ kind: 'reversed' })
    expect(refundedMinor()).toBe(2_500)
  })

  it('uses the payment’s ID if it is known, and our reference otherwise', async () => {
    const sent = await approved()
    const id = world.standIn.book.all()[0]?.id ?? null
    const known = { ...world.termsOf(sent), acquirerTransactionId: id }
    world.standIn.log.clear()
    await world.refund(world.refundOf(sent, { original: known }))
    expect(world.standIn.log.lines()).toStrictEqual([
      `GET /payments/${id}`,
      `GET /payments/${id}/actions`,
      `POST /payments/${id}/refunds`,
    ])
  })

  it('that is sent again has one effect', async () => {
    const sent = await approved()
    const refund = world.refundOf(sent, { amountMinor: 1_000 })
    const first = await world.refund(refund)
    expect(await world.refund(refund)).toStrictEqual(first)
    world.clock.nowMs += 25 * 3_600_000
    expect(await world.refund(refund)).toMatchObject({ kind: 'succeeded' })
    expect(refundedMinor()).toBe(1_000)
  })

  it.each([
    [{ kind: 'request_lost' }, 0],
    [{ kind: 'answer_lost' }, 1_000],
    [{ kind: 'truncated' }, 1_000],
    [{ kind: 'instead', isHandled: true, answer: { status: 500, body: '' } }, 1_000],
    [{ kind: 'instead', isHandled: false, answer: { status: 429, body: '' } }, 0],
    [{ kind: 'instead', isHandled: true, answer: { status: 202, body: '{}' } }, 1_000],
  ] as const)('that meets %j is unknown, and paid once when it is sent again', async (fault, afterwards) => {
    const sent = await approved()
    const refund = world.refundOf(sent, { amountMinor: 1_000 })
    world.standIn.faults.inject(refunds, fault)
    expect(await world.refund(refund)).toMatchObject({ kind: 'unknown' })
    expect(refundedMinor()).toBe(afterwards)
    expect(await world.inquireRefund(refund)).toMatchObject({
      kind: afterwards === 0 ? 'not_found' : 'pending',
    })
    expect(await world.refund(refund)).toMatchObject({ kind: 'pending' })
    expect(refundedMinor()).toBe(1_000)
  })

  it('that arrives late, after it was sent again, is paid once', async () => {
    const sent = await approved()
    const refund = world.refundOf(sent, { amountMinor: 1_000 })
    world.standIn.faults.inject(refunds, { kind: 'late' })
    await world.refund(refund)
    await world.refund(refund)
    world.standIn.releaseLate()
    expect(refundedMinor()).toBe(1_000)
  })

  it('of more than is left fails, and nothing is paid', async () => {
    const sent = await approved()
    const refund = world.refundOf(sent, { amountMinor: 2_501 })
    expect(await world.refund(refund)).toStrictEqual({ kind: 'failed', declineCode: 'processing_error' })
    expect(refundedMinor()).toBe(0)
    expect(world.logged).toMatchObject([{ alarm: 'acquirer_request', code: 'refund_amount_exceeds_balance' }])
  })

  it.each([
    [1, { kind: 'succeeded', acquirerRefundId: expect.stringMatching(/^act_/) }],
    [2, { kind: 'unknown', cause: 'refused when it was repeated' }],
  ])('that was paid, but is listed only after %i questions, does not fail', async (questions, expected) => {
    const sent = await approved()
    const refund = world.refundOf(sent)
    world.standIn.faults.inject(refunds, { kind: 'answer_lost' })
    expect(await world.refund(refund)).toMatchObject({ kind: 'unknown' })
    // Their key for it is forgotten.
    world.clock.nowMs += 25 * 3_600_000
    const change = ({ status, body }: StandInAnswer) => {
      const actions: Record<string, unknown>[] = JSON.parse(body)
      return { status, body: JSON.stringify(actions.filter(({ type }) => type !== 'Refund')) }
    }
    world.standIn.faults.inject(on('GET', /\/actions$/), { kind: 'changed', change }, questions)
    // The payment, too, may be shown as it was.
    const asCaptured = ({ status, body }: StandInAnswer) => ({
      status,
      body: body.replace('"Refunded"', '"Captured"'),
    })
    world.standIn.faults.inject(on('GET', /pay_\w+$/), { kind: 'changed', change: asCaptured })
    expect(await world.refund({ ...refund, isRepeated: true })).toStrictEqual(expected)
    expect(refundedMinor()).toBe(2_500)
  })

  it('of money that is not captured yet is possible a moment later', async () => {
    world.standIn.book.captureDelayMs = 2_000
    const refund = world.refundOf(await approved())
    expect(await world.refund(refund)).toStrictEqual({
      kind: 'unknown',
      cause: 'the payment is not captured yet',
    })
    world.clock.nowMs += 2_000
    expect(await world.refund(refund)).toMatchObject({ kind: 'pending' })
  })

  it('may fail after it was accepted', async () => {
    const sent = await approved('4000000000005126')
    const refund = world.refundOf(sent)
    expect(await world.refund(refund)).toMatchObject({ kind: 'pending' })
    world.clock.nowMs += 1_000
    expect(await world.inquireRefund(refund)).toStrictEqual({
      kind: 'failed',
      declineCode: 'processing_error',
    })
  })

  it('under our reference, but with another amount, is not believed', async () => {
    const sent = await approved()
    const refund = world.refundOf(sent, { amountMinor: 1_000 })
    await world.refund(refund)
    expect(await world.inquireRefund({ ...refund, amountMinor: 900 })).toStrictEqual({
      kind: 'unknown',
      cause: 'the amount differs',
    })
  })

  it('is not sent if the process stood still after it had looked', async () => {
    const sent = await approved()
    world.standIn.faults.inject(on('GET', /\/actions$/), {
      kind: 'changed',
      change: (answer) => {
        world.clock.nowMs += 61_000
        return answer
      },
    })
    expect(await world.refund(world.refundOf(sent))).toStrictEqual({ kind: 'not_sent' })
    expect(refundedMinor()).toBe(0)
  })

  it('of a payment that is not found is not sent', async () => {
    expect(await world.refund(world.refundOf(request(goodPan)))).toStrictEqual({
      kind: 'unknown',
      cause: 'the payment was not found',
    })
    expect(new Set(world.standIn.log.lines())).toStrictEqual(new Set(['GET /payments']))
  })
})
