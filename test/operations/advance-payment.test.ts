/** The worker's part: expiring, taking over, asking, reversing, and giving way to whoever is faster. */
import { describe, expect, it } from 'vitest'
import { productionRules } from '../../src/core/payment/rules.ts'
import { abandonPayment } from '../../src/operations/abandon-payment.ts'
import { advancePayment } from '../../src/operations/advance-payment.ts'
import { changePayment } from '../../src/operations/change-payment.ts'
import { finishChallenge } from '../../src/operations/finish-challenge.ts'
import { RunningWork } from '../../src/operations/running-work.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import {
  approvedAtAcquirer,
  approvedPan,
  attemptOf,
  challengePan,
  inTime,
  lostAnswerPan,
  lostRequestPan,
  openWorldForEachTest,
  paid,
  read,
  session,
  submission,
  work,
  workOnce,
  world,
} from './operations-world.ts'

openWorldForEachTest()

const claim = async (inMs = 0) => {
  const nowMs = () => world.test.clock.nowMs() + inMs
  const [payment] = await world.gateway.storage.claimDue({ nowMs, leaseMs: 4_000, limit: 1 })
  if (payment === undefined) throw new Error('nothing is due')
  return payment
}

describe('the worker', () => {
  it('lets an open payment expire', async () => {
    const { id } = await session(world)
    await world.test.clock.advance(world.gateway.settings.sessionLifeMs)
    await workOnce(world)
    expect((await read(world, id)).ending?.kind).toBe('expired')
  })

  it('finds an approval whose answer was lost', async () => {
    const payment = await paid(world, lostAnswerPan)
    await work(world, 2_000)
    expect((await read(world, payment.id)).ending?.kind).toBe('succeeded')
  })

  it('reverses a request that was lost, and only then lets the payment fail', async () => {
    world.test.app.sandbox.faults.lostReversals = 1
    const payment = await paid(world, lostRequestPan)
    await work(world, 15_000)
    const after = await read(world, payment.id)
    expect([attemptOf(after).state, after.ending?.kind]).toEqual(['reversed', 'failed'])
  })

  it('immediately reverses an attempt whose customer left during the challenge', async () => {
    const payment = await paid(world, challengePan)
    await abandonPayment(world.gateway, payment.id, 1)
    await workOnce(world)
    expect(attemptOf(await read(world, payment.id)).state).toBe('reversed')
  })

  it('sends the reversal again later if it is not a tombstone', async () => {
    const sandbox = world.test.app.sandbox.acquirer
    world.behave({ capabilities: { ...sandbox.capabilities, attemptReversalIsTombstone: false } })
    const payment = await paid(world, challengePan)
    await abandonPayment(world.gateway, payment.id, 1)
    await work(world, 10_000)
    const types = (await world.gateway.storage.listEvents(payment.id)).map(({ type }) => type)
    expect(types.filter((type) => type === 'attempt_reversal_repeated')).toHaveLength(1)
  })

  it('claims nothing that is not due', async () => {
    const payment = await session(world)
    expect(await advancePayment(world.gateway, payment)).toBe(0)
  })

  it('stops when the outcome became known elsewhere in the meantime', async () => {
    const payment = await paid(world, lostAnswerPan)
    await world.test.clock.advance(1_000)
    const claimed = await claim()
    world.behave({
      inquire: async (attempt, signal) => {
        const { number } = attemptOf(payment)
        const answer = await world.test.app.sandbox.acquirer.inquire(attempt, signal)
        await changePayment(world.gateway, payment.id, { type: 'record_conclusive_answer', number, answer })
        return answer
      },
    })
    expect(await advancePayment(world.gateway, claimed)).toBe(0)
    expect((await read(world, payment.id)).ending?.kind).toBe('succeeded')
    expect(await approvedAtAcquirer(world)).toHaveLength(1)
  })

  it('stops when another worker has claimed the payment', async () => {
    const payment = await paid(world, lostAnswerPan)
    await world.test.clock.advance(1_000)
    const claimed = await claim()
    world.behave({
      inquire: async (attempt, signal) => {
        await claim(10_000)
        return world.test.app.sandbox.acquirer.inquire(attempt, signal)
      },
    })
    // A conclusive answer counts, whoever brings it; going on is the other worker's.
    expect(await advancePayment(world.gateway, claimed)).toBe(0)
    expect((await read(world, payment.id)).ending?.kind).toBe('succeeded')
  })

  it('ends after a number of steps even if every step is due again immediately', async () => {
    const rules = { ...productionRules, backoffMs: [0], notFoundPauseMs: 0 }
    const payment = await paid(world, lostAnswerPan)
    await world.test.clock.advance(1_000)
    const claimed = await claim()
    world.behave({ inquire: async () => ({ kind: 'pending' }) })
    expect(await advancePayment({ ...world.gateway, rules }, claimed)).toBe(64)
    expect(attemptOf(await read(world, payment.id)).state).toBe('unknown')
  })

  it('leaves a payment whose storage fails until its lease is over', async () => {
    const payment = await paid(world, lostAnswerPan)
    await world.test.clock.advance(1_000)
    world.port.fail('save', 'unavailable')
    await workOnce(world)
    expect((await read(world, payment.id)).ending).toBeNull()
    expect(world.test.logLines.join('')).toContain('could not be advanced')
    await work(world, 5_000)
    expect((await read(world, payment.id)).ending?.kind).toBe('succeeded')
  })
})

