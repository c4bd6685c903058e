/** What a worker asks an acquirer, and what it need not ask. */
import { describe, expect, it } from 'vitest'
import type { Payment } from '../../src/core/payment/payment.ts'
import { abandonPayment } from '../../src/operations/abandon-payment.ts'
import { requestRefund } from '../../src/operations/request-refund.ts'
import { noResponse } from '../../src/operations/respond.ts'
import type { Acquirer } from '../../src/ports/acquirer.ts'
import {
  approval,
  attemptOf,
  challengePan,
  inTime,
  lostAnswerPan,
  openWorldForEachTest,
  paid,
  read,
  type World,
  work,
  workOnce,
  world,
} from './operations-world.ts'

openWorldForEachTest()

const lost = { kind: 'unknown', cause: 'lost' } as const
/** Waits for outcomes for an hour, and repeats reversals for as long where one does not stop what comes after it. */
function patient(): World {
  const rules = { ...world.gateway.rules, decideAfterMs: 3_600_000, repeatReversalMs: [3_600_000] }
  return { ...world, gateway: { ...world.gateway, rules } }
}

const capabilities = () => world.test.app.sandbox.acquirer.capabilities

/** Runs a worker while the acquirer behaves like this, and returns what it was asked. */
async function asked(changes: Partial<Acquirer>, durationMs: number): Promise<readonly string[]> {
  const questions: string[] = []
  const noted = Object.entries(changes).map(([name, value]) => {
    if (typeof value !== 'function') return [name, value] as const
    const put = value as (...given: unknown[]) => unknown
    const note = (...given: unknown[]) => {
      questions.push(name)
      return put(...given)
    }
    return [name, note] as const
  })
  world.behave(Object.fromEntries(noted))
  await work(patient(), durationMs)
  return questions
}

describe('an attempt that is being reversed', () => {
  it.each([
    ['is not reversed again where a reversal stops what comes after it', true],
    ['is reversed again later where it does not', false],
  ] as const)('and whose reversal is acknowledged is not asked about, and %s', async (_, isTombstone) => {
    const payment = await paid(world, challengePan)
    await abandonPayment(world.gateway, payment.id, 1)
    const changes: Partial<Acquirer> = {
      capabilities: { ...capabilities(), attemptReversalIsTombstone: isTombstone },
      reverse: async () => ({ kind: 'reversed' }),
      inquire: async () => lost,
    }
    expect(await asked(changes, 1_000)).toEqual(['reverse'])
    const { state, nextAtMs } = attemptOf(await read(world, payment.id))
    expect([state, nextAtMs === null]).toEqual(['reversed', isTombstone])
  })
})

describe('a refund in doubt', () => {
  async function refunded(changes: Partial<Acquirer>): Promise<Payment> {
    const payment = await paid(world)
    world.behave(changes)
    await requestRefund(world.gateway, payment.id, { amountMinor: 500, reason: 'returned' }, noResponse)
    await inTime(world, world.gateway.running.drained())
    return payment
  }
  const refundOf = async ({ id }: Payment) => (await read(world, id)).refunds[0]

  it('that was accepted is asked about, and not sent again', async () => {
    const pending = { kind: 'pending', acquirerRefundId: 're_1' } as const
    const repeatable = { capabilities: { ...capabilities(), refundIsRepeatableForMs: 3_600_000 } }
    const payment = await refunded({ ...repeatable, refund: async () => pending })
    const changes: Partial<Acquirer> = {
      ...repeatable,
      refund: async () => lost,
      inquireRefund: async () => pending,
    }
    expect(new Set(await asked(changes, 10_000))).toEqual(new Set(['inquireRefund']))
    expect((await refundOf(payment))?.state).toBe('pending')
  })

  it.each([
    ['has failed, where a reversal stops what comes after it', true, 'failed'],
    ['is reversed again, where it does not', false, 'reversing'],
  ] as const)('whose reversal is acknowledged %s', async (_, refundReversalIsTombstone, state) => {
    const payment = await refunded({ refund: async () => lost })
    const changes: Partial<Acquirer> = {
      capabilities: { ...capabilities(), refundReversalIsTombstone },
      inquireRefund: async () => ({ kind: 'not_found' }),
      reverseRefund: async () => ({ kind: 'reversed' }),
    }
    const questions = await asked(changes, 15_000)
    expect(questions.at(-1)).toBe('reverseRefund')
    expect((await refundOf(payment))?.state).toBe(state)
  })

  it('whose reversal is not acknowledged is asked about', async () => {
    const payment = await refunded({ refund: async () => lost })
    let isPaidOut = false
    const changes: Partial<Acquirer> = {
      inquireRefund: async () =>
        isPaidOut ? { kind: 'succeeded', acquirerRefundId: 're_1' } : { kind: 'not_found' },
      reverseRefund: async () => {
        isPaidOut = true
        return { kind: 'too_late' }
      },
    }
    const questions = await asked(changes, 15_000)
    expect(questions.slice(-2)).toEqual(['reverseRefund', 'inquireRefund'])
    expect((await refundOf(payment))?.state).toBe('succeeded')
  })
})

describe('a worker', () => {
  it('says how long ago the attempt in doubt was started', async () => {
    const payment = await paid(world, lostAnswerPan)
    const ages: number[] = []
    world.behave({
      inquire: async ({ ageMs }) => {
        ages.push(ageMs - (world.test.clock.nowMs() - attemptOf(payment).startedAtMs))
        return lost
      },
    })
    await work(world, 2_000)
    expect(new Set(ages)).toEqual(new Set([0]))
  })

  it.each<[string, Acquirer['inquire']]>([
    ['at once, even if it does not know the outcome', async () => lost],
    [
      'after its time was over, but before it is given up',
      (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve({ kind: 'pending' }), { once: true })
        }),
    ],
  ])('asks about every payment in doubt if the acquirer answers %s', async (_, answer) => {
    for (let i = 0; i < 12; i++) await paid(world, lostAnswerPan)
    const seen = new Set<string>()
    const inquire: Acquirer['inquire'] = (attempt, signal) => {
      seen.add(attempt.reference)
      return answer(attempt, signal)
    }
    world.behave({ inquire })
    for (let round = 0; round < 3; round++) {
      seen.clear()
      await world.test.clock.advance(10_000)
      await workOnce(patient())
      expect(seen.size).toBe(12)
    }
  })
})

it('an adapter that has answered is not told afterwards that its time is over', async () => {
  const signals: AbortSignal[] = []
  world.behave({
    authorize: async (request, signal) => {
      signals.push(signal)
      return approval(request)
    },
  })
  await paid(world)
  await world.test.clock.advance(10 * world.gateway.settings.authorizeTimeoutMs)
  expect(signals.map(({ aborted }) => aborted)).toEqual([false])
})
