/** Comparing the books, and repairing what the acquirer alone holds: looking again first, and never in a customer's way. */
import { beforeEach, describe, expect, it } from 'vitest'
import { attemptReference, correctionReference } from '../../src/core/attempt/reference.ts'
import { abandonPayment } from '../../src/operations/abandon-payment.ts'
import { AcquirerNotConfigured } from '../../src/operations/acquirer/acquirers.ts'
import { cancelPayment } from '../../src/operations/cancel-payment.ts'
import { reconcileBooks } from '../../src/operations/reconciliation/reconcile-books.ts'
import { noResponse } from '../../src/operations/respond.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import { acquirerBook, dayMs, hourMs, strangerId } from './acquirer-book.ts'
import {
  approvedAtAcquirer,
  approvedPan,
  attemptOf,
  challengePan,
  inTime,
  openWorldForEachTest,
  paid,
  read,
  session,
  submission,
  type World,
  work,
  world,
} from './operations-world.ts'

openWorldForEachTest()

const referenceOfStranger = () => attemptReference(world.gateway.installationId, strangerId, 1)
const theirs = acquirerBook(() => world)
const { differences, onlyDifference, repairIt, repairOnly } = theirs

/** From now on, the acquirer's statement does not have it. */
function loseAtBank(reference: string): void {
  const { acquirer } = world.test.app.sandbox
  world.behave({
    statement: async (span) =>
      ((await acquirer.statement?.(span)) ?? []).filter((line) => line.reference !== reference),
  })
}

describe('comparing', () => {
  const span = { mode: 'test', fromMs: 0, toMs: 1 } as const

  it('needs an acquirer', async () => {
    await expect(reconcileBooks(world.gateway, { ...span, mode: 'live' })).rejects.toThrow(
      AcquirerNotConfigured,
    )
  })

  it('refuses a statement that does not fit the port, and says where', async () => {
    const line = { reference: 'a', kind: 'refund', state: 'open' }
    world.behave({ statement: async () => [line] as never })
    expect((await reconcileBooks(world.gateway, span)).uncompared).toMatchObject([
      { acquirer: 'sandbox', why: 'unreadable', cause: 'it is not valid: line 1 has no valid state' },
    ])
  })

  it('goes through all pages of all merchants', async () => {
    await world.test.newKey('test', 'other')
    const oldest = await paid(world)
    for (let i = 0; i < 101; i++) await paid(world)
    const { reference } = attemptOf(oldest)
    loseAtBank(reference)
    await world.test.clock.advance(hourMs)
    const nowMs = world.test.clock.nowMs()
    const found = await reconcileBooks(world.gateway, { mode: 'test', fromMs: nowMs - dayMs, toMs: nowMs })
    const totals = [{ currency: 'eur', takenMinor: 101 * 2_500, refundedMinor: 0 }]
    const differences = [{ kind: 'only_ours', reference }]
    expect(found).toMatchObject({ equal: 101, totals, differences, uncompared: [] })
  })

  it("reads the acquirer's book before ours, so that what happens in between is not a difference", async () => {
    const sandbox = world.test.app.sandbox.acquirer
    const { id } = await session(world)
    world.behave({
      statement: async (span) => {
        const started = await submitCard(world.gateway, id, submission(approvedPan))
        if (started.kind === 'started') await inTime(world, started.outcome)
        await paid(world)
        return (await sandbox.statement?.(span)) ?? []
      },
    })
    const toMs = world.test.clock.nowMs() + hourMs
    const found = await reconcileBooks(world.gateway, { mode: 'test', fromMs: toMs - dayMs, toMs })
    expect(found).toMatchObject({ equal: 2, differences: [] })
  })

  it('finds a payment that was created long before it was paid', async () => {
    const settings = { ...world.gateway.settings, sessionLifeMs: 365 * dayMs }
    const patient: World = { ...world, gateway: { ...world.gateway, settings } }
    const { id } = await session(patient)
    await world.test.clock.advance(300 * dayMs)
    await theirs.authorize(id)
    expect(await onlyDifference()).toMatchObject({ kind: 'only_theirs', proposal: 'adopt', paymentId: id })
  })

  it('misses no payment that was created while our clock was ahead', async () => {
    const { id } = await session(world)
    world.test.clock.jump(-15 * 60_000)
    const started = await submitCard(world.gateway, id, submission(approvedPan))
    if (started.kind === 'started') await inTime(world, started.outcome)
    loseAtBank(attemptOf(await read(world, id)).reference)
    await world.test.clock.advance(10 * 60_000)
    const toMs = world.test.clock.nowMs()
    const found = await reconcileBooks(world.gateway, { mode: 'test', fromMs: toMs - hourMs, toMs })
    expect(found.differences).toMatchObject([{ kind: 'only_ours', paymentId: id }])
  })

  it("knows a payment of a moment ago though the acquirer's clock is behind", async () => {
    await world.test.clock.advance(1_000)
    const payment = await session(world)
    await theirs.authorize(payment.id)
    const toMs = payment.createdAtMs
    const slow = world.test.app.sandbox.acquirer
    world.behave({
      statement: async () =>
        (await slow.statement?.({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, account: null }))?.map(
          (line) => ({
            ...line,
            atMs: toMs - 500,
          }),
        ) ?? [],
    })
    const found = await reconcileBooks(world.gateway, { mode: 'test', fromMs: toMs - hourMs, toMs })
    expect(found.differences).toMatchObject([{ paymentId: payment.id, proposal: 'adopt' }])
  })
})