describe('coming back from a challenge', () => {
  it('counts for nothing by itself: the acquirer is asked', async () => {
    const { id } = await paid(world, challengePan)
    expect((await inTime(world, finishChallenge(world.gateway, id, 1, new Map())))?.ending).toBeNull()
    await passAtBank(id)
    expect((await inTime(world, finishChallenge(world.gateway, id, 1, new Map())))?.ending?.kind).toBe(
      'succeeded',
    )
    expect((await finishChallenge(world.gateway, id, 1, new Map()))?.ending?.kind).toBe('succeeded')
  })

  it('to a payment that does not exist', async () => {
    expect(
      await finishChallenge(world.gateway, 'pay_00000000-0000-0000-0000-000000000000', 1, new Map()),
    ).toBeNull()
  })

  it('for another attempt than the running one, or for none', async () => {
    const { id } = await paid(world, challengePan)
    expect(await finishChallenge(world.gateway, id, 2, new Map())).toEqual(await read(world, id))
    const opened = await session(world)
    expect(await finishChallenge(world.gateway, opened.id, 1, new Map())).toEqual(opened)
  })

  it('returns what is known when the payment can no longer be read afterwards', async () => {
    const { id } = await paid(world, challengePan)
    const known = await read(world, id)
    let reads = 0
    const findPayment = async (asked: string) => {
      reads += 1
      return reads === 1 ? world.test.app.storage.findPayment(asked) : null
    }
    const gateway = { ...world.gateway, storage: { ...world.gateway.storage, findPayment } }
    expect(await inTime(world, finishChallenge(gateway, id, 1, new Map()))).toEqual(known)
  })

  async function passAtBank(id: string) {
    const challengeId =
      attemptOf(await read(world, id))
        .challengeUrl?.split('/')
        .at(-1) ?? ''
    expect(await world.test.app.sandbox.book.answerChallenge(challengeId, 'pass')).toBe(true)
  }
})

describe('running work', () => {
  it('is waited for, whether it succeeds or not', async () => {
    const running = new RunningWork()
    const failing = running.track(Promise.reject(new Error('lost')))
    const lasting = running.track(new Promise((resolve) => setImmediate(resolve)))
    expect(running.size).toBe(2)
    await running.drained()
    expect(running.size).toBe(0)
    await expect(failing).rejects.toThrow('lost')
    await lasting
  })

  it('holds a card that is on its way', async () => {
    const { id } = await session(world)
    await submitCard(world.gateway, id, submission(approvedPan))
    expect(world.gateway.running.size).toBe(1)
    await inTime(world, world.gateway.running.drained())
    expect((await read(world, id)).ending?.kind).toBe('succeeded')
  })
})
