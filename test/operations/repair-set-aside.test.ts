/** Repairing refunds that only the acquirer knows, and settling attempts that wait for a person. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { Payment } from '../../src/core/payment/payment.ts'
import { abandonPayment } from '../../src/operations/abandon-payment.ts'
import { requestRefund } from '../../src/operations/request-refund.ts'
import { noResponse } from '../../src/operations/respond.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import { acquirerBook, dayMs, refundId } from './acquirer-book.ts'
import {
  approvedPan,
  attemptOf,
  challengePan,
  inTime,
  openWorldForEachTest,
  paid,
  read,
  session,
  submission,
  work,
  world,
} from './operations-world.ts'

openWorldForEachTest()

const theirs = acquirerBook(() => world)
const { book, differences, onlyDifference, repairIt, repairOnly } = theirs

describe('a refund that only the acquirer has', () => {
  let payment: Payment
  let reference: string
  beforeEach(async () => {
    payment = await paid(world)
    reference = attemptOf(payment).reference
  })

  it('is adopted by its payment', async () => {
    await theirs.refund(reference, 1_000)
    expect(await repairOnly()).toBe('adopted')
    expect((await read(world, payment.id)).refunds).toMatchObject([
      { id: refundId, amountMinor: 1_000, state: 'succeeded' },
    ])
    expect(await differences()).toEqual([])
  })

  it('is left alone when its amount was reserved for another refund since the comparison', async () => {
    await theirs.refund(reference, 1_000)
    const difference = await onlyDifference()
    world.behave({ refund: async () => ({ kind: 'unknown', cause: 'lost' }) })
    await requestRefund(world.gateway, payment.id, { amountMinor: null, reason: 'returned' }, noResponse)
    await inTime(world, world.gateway.running.drained())
    expect(await repairIt(difference)).toBe('left')
  })

  it('needs manual review when it was made manually', async () => {
    await theirs.refund(reference, 1_000, 'by-hand')
    const difference = await onlyDifference()
    expect(difference.proposal).toBe('person')
    expect(await repairIt(difference)).toBe('left')
    expect(await repairIt({ ...difference, proposal: 'adopt' })).toBe('left')
  })

  it('is adopted beside one of ours', async () => {
    await requestRefund(world.gateway, payment.id, { amountMinor: 400, reason: 'returned' }, noResponse)
    await inTime(world, world.gateway.running.drained())
    await work(world, 10_000)
    await theirs.refund(reference, 1_000)
    expect(await repairOnly()).toBe('adopted')
    expect((await read(world, payment.id)).refunds).toMatchObject([
      { amountMinor: 400, state: 'succeeded' },
      { id: refundId, amountMinor: 1_000, state: 'succeeded' },
    ])
  })

  it.each([
    [
      { kind: 'not_found' },
      'unknown',
      { type: 'refund_answer_missed', cause: 'the acquirer has no record of it' },
    ],
    [{ kind: 'reversed' }, 'failed', { type: 'refund_failed', declineCode: 'processing_error' }],
  ] as const)('is settled by what the acquirer then answers: %j', async (answer, state, event) => {
    await theirs.refund(reference, 1_000)
    const difference = await onlyDifference()
    world.behave({ inquireRefund: async () => answer })
    expect(await repairIt(difference)).toBe('adopted')
    expect((await read(world, payment.id)).refunds).toMatchObject([{ state }])
    expect((await world.gateway.storage.listEvents(payment.id)).at(-1)).toMatchObject(event)
  })
})

describe('an attempt that was set aside', () => {
  /** A reversal that nobody acknowledged for a day. */
  async function undecidable(): Promise<Payment> {
    const payment = await paid(world, challengePan)
    world.test.app.sandbox.faults.lostReversals = 1_000_000
    await abandonPayment(world.gateway, payment.id, 1)
    await world.test.clock.advance(dayMs)
    await work(world, 1_000)
    expect(attemptOf(await read(world, payment.id)).state).toBe('set_aside')
    world.test.app.sandbox.faults.lostReversals = 0
    return payment
  }

  const passAtBank = (payment: Payment) =>
    book().answerChallenge(attemptOf(payment).challengeUrl?.split('/').at(-1) ?? '', 'pass')

  it('is reversed after a decision, and settled by it', async () => {
    const payment = await undecidable()
    await passAtBank(payment)
    const difference = await onlyDifference()
    expect(difference).toMatchObject({ kind: 'set_aside', proposal: 'reverse' })
    expect(await repairIt(difference)).toBe('reversed')
    expect(attemptOf(await read(world, payment.id)).state).toBe('reversed')
    expect(await theirs.stateOf(difference.reference)).toBe('reversed')
    expect(await repairIt(difference)).toBe('left')
    expect(await differences()).toEqual([])
  })

  it('counts as reversed when a person has reversed it', async () => {
    const payment = await undecidable()
    await book().reverse(attemptOf(payment).reference)
    expect(await repairOnly()).toBe('adopted')
    expect(attemptOf(await read(world, payment.id)).state).toBe('reversed')
  })

  it('is reversed while the issuer still asks the customer, because the decision is final', async () => {
    const payment = await undecidable()
    expect(await onlyDifference()).toMatchObject({ kind: 'set_aside', proposal: 'reverse' })
    expect(await repairOnly()).toBe('reversed')
    expect(await theirs.stateOf(attemptOf(payment).reference)).toBe('reversed')
    expect(attemptOf(await read(world, payment.id)).state).toBe('reversed')
  })

  it('still needs manual review when the acquirer does not reverse it', async () => {
    const payment = await undecidable()
    await passAtBank(payment)
    const difference = await onlyDifference()
    world.behave({ reverse: async () => ({ kind: 'unknown', cause: 'nobody answers' }) })
    expect(await repairIt(difference)).toBe('left')
    expect(await repairIt({ ...difference, paymentId: null })).toBe('left')
  })

  it.each([
    ['comes after another one', { kind: 'too_late' }, { kind: 'reversed' }],
    [
      'comes after a decline',
      { kind: 'too_late' },
      { kind: 'declined', declineCode: 'do_not_honor', country: null },
    ],
    ['is not acknowledged', { kind: 'unknown', cause: 'nobody answers' }, { kind: 'reversed' }],
  ] as const)('is settled when its reversal %s and nothing is held', async (_, answer, inquiry) => {
    const payment = await undecidable()
    const difference = await onlyDifference()
    const { capabilities } = world.test.app.sandbox.acquirer
    world.behave({
      capabilities: { ...capabilities, attemptReversalIsTombstone: false },
      reverse: async () => answer,
      inquire: async () => inquiry,
    })
    expect(await repairIt(difference)).toBe('reversed')
    // So long after the charge, nothing can still arrive that would have to be reversed again.
    expect(attemptOf(await read(world, payment.id))).toMatchObject({ state: 'reversed', nextAtMs: null })
  })

  it('is not reversed again when it was settled since the comparison', async () => {
    await undecidable()
    const difference = await onlyDifference()
    expect(await repairIt(difference)).toBe('reversed')
    world.behave({ reverse: () => Promise.reject(new Error('nothing may be reversed')) })
    expect(await repairIt(difference)).toBe('left')
    expect(world.test.logLines.join('')).not.toContain('an acquirer adapter threw an error')
  })

  describe('because the acquirer approved another amount', () => {
    let payment: Payment
    beforeEach(async () => {
      const { faults } = world.test.app.sandbox
      faults.wrongAmountMinor = 1
      faults.wrongInquiryAmountMinor = 1
      payment = await paid(world)
      await work(world, 2_000)
      expect(attemptOf(await read(world, payment.id))).toMatchObject({ state: 'set_aside', decision: null })
    })
    const correctInquiries = () => {
      world.test.app.sandbox.faults.wrongInquiryAmountMinor = 0
    }

    it('is adopted when it was what was requested after all', async () => {
      expect(await repairOnly()).toBe('left')
      correctInquiries()
      expect(await repairOnly()).toBe('adopted')
      expect((await read(world, payment.id)).ending?.kind).toBe('succeeded')
    })

    it('is adopted then although a person has refunded it, and that refund needs manual review', async () => {
      await theirs.refund(attemptOf(payment).reference, 2_500, 'by-hand')
      correctInquiries()
      const [charge] = await differences()
      expect(charge).toMatchObject({ kind: 'set_aside', proposal: 'adopt', amountMinor: 0 })
      expect(charge && (await repairIt(charge))).toBe('adopted')
      expect((await read(world, payment.id)).ending?.kind).toBe('succeeded')
      expect(await onlyDifference()).toMatchObject({ kind: 'only_theirs', proposal: 'person' })
    })

    it('is reversed when the acquirer does not list it, and its payment fails', async () => {
      world.behave({ statement: async () => [] })
      expect(await onlyDifference()).toMatchObject({ kind: 'set_aside', proposal: 'reverse' })
      expect(await repairOnly()).toBe('reversed')
      const { ending, attempts } = await read(world, payment.id)
      expect([ending?.kind, attempts[0]?.state]).toEqual(['failed', 'reversed'])
    })
  })

  it('needs manual review when the acquirer holds another amount', async () => {
    const { id } = await session(world)
    await theirs.authorize(id, 1, 2_499)
    const submitted = await submitCard(world.gateway, id, submission(approvedPan))
    if (submitted.kind === 'started') await inTime(world, submitted.outcome)
    await work(world, 2_000)
    expect(attemptOf(await read(world, id)).state).toBe('set_aside')
    expect(await onlyDifference()).toMatchObject({ kind: 'amount_differs', proposal: 'person' })
    expect(await repairOnly()).toBe('left')
  })
})

it('a charge that only our book has needs manual review', async () => {
  const payment = await paid(world)
  await book().reverse(attemptOf(payment).reference)
  expect(await onlyDifference()).toMatchObject({ kind: 'only_ours', proposal: 'person' })
  expect(await repairOnly()).toBe('left')
  expect((await read(world, payment.id)).ending?.kind).toBe('succeeded')
})
