/** Refunds in doubt at an acquirer that counts the same reference once for some time, and may not be able to reverse them. */
import { describe, expect, it } from 'vitest'
import type { RefundAnswer } from '../../src/core/attempt/answers.ts'
import { requestRefund } from '../../src/operations/request-refund.ts'
import { noResponse } from '../../src/operations/respond.ts'
import type { Acquirer, RefundTerms } from '../../src/ports/acquirer.ts'
import {
  advanceAfterSleep,
  inTime,
  openWorldForEachTest,
  paid,
  read,
  work,
  world,
} from './operations-world.ts'

openWorldForEachTest()

const lost = { kind: 'unknown', cause: 'no answer' } as const
const hourMs = 3_600_000

/** A refund whose answers come in this order; the last one repeats. */
async function refunded(
  forMs: number | null,
  answers: readonly RefundAnswer[],
  changes: Partial<Acquirer> = {},
) {
  const sent: RefundTerms[] = []
  const { capabilities } = world.test.app.sandbox.acquirer
  const payment = await paid(world)
  world.behave({
    capabilities: { ...capabilities, refundIsRepeatableForMs: forMs },
    refund: async (terms) => {
      sent.push(terms)
      return answers[Math.min(sent.length, answers.length) - 1] ?? lost
    },
    inquireRefund: async () => ({ kind: 'not_found' }),
    ...changes,
  })
  await requestRefund(world.gateway, payment.id, { amountMinor: 1_000, reason: 'returned' }, noResponse)
  await inTime(world, world.gateway.running.drained())
  return { id: payment.id, sent, refund: async () => (await read(world, payment.id)).refunds[0] }
}

describe('a refund in doubt that may be repeated', () => {
  it('is sent again as it was, and the answer counts', async () => {
    const done = { kind: 'succeeded', acquirerRefundId: 're_1' } as const
    const { sent, refund } = await refunded(hourMs, [lost, lost, done])
    await work(world, 3_000)
    expect(await refund()).toMatchObject({ state: 'succeeded', acquirerRefundId: 're_1' })
    expect(sent).toHaveLength(3)
    expect(sent.map(({ isRepeated }) => isRepeated)).toEqual([false, true, true])
    const sentAs = sent.map(({ original: { ageMs: _, ...original }, isRepeated: _repeated, ...terms }) => ({
      ...terms,
      original,
    }))
    for (const terms of sentAs) expect(terms).toEqual(sentAs[0])
  })

  it('stays in doubt if a repetition could not be sent', async () => {
    const { refund } = await refunded(hourMs, [lost, { kind: 'not_sent' }])
    await work(world, 3_000)
    expect((await refund())?.state).toBe('unknown')
  })

  it('is not sent again by a worker that slept past its lease', async () => {
    const { id, sent, refund } = await refunded(hourMs, [lost])
    await world.test.clock.advance(1_000)
    await advanceAfterSleep(world, id)
    expect([sent.length, (await refund())?.state]).toEqual([1, 'unknown'])
  })

  it('is only asked about once its time is over, and nobody reverses it', async () => {
    let reversals = 0
    const reverseRefund = async () => {
      reversals += 1
      return { kind: 'reversed' } as const
    }
    const { sent, refund } = await refunded(5_000, [lost], { reverseRefund })
    await work(world, 6_000)
    const { length } = sent
    expect(length).toBeGreaterThan(1)
    await work(world, 20_000)
    expect([sent.length, reversals, (await refund())?.state]).toEqual([length, 0, 'unknown'])
  })
})

describe('a refund in doubt that must not be repeated', () => {
  it('is sent once, and reversed when the acquirer does not know it', async () => {
    const { sent, refund } = await refunded(null, [lost], {
      reverseRefund: async () => ({ kind: 'reversed' }),
    })
    await work(world, 10_000)
    expect([sent.length, (await refund())?.state]).toEqual([1, 'failed'])
  })

  it('stays in doubt where refunds cannot be reversed', async () => {
    const { sent, refund } = await refunded(null, [lost], { reverseRefund: undefined as never })
    await work(world, 10_000)
    expect([sent.length, (await refund())?.state]).toEqual([1, 'unknown'])
  })
})
