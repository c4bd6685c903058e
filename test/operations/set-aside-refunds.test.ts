/** Refunds that wait for a person: settled by the acquirer's answer, by a reversal, or because they were never made. */
import { describe, expect, it } from 'vitest'
import type { Payment } from '../../src/core/payment/payment.ts'
import { acquirersByName } from '../../src/operations/acquirer/acquirers.ts'
import { changePayment } from '../../src/operations/change-payment.ts'
import { repairDifference } from '../../src/operations/reconciliation/repair-books.ts'
import { requestRefund } from '../../src/operations/request-refund.ts'
import { noResponse } from '../../src/operations/respond.ts'
import type { Acquirer } from '../../src/ports/acquirer.ts'
import { acquirerBook, dayMs, hourMs } from './acquirer-book.ts'
import { inTime, openWorldForEachTest, paid, read, work, world } from './operations-world.ts'

openWorldForEachTest()

const { differences, onlyDifference, repairIt, repairOnly } = acquirerBook(() => world)
const lost = { kind: 'unknown', cause: 'lost' } as const
const minuteMs = 60_000

/** Refunds that never arrived, and that nobody could be asked about for a day. */
async function setAside(
  amountsMinor: readonly number[] = [500],
  changes: Partial<Acquirer> = {},
): Promise<Payment> {
  const payment = await paid(world)
  world.behave({ ...changes, refund: async () => lost, inquireRefund: async () => lost })
  for (const amountMinor of amountsMinor) await ask(payment, amountMinor)
  await waitForADay()
  return payment
}

async function ask(payment: Payment, amountMinor = 500): Promise<void> {
  await requestRefund(world.gateway, payment.id, { amountMinor, reason: 'returned' }, noResponse)
  await inTime(world, world.gateway.running.drained())
}

async function waitForADay(): Promise<void> {
  await world.test.clock.advance(dayMs)
  await work(world, 1_000)
}

const refundsOf = async (payment: Payment) => (await read(world, payment.id)).refunds

describe('a refund that was set aside', () => {
  it("is settled by the acquirer's answer, or by a reversal if the acquirer has no record of it", async () => {
    const known = await paid(world)
    const unheard = await paid(world)
    await ask(known)
    world.behave({ refund: async () => lost })
    await ask(unheard)
    world.behave({ inquireRefund: async () => lost })
    await waitForADay()
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
    expect(await refundsOf(known)).toMatchObject([{ state: 'succeeded' }])
    expect(await refundsOf(unheard)).toMatchObject([{ state: 'failed' }])
    expect(await differences()).toEqual([])
  })

  it('is settled alone, and another one of the same payment stays as it is', async () => {
    const payment = await setAside([500, 700])
    world.behave({})
    const difference = (await differences()).find(({ amountMinor }) => amountMinor === 700)
    expect(difference && (await repairIt(difference))).toBe('reversed')
    expect(await refundsOf(payment)).toMatchObject([
      { amountMinor: 500, state: 'set_aside' },
      { amountMinor: 700, state: 'failed' },
    ])
  })

  it('is not reversed when it was settled since the comparison', async () => {
    const payment = await setAside()
    const difference = await onlyDifference()
    const [refund] = await refundsOf(payment)
    const answer = { kind: 'succeeded', acquirerRefundId: 're_1' } as const
    const command = { type: 'record_refund_answer', refundId: refund?.id ?? '', answer } as const
    await changePayment(world.gateway, payment.id, command)
    world.behave({ reverseRefund: () => Promise.reject(new Error('nothing may be reversed')) })
    expect(await repairIt(difference)).toBe('left')
    expect(world.test.logLines.join('')).not.toContain('an acquirer adapter threw an error')
  })

  it('is left alone when its reversal is not acknowledged, although the acquirer does not know it', async () => {
    const payment = await setAside()
    world.behave({
      capabilities: { ...world.test.app.sandbox.acquirer.capabilities, refundIsRepeatableForMs: 1 },
      reverseRefund: async () => lost,
      inquireRefund: async () => ({ kind: 'not_found' }),
    })
    expect(await repairOnly()).toBe('left')
    expect(await refundsOf(payment)).toMatchObject([{ state: 'set_aside' }])
  })

  it('is left alone while its acquirer is not configured', async () => {
    const payment = await setAside()
    const difference = await onlyDifference()
    const nobody = acquirersByName([])
    const gateway = { ...world.gateway, acquirers: { test: nobody, live: nobody } }
    const repaired = await inTime(world, repairDifference(gateway, 'test', difference))
    expect([repaired.result, (await refundsOf(payment))[0]?.state]).toEqual(['left', 'set_aside'])
  })

  // It is compared an hour after the day in which nobody could be asked.
  const compared = dayMs + hourMs

  it.each([
    ['not known to the acquirer', dayMs, { kind: 'not_found' }, 'reversed', 'failed'],
    ['not certain', dayMs, lost, 'left', 'set_aside'],
    ['still sent again', compared + hourMs, { kind: 'not_found' }, 'left', 'set_aside'],
    ['perhaps still on its way', compared - 5 * minuteMs, { kind: 'not_found' }, 'left', 'set_aside'],
    ['never sent again', null, { kind: 'not_found' }, 'left', 'set_aside'],
  ] as const)('cannot be reversed and is %s', async (_, forMs, answer, result, state) => {
    const kind = {
      capabilities: { ...world.test.app.sandbox.acquirer.capabilities, refundIsRepeatableForMs: forMs },
      reverseRefund: undefined as never,
    }
    const payment = await setAside([500], kind)
    world.behave({ ...kind, inquireRefund: async () => answer })
    expect(await repairOnly()).toBe(result)
    expect(await refundsOf(payment)).toMatchObject([{ state }])
  })
})
