/** The machine's clock is set by an hour, forward or back: nothing ends early, nothing is held up, and it is logged. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { abandonPayment } from '../../src/operations/abandon-payment.ts'
import { attemptTerms } from '../../src/operations/acquirer/terms.ts'
import { requestRefund } from '../../src/operations/request-refund.ts'
import { noResponse } from '../../src/operations/respond.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import { ClockLife, forwardAndBack, hourMs, minuteMs } from './clock-life.ts'
import {
  approvedAtAcquirer,
  approvedPan,
  attemptOf,
  challengePan,
  inTime,
  lostAnswerPan,
  lostRequestPan,
  paid,
  read,
  session,
  submission,
} from './operations-world.ts'

let life: ClockLife
beforeEach(async () => {
  life = await ClockLife.open()
})
afterEach(() => life.close())

describe.each(forwardAndBack)('a clock that is set %s by an hour', (_, byMs) => {
  it('is logged once, with an alarm', async () => {
    await life.startWorking()
    life.jump(byMs)
    await life.passTime(10_000)
    expect(life.alarms('clock_jumped')).toHaveLength(1)
    expect(life.alarms('clock_jumped')[0]).toContain(`"seconds":${byMs / 1_000}`)
    expect(life.alarms('clock_behind')).toEqual([])
  })

  it('ends no session early', async () => {
    const payment = await life.shortSession()
    await life.startWorking()
    life.jump(byMs)
    await life.passTime(29 * minuteMs, 5_000)
    expect(await life.endingOf(payment)).toBeNull()
    const submitted = await submitCard(life.world.gateway, payment.id, submission(approvedPan))
    expect(submitted.kind).toBe('started')
    await life.passTime(5_000)
    expect(await life.endingOf(payment)).toBe('succeeded')
  })

  it('lets an unpaid session end, at most an hour late', async () => {
    const payment = await life.shortSession()
    await life.startWorking()
    life.jump(byMs)
    await life.passTime(91 * minuteMs + 5_000, 5_000)
    expect(await life.endingOf(payment)).toBe('expired')
  })

  it('delays no payment with an unknown outcome', async () => {
    const lost = await paid(life.world, lostAnswerPan)
    const never = await paid(life.world, lostRequestPan)
    await life.startWorking()
    life.jump(byMs)
    await life.passTime(20_000)
    expect([await life.endingOf(lost), await life.endingOf(never)]).toEqual(['succeeded', 'failed'])
    expect(await approvedAtAcquirer(life.world)).toEqual([attemptOf(lost).reference])
  })

  it('makes no attempt look older to an acquirer than it is', async () => {
    const payment = await paid(life.world, lostRequestPan)
    await life.startWorking()
    life.jump(byMs)
    await life.passTime(2_000)
    const { ageMs } = attemptTerms(life.world.gateway, payment, attemptOf(payment))
    expect(ageMs).toBeLessThanOrEqual(minuteMs)
  })

  it('gives the acquirer its quiet time', async () => {
    const never = await paid(life.world, lostRequestPan)
    const sentMs = life.world.test.clock.monotonicMs()
    await life.startWorking()
    life.jump(byMs)
    while ((await life.stateOf(never)) === 'unknown') await life.passTime(100, 100)
    // Three times not found, the first of them four seconds after the card was sent, which was two before it was given up.
    expect(life.world.test.clock.monotonicMs() - sentMs).toBeGreaterThanOrEqual(2_000 + 2 * 500)
  })

  it('leaves the customer the full time for the challenge', async () => {
    const payment = await paid(life.world, challengePan)
    await life.startWorking()
    life.jump(byMs)
    await life.passTime(9 * minuteMs, 5_000)
    expect(await life.stateOf(payment)).toBe('challenged')
    // Where a worker looked too early, it looks again when its lease is over.
    await life.passTime(2 * minuteMs, 5_000)
    expect([await life.stateOf(payment), await life.endingOf(payment)]).toEqual(['reversed', 'failed'])
  })

  it('delays no reversal and no refund', async () => {
    const left = await paid(life.world, challengePan)
    const refunded = await paid(life.world)
    life.world.test.app.sandbox.faults.lostReversals = 1
    await life.startWorking()
    await abandonPayment(life.world.gateway, left.id, 1)
    await requestRefund(
      life.world.gateway,
      refunded.id,
      { amountMinor: null, reason: 'returned' },
      noResponse,
    )
    await life.passTime(1_000)
    life.jump(byMs)
    await life.passTime(20_000)
    expect(await life.stateOf(left)).toBe('reversed')
    expect((await read(life.world, refunded.id)).refunds).toMatchObject([{ state: 'succeeded' }])
  })

  it('does not take over a card from its sender', async () => {
    await life.startWorking()
    const { id } = await session(life.world)
    life.world.test.app.sandbox.faults.answerDelayMs = 2_500
    const submitted = await submitCard(life.world.gateway, id, submission(approvedPan))
    if (submitted.kind !== 'started') throw new Error(submitted.kind)
    life.jump(byMs)
    await life.passTime(5_000)
    expect((await submitted.outcome).ending?.kind).toBe('succeeded')
  })
})

describe('a card whose sender slept', () => {
  it.each([
    ['by the wall clock alone, as on a machine that was suspended', () => life.jump(4_000)],
    [
      'by the monotonic clock alone, as the wall clock was set back meanwhile',
      async () => {
        await life.world.test.clock.advance(4_000)
        life.jump(-hourMs)
      },
    ],
  ])('%s, is not sent after its lease', async (_, sleep) => {
    const { id } = await session(life.world)
    life.world.port.beforeNextSave(async () => sleep())
    const submitted = await submitCard(life.world.gateway, id, submission(approvedPan))
    if (submitted.kind !== 'started') throw new Error(submitted.kind)
    await inTime(life.world, submitted.outcome)
    expect(await life.stateOf(submitted.payment)).toBe('not_sent')
  })
})
