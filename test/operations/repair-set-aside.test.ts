/** Repairing refunds that only the acquirer knows, and settling what waits for a person. */

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

  it.each([
    [{ kind: 'not_found' }, 'unknown', 'adopted'],
    [{ kind: 'reversed' }, 'failed', 'adopted'],
  ] as const)('is settled by what the acquirer then answers: %j', async (answer, state, result) => {
    await theirs.refund(reference, 1_000)
    const difference = await onlyDifference()
    world.behave({ inquireRefund: async () => answer })
    expect(await repairIt(difference)).toBe(result)
    expect((await read(world, payment.id)).refunds).toMatchObject([{ state }])
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

  it('is adopted when the acquirer approved what was requested after all', async () => {
    const { faults } = world.test.app.sandbox
    faults.wrongAmountMinor = 1
    faults.wrongInquiryAmountMinor = 1
    const payment = await paid(world)
    await work(world, 2_000)
    expect(await repairOnly()).toBe('left')
    faults.wrongInquiryAmountMinor = 0
    expect(await repairOnly()).toBe('adopted')
    expect((await read(world, payment.id)).ending?.kind).toBe('succeeded')
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

  it("a refund is settled by the acquirer's answer, or by a reversal if the acquirer has no record of it", async () => {
    const known = await paid(world)
    const unheard = await paid(world)
    const ask = (payment: Payment) =>
      requestRefund(world.gateway, payment.id, { amountMinor: 500, reason: 'returned' }, noResponse)
    await ask(known)
    await inTime(world, world.gateway.running.drained())
    world.behave({ refund: async () => ({ kind: 'unknown', cause: 'lost' }) })
    await ask(unheard)
    await inTime(world, world.gateway.running.drained())
    world.behave({ inquireRefund: async () => ({ kind: 'unknown', cause: 'nobody answers' }) })
    await world.test.clock.advance(dayMs)
    await work(world, 1_000)
    world.behave({})
    const found = await differences()
    expect(found.map(({ kind }) => kind)).toEqual(['set_aside', 'set_aside'])
    const results = new Map<string | null, string>()
    for (const difference of found) results.set(difference.paymentId, await repairIt(difference))
    expect(results).toEqual(
      new Map([
        [known.id, 'adopted'],
        [unheard.id, 'reversed'],
      ]),
    )
    expect((await read(world, known.id)).refunds).toMatchObject([{ state: 'succeeded' }])
    expect((await read(world, unheard.id)).refunds).toMatchObject([{ state: 'failed' }])
    expect(await differences()).toEqual([])
  })

  it('a refund is left alone when its reversal is not acknowledged, although the acquirer does not know it', async () => {
    const lost = { kind: 'unknown', cause: 'lost' } as const
    const payment = await paid(world)
    world.behave({ refund: async () => lost, inquireRefund: async () => lost })
    await requestRefund(world.gateway, payment.id, { amountMinor: 500, reason: 'returned' }, noResponse)
    await inTime(world, world.gateway.running.drained())
    await world.test.clock.advance(dayMs)
    await work(world, 1_000)
    const capabilities = { ...world.test.app.sandbox.acquirer.capabilities, refundIsRepeatableForMs: 1 }
    world.behave({
      capabilities,
      reverseRefund: async () => lost,
      inquireRefund: async () => ({ kind: 'not_found' }),
    })
    expect(await repairOnly()).toBe('left')
    expect((await read(world, payment.id)).refunds).toMatchObject([{ state: 'set_aside' }])
  })

  it.each([
    ['not known to the acquirer', dayMs, { kind: 'not_found' }, 'reversed', 'failed'],
    ['not certain', dayMs, { kind: 'unknown', cause: 'nobody answers' }, 'left', 'set_aside'],
    ['still sent again', 2 * dayMs, { kind: 'not_found' }, 'left', 'set_aside'],
    ['never sent again', null, { kind: 'not_found' }, 'left', 'set_aside'],
  ] as const)('a refund that cannot be reversed and is %s', async (_, forMs, answer, result, state) => {
    const payment = await paid(world)
    const lost = { kind: 'unknown', cause: 'lost' } as const
    const kind = {
      capabilities: {
        ...world.test.app.sandbox.acquirer.capabilities,
        refundIsRepeatableForMs: forMs === null ? null : forMs - 3_600_000,
      },
      reverseRefund: undefined as never,
      refund: async () => lost,
    }
    world.behave({ ...kind, inquireRefund: async () => lost })
    await requestRefund(world.gateway, payment.id, { amountMinor: 500, reason: 'returned' }, noResponse)
    await inTime(world, world.gateway.running.drained())
    await world.test.clock.advance(dayMs)
    await work(world, 1_000)
    world.behave({ ...kind, inquireRefund: async () => answer })
    expect(await repairOnly()).toBe(result)
    expect((await read(world, payment.id)).refunds).toMatchObject([{ state }])
  })
})

it('a charge that only our book has needs manual review', async () => {
  const payment = await paid(world)
  await book().reverse(attemptOf(payment).reference)
  expect(await onlyDifference()).toMatchObject({ kind: 'only_ours', proposal: 'person' })
  expect(await repairOnly()).toBe('left')
  expect((await read(world, payment.id)).ending?.kind).toBe('succeeded')
})