describe('a charge that only the acquirer has', () => {
  it('is adopted by its open payment', async () => {
    const { id } = await session(world)
    await theirs.authorize(id)
    expect(await repairOnly()).toBe('adopted')
    expect((await read(world, id)).ending?.kind).toBe('succeeded')
    expect((await read(world, id)).card?.last4).toBe('4242')
    expect(await differences()).toEqual([])
  })

  it('is left to the worker when the acquirer does not confirm it', async () => {
    const { id } = await session(world)
    const reference = await theirs.authorize(id)
    const difference = await onlyDifference()
    world.behave({ inquire: async () => ({ kind: 'unknown', cause: 'nobody answers' }) })
    expect(await repairIt(difference)).toBe('left')
    expect(attemptOf(await read(world, id)).state).toBe('sending')
    world.behave({})
    await work(world, 6_000)
    expect((await read(world, id)).ending?.kind).toBe('succeeded')
    expect(await theirs.stateOf(reference)).toBe('approved')
  })

  it('is left alone when its payment has ended since the comparison, and reversed by the next run', async () => {
    const { id } = await session(world)
    const reference = await theirs.authorize(id)
    const difference = await onlyDifference()
    await cancelPayment(world.gateway, id, noResponse)
    expect(await repairIt(difference)).toBe('left')
    expect(await repairOnly()).toBe('reversed')
    expect(await theirs.stateOf(reference)).toBe('reversed')
  })

  it('is left alone when the acquirer no longer knows it', async () => {
    const { id } = await session(world)
    await theirs.authorize(id)
    const difference = await onlyDifference()
    expect(await repairIt({ ...difference, paymentId: null })).toBe('left')
    expect(await repairIt({ ...difference, line: null })).toBe('left')
    const line = difference.line === null ? null : { ...difference.line, last4: null }
    expect(await repairIt({ ...difference, line })).toBe('left')
  })

  it('is reversed without a payment of ours', async () => {
    const reference = await theirs.authorize(strangerId)
    expect(await repairOnly()).toBe('reversed')
    expect(await theirs.stateOf(reference)).toBe('reversed')
    expect(await differences()).toEqual([])
  })

  it('is left alone when the reversal is not acknowledged', async () => {
    await theirs.authorize(strangerId)
    world.test.app.sandbox.faults.lostReversals = 1
    expect(await repairOnly()).toBe('left')
    expect(await repairOnly()).toBe('reversed')
  })

  it('waits while its payment is open to another card', async () => {
    const { id } = await session(world)
    await theirs.authorize(id, 1, 999)
    expect(await onlyDifference()).toMatchObject({ proposal: 'wait', amountMinor: 999 })
    expect(await repairOnly()).toBe('left')
  })

  it('is not reversed when a customer pays with that reference in the meantime', async () => {
    const { id } = await session(world)
    const reference = await theirs.authorize(id)
    const difference = { ...(await onlyDifference()), proposal: 'reverse' } as const
    expect(await repairIt(difference)).toBe('left')
    await repairOnly()
    expect(await repairIt(difference)).toBe('left')
    expect(await theirs.stateOf(reference)).toBe('approved')
  })

  it('is reversed when our book says that it was declined', async () => {
    const payment = await paid(world, challengePan)
    await abandonPayment(world.gateway, payment.id, 1)
    await work(world, 1_000)
    const { reference } = attemptOf(payment)
    expect(await theirs.stateOf(reference)).toBe('reversed')
    const line = {
      reference,
      handle: null,
      acquirerTransactionId: null,
      kind: 'authorization',
      state: 'approved',
      amountMinor: 2_500,
      currency: 'eur',
      last4: null,
      originalReference: null,
      atMs: world.test.clock.nowMs(),
    } as const
    world.behave({ statement: async () => [line] })
    expect(await repairOnly()).toBe('reversed')
  })

  it('is paid back if it was collected', async () => {
    await theirs.authorize(strangerId)
    world.test.app.sandbox.faults.settled = 1
    expect(await repairOnly()).toBe('reversed')
    expect(await differences()).toEqual([])
    expect(await theirs.stateOf(correctionReference(referenceOfStranger(), 2_500))).toBe('succeeded')
  })

  it('is reversed when another approval is ours', async () => {
    const payment = await paid(world)
    const second = await theirs.authorize(payment.id, 2)
    expect(await onlyDifference()).toMatchObject({ kind: 'double' })
    expect(await repairOnly()).toBe('reversed')
    expect(await theirs.stateOf(second)).toBe('reversed')
    expect(await approvedAtAcquirer(world)).toEqual([attemptOf(payment).reference])
  })
})

describe('the remainder of a charge that was refunded in part', () => {
  let rest: string

  beforeEach(async () => {
    rest = correctionReference(referenceOfStranger(), 1_500)
    await theirs.refund(await theirs.authorize(strangerId), 1_000)
  })

  it('is paid back, too, and never reversed, which might give back everything', async () => {
    world.behave({ reverse: () => Promise.reject(new Error('nothing may be reversed')) })
    expect(await repairOnly()).toBe('reversed')
    expect(await theirs.stateOf(rest)).toBe('pending')
    expect(await differences()).toEqual([])
    expect(await theirs.stateOf(rest)).toBe('succeeded')
  })

  it('is paid back once, however often it is tried', async () => {
    const difference = await onlyDifference()
    expect(await repairIt(difference)).toBe('reversed')
    expect(await repairIt(difference)).toBe('reversed')
    expect((await theirs.book().transactions()).filter(({ kind }) => kind === 'refund')).toHaveLength(2)
  })

  it('is left alone when the acquirer cannot be asked', async () => {
    const difference = await onlyDifference()
    world.test.app.sandbox.faults.outage = 1
    expect(await repairIt(difference)).toBe('left')
  })

  it('is left alone when the acquirer refuses', async () => {
    const difference = await onlyDifference()
    world.behave({ refund: async () => ({ kind: 'failed', declineCode: 'processing_error' }) })
    expect(await repairIt(difference)).toBe('left')
  })
})
