/** Refunds: the amount is reserved before the acquirer is asked, and whatever fails is found out. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Payment } from '../../src/core/payment/payment.ts'
import type { Refund } from '../../src/core/refund/refund.ts'
import { requestRefund } from '../../src/operations/request-refund.ts'
import { anIdempotencyRecord } from '../support/payments.ts'
import { acquirerBook } from './acquirer-book.ts'
import { inTime, openWorldForEachTest, paid, read, work, world } from './operations-world.ts'

openWorldForEachTest()
let payment: Payment
beforeEach(async () => {
  payment = await paid(world)
})

const theirs = acquirerBook(() => world)
const returned = { amountMinor: 1_000, reason: 'returned' }

const ask = (amountMinor: number | null = 1_000, key?: string) =>
  requestRefund(world.gateway, payment.id, { ...returned, amountMinor }, () => ({
    response: null,
    record: key === undefined ? null : anIdempotencyRecord({ key }),
  }))

const drained = () => inTime(world, world.gateway.running.drained())

async function refunds(): Promise<readonly Refund[]> {
  return (await read(world, payment.id)).refunds
}

const states = async () => (await refunds()).map(({ state }) => state)
const atBank = async () =>
  (await world.test.app.sandbox.book.transactions()).filter(({ kind }) => kind === 'refund')

describe('a refund', () => {
  it('is accepted, and paid back later', async () => {
    expect(await ask()).toMatchObject({ kind: 'changed' })
    await drained()
    expect(await states()).toEqual(['pending'])
    await work(world, 4_000)
    expect(await states()).toEqual(['succeeded'])
  })

  it('is not requested twice with one key', async () => {
    await ask(1_000, 'a')
    expect(await ask(1_000, 'a')).toEqual({ kind: 'idempotency_key_taken' })
    await drained()
    expect(await atBank()).toHaveLength(1)
  })

  it('never exceeds the amount, however many requests arrive at the same time', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => ask(1_000)))
    expect(results.filter(({ kind }) => kind === 'changed')).toHaveLength(2)
    await drained()
    expect(await atBank()).toHaveLength(2)
  })

  it('is not sent when it could not be saved', async () => {
    world.port.fail('save', 'unavailable')
    await expect(ask()).rejects.toThrow('away')
    expect([await states(), await atBank()]).toEqual([[], []])
  })

  it('is not sent when it is unknown whether it was saved, and releases its amount in the end', async () => {
    world.port.fail('save', 'unknown_done')
    await expect(ask()).rejects.toThrow('acknowledgment')
    await work(world, 20_000)
    expect([await states(), await atBank()]).toEqual([['failed'], []])
  })

  it('is not sent by a process that slept past its lease', async () => {
    world.port.beforeNextSave(async () => {
      await world.test.clock.advance(world.gateway.rules.leaseMs)
    })
    await ask()
    await drained()
    expect([await states(), await atBank()]).toEqual([['failed'], []])
  })

  it.each(['unavailable', 'unknown_undone', 'fault'] as const)(
    'is found by the worker when its answer could not be saved: %s',
    async (fault) => {
      world.port.fail('save', fault, { after: 1 })
      await ask()
      await drained()
      const noted = world.test.logLines.find((line) =>
        line.includes('the answer to a refund could not be saved; the worker will ask again'),
      )
      const [refund] = await refunds()
      expect(JSON.parse(noted ?? '{}')).toMatchObject({ paymentId: payment.id, refundId: refund?.id })
      expect(await states()).toEqual(['sending'])
      await work(world, 8_000)
      expect(await states()).toEqual(['succeeded'])
      expect(await atBank()).toHaveLength(1)
    },
  )

  it('is resolved by the worker when the acquirer did not answer', async () => {
    world.test.app.sandbox.faults.garbledAnswers = 1
    await ask()
    await drained()
    expect(await states()).toEqual(['unknown'])
    world.test.app.sandbox.faults.garbledAnswers = 0
    await work(world, 8_000)
    expect(await states()).toEqual(['succeeded'])
  })

  it('is reversed by the worker when the acquirer has no record of it', async () => {
    world.behave({ refund: async () => ({ kind: 'unknown', cause: 'lost' }) })
    await ask()
    await drained()
    await work(world, 15_000)
    expect([await states(), await atBank()]).toEqual([['failed'], []])
  })

  it('has succeeded when the acquirer paid it out late, after the decision to reverse it', async () => {
    const { faults } = world.test.app.sandbox
    faults.arrivalDelayMs = 3_400
    faults.inquiryLagMs = 15_000
    await ask()
    await work(world, 20_000)
    const types = (await world.gateway.storage.listEvents(payment.id)).map(({ type }) => type)
    expect(types).toContain('refund_reversal_decided')
    expect([await states(), await atBank()]).toMatchObject([['succeeded'], [{ state: 'succeeded' }]])
  })

  it('that is being reversed although it was paid out is found by reconciliation, too', async () => {
    const { faults } = world.test.app.sandbox
    faults.arrivalDelayMs = 3_400
    faults.inquiryLagMs = 15_000
    await ask()
    world.behave({ reverse: async () => ({ kind: 'unknown', cause: 'lost' }) })
    for (let i = 0; i < 40 && !(await states()).includes('reversing'); i++) await work(world, 500)
    faults.inquiryLagMs = 0
    world.behave({})
    expect(await theirs.onlyDifference()).toMatchObject({ kind: 'behind', proposal: 'adopt' })
    expect(await theirs.repairOnly()).toBe('adopted')
    expect(await states()).toEqual(['succeeded'])
  })

  it('needs manual review after a day without an answer', async () => {
    await ask()
    await drained()
    world.behave({ inquireRefund: async () => ({ kind: 'unknown', cause: 'nobody answers' }) })
    await world.test.clock.advance(world.gateway.rules.setAsideAfterMs)
    await work(world, 1_000)
    expect(await states()).toEqual(['set_aside'])
    const alarms = world.test.logLines.filter((line) => line.includes('"alarm":"refund_set_aside"'))
    expect(alarms).toHaveLength(1)
  })
})
