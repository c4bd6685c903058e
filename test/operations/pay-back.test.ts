/** What was decided against and is settled at the acquirer by then: it goes back by a refund, once, whatever fails. */
import { describe, expect, it } from 'vitest'
import { correctionReference } from '../../src/core/attempt/reference.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { abandonPayment } from '../../src/operations/abandon-payment.ts'
import { acquirerBook, dayMs } from './acquirer-book.ts'
import {
  advanceAfterSleep,
  attemptOf,
  challengePan,
  openWorldForEachTest,
  paid,
  read,
  work,
  world,
} from './operations-world.ts'

openWorldForEachTest()

const theirs = acquirerBook(() => world)
const { differences, onlyDifference, repairIt, repairOnly } = theirs

const passAtBank = (payment: Payment) =>
  theirs.book().answerChallenge(attemptOf(payment).challengeUrl?.split('/').at(-1) ?? '', 'pass')

/** The customer passed the challenge, and left before we knew; the acquirer settles at once. */
async function leftWhenSettled(): Promise<Payment> {
  const payment = await paid(world, challengePan)
  await passAtBank(payment)
  world.test.app.sandbox.faults.settled = 1
  await abandonPayment(world.gateway, payment.id, 1)
  return payment
}

const stateOf = async ({ id }: Payment) => {
  const payment = await read(world, id)
  return [attemptOf(payment).state, payment.ending?.kind]
}

/** What the acquirer has of it, less what went back. */
async function heldAtBank(): Promise<number> {
  return (await theirs.book().transactions()).reduce((sum, { kind, state, amountMinor }) => {
    if (kind === 'authorization') return state === 'approved' ? sum + amountMinor : sum
    return state === 'pending' || state === 'succeeded' ? sum - amountMinor : sum
  }, 0)
}

describe('money that was collected', () => {
  it('is paid back to the customer of a failed payment', async () => {
    const payment = await leftWhenSettled()
    await work(world, 500)
    expect(await stateOf(payment)).toEqual(['paying_back', 'failed'])
    await work(world, 10_000)
    expect(await stateOf(payment)).toEqual(['paid_back', 'failed'])
    expect(await theirs.stateOf(correctionReference(attemptOf(payment).reference, 2_500))).toBe('succeeded')
    expect(await heldAtBank()).toBe(0)
    expect(await differences()).toEqual([])
  })

  it('is paid back once, although the answers are lost', async () => {
    const payment = await leftWhenSettled()
    const sandbox = world.test.app.sandbox.acquirer
    let asked = 0
    world.behave({
      refund: async (request, signal) => {
        asked += 1
        await sandbox.refund(request, signal)
        return { kind: 'unknown', cause: 'lost' }
      },
      // Their inquiries lag, so that it is asked for again.
      inquireRefund: async (reference, signal) =>
        asked < 3 ? { kind: 'not_found' } : sandbox.inquireRefund(reference, signal),
    })
    await work(world, 15_000)
    expect(await stateOf(payment)).toEqual(['paid_back', 'failed'])
    expect([asked, await heldAtBank()]).toEqual([3, 0])
    expect((await theirs.book().transactions()).filter(({ kind }) => kind === 'refund')).toHaveLength(1)
  })

  it('is not sent again once a repetition could have a second effect, and needs manual review', async () => {
    let asked = 0
    const { capabilities } = world.test.app.sandbox.acquirer
    world.behave({
      capabilities: { ...capabilities, refundIsRepeatableForMs: 5_000 },
      refund: async () => {
        asked += 1
        return { kind: 'unknown', cause: 'lost' }
      },
      inquireRefund: async () => ({ kind: 'not_found' }),
    })
    const payment = await leftWhenSettled()
    await work(world, 6_000)
    const before = asked
    await work(world, 60_000)
    expect(before).toBeGreaterThan(1)
    expect([asked, await stateOf(payment)]).toEqual([before, ['paying_back', 'failed']])
  })

  it('is not sent by a worker that slept past its lease', async () => {
    let asked = 0
    world.behave({
      refund: async () => {
        asked += 1
        return { kind: 'unknown', cause: 'lost' }
      },
    })
    const payment = await leftWhenSettled()
    await work(world, 500)
    await world.test.clock.advance(1_000)
    const before = asked
    await advanceAfterSleep(world, payment.id)
    expect([before, asked, await stateOf(payment)]).toEqual([1, 1, ['paying_back', 'failed']])
  })

  it('needs manual review when the acquirer refuses the refund, and is settled when a person has refunded it', async () => {
    world.behave({ refund: async () => ({ kind: 'failed', declineCode: 'generic_decline' }) })
    const payment = await leftWhenSettled()
    await work(world, 2_000)
    expect(await stateOf(payment)).toEqual(['set_aside', 'failed'])
    expect(world.test.logLines.filter((line) => line.includes('"alarm":"attempt_set_aside"'))).toHaveLength(1)
    expect(await onlyDifference()).toMatchObject({
      kind: 'set_aside',
      proposal: 'reverse',
      amountMinor: 2_500,
    })
    await theirs.refund(attemptOf(payment).reference, 2_500, 'by-hand')
    const [difference] = await differences()
    expect(difference).toMatchObject({ kind: 'set_aside', proposal: 'adopt', amountMinor: 0 })
    if (difference !== undefined) expect(await repairIt(difference)).toBe('adopted')
    expect(await stateOf(payment)).toEqual(['paid_back', 'failed'])
  })
})

describe('money that was collected, of an attempt set aside after a decision', () => {
  it('is paid back by the worker once reconciliation has found it', async () => {
    const { faults } = world.test.app.sandbox
    faults.lostReversals = 1_000_000
    const payment = await paid(world, challengePan)
    await abandonPayment(world.gateway, payment.id, 1)
    await world.test.clock.advance(dayMs)
    await work(world, 1_000)
    expect(await stateOf(payment)).toEqual(['set_aside', 'failed'])
    await passAtBank(payment)
    faults.lostReversals = 0
    faults.settled = 1
    expect(await repairOnly()).toBe('reversed')
    await work(world, 10_000)
    expect(await stateOf(payment)).toEqual(['paid_back', 'failed'])
    expect(await heldAtBank()).toBe(0)
  })
})
