/** The machine's clock is set by an hour, forward or back: nothing ends early, nothing is held up, and it is told. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Payment } from '../../src/core/payment/payment.ts'
import { abandonPayment } from '../../src/operations/abandon-payment.ts'
import { requestRefund } from '../../src/operations/request-refund.ts'
import { noResponse } from '../../src/operations/respond.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import { WatchedClock } from '../../src/operations/watched-clock.ts'
import { runWorker } from '../../src/worker/run.ts'
import {
  approvedAtBank,
  approvedPan,
  attemptOf,
  challengePan,
  inTime,
  lostAnswerPan,
  lostRequestPan,
  openWorld,
  paid,
  read,
  session,
  submission,
  type World,
} from './operations-world.ts'

const hourMs = 3_600_000
const minuteMs = 60_000
const both = [
  ['forward', hourMs],
  ['back', -hourMs],
] as const

let world: World
let stop: AbortController
let working: Promise<void>
beforeEach(async () => {
  world = await openWorld()
  stop = new AbortController()
})
afterEach(async () => {
  stop.abort()
  await inTime(world, working ?? Promise.resolve())
  await world.test.close()
})

const options = {
  batchLimit: 50,
  idempotencyLifeMs: 24 * hourMs,
  intervalMs: 1_000,
  retentionMs: { test: null, live: null },
}

/** As the process does. */
async function startWorking(): Promise<void> {
  working = runWorker(world.gateway, options, stop.signal)
  await world.test.clock.advance(2_000)
}

/** As a process does that begins now. */
async function restarted(): Promise<World> {
  const time = new WatchedClock(world.test.clock, world.gateway.log)
  time.meetNewest((await world.gateway.storage.newestCreationMs()) ?? 0)
  return { ...world, gateway: { ...world.gateway, time } }
}

async function passTime(totalMs: number, stepMs = 500): Promise<void> {
  for (let passedMs = 0; passedMs < totalMs; passedMs += stepMs) await world.test.clock.advance(stepMs)
}

const endingOf = async ({ id }: Payment) => (await read(world, id)).ending?.kind ?? null
const stateOf = async ({ id }: Payment) => attemptOf(await read(world, id)).state
const alarms = (name: string) => world.test.logLines.filter((line) => line.includes(`"alarm":"${name}"`))

/** A session that lives for half an hour, as the shortest in production. */
function shortSession(): Promise<Payment> {
  const settings = { ...world.gateway.settings, sessionLifeMs: 30 * minuteMs }
  return session({ ...world, gateway: { ...world.gateway, settings } })
}

describe.each(both)('a clock that is set %s by an hour', (_, byMs) => {
  it('is logged once, with an alarm', async () => {
    await startWorking()
    world.test.clock.jump(byMs)
    await passTime(10_000)
    expect(alarms('clock_jumped')).toHaveLength(1)
    expect(alarms('clock_jumped')[0]).toContain(`"seconds":${byMs / 1_000}`)
    expect(alarms('clock_behind')).toEqual([])
  })

  it('ends no session early', async () => {
    const payment = await shortSession()
    await startWorking()
    world.test.clock.jump(byMs)
    await passTime(29 * minuteMs, 5_000)
    expect(await endingOf(payment)).toBeNull()
    const submitted = await submitCard(world.gateway, payment.id, submission(approvedPan))
    expect(submitted.kind).toBe('started')
    await passTime(5_000)
    expect(await endingOf(payment)).toBe('succeeded')
  })

  it('lets an unpaid session end, at most an hour late', async () => {
    const payment = await shortSession()
    await startWorking()
    world.test.clock.jump(byMs)
    await passTime(91 * minuteMs + 5_000, 5_000)
    expect(await endingOf(payment)).toBe('expired')
  })

  it('delays no payment with an unknown outcome', async () => {
    const lost = await paid(world, lostAnswerPan)
    const never = await paid(world, lostRequestPan)
    await startWorking()
    world.test.clock.jump(byMs)
    await passTime(20_000)
    expect([await endingOf(lost), await endingOf(never)]).toEqual(['succeeded', 'failed'])
    expect(approvedAtBank(world)).toEqual([attemptOf(lost).reference])
  })

  it('gives the acquirer its quiet time', async () => {
    const never = await paid(world, lostRequestPan)
    const sentMs = world.test.clock.monotonicMs()
    await startWorking()
    world.test.clock.jump(byMs)
    while ((await stateOf(never)) === 'unknown') await passTime(100, 100)
    // Three times not found, the first of them four seconds after the card was sent, which was two before it was given up.
    expect(world.test.clock.monotonicMs() - sentMs).toBeGreaterThanOrEqual(2_000 + 2 * 500)
  })

  it('leaves the customer the full time for the challenge', async () => {
    const payment = await paid(world, challengePan)
    await startWorking()
    world.test.clock.jump(byMs)
    await passTime(9 * minuteMs, 5_000)
    expect(await stateOf(payment)).toBe('challenged')
    // Where a worker looked too early, it looks again when its lease is over.
    await passTime(2 * minuteMs, 5_000)
    expect([await stateOf(payment), await endingOf(payment)]).toEqual(['reversed', 'failed'])
  })

  it('delays no reversal and no refund', async () => {
    const left = await paid(world, challengePan)
    const refunded = await paid(world)
    world.test.app.sandbox.faults.lostReversals = 1
    await startWorking()
    await abandonPayment(world.gateway, left.id, 1)
    await requestRefund(world.gateway, refunded.id, { amountMinor: null, reason: 'returned' }, noResponse)
    await passTime(1_000)
    world.test.clock.jump(byMs)
    await passTime(20_000)
    expect(await stateOf(left)).toBe('reversed')
    expect((await read(world, refunded.id)).refunds).toMatchObject([{ state: 'succeeded' }])
  })

  it('does not take over a card from its sender', async () => {
    await startWorking()
    const { id } = await session(world)
    world.test.app.sandbox.faults.answerDelayMs = 2_500
    const submitted = await submitCard(world.gateway, id, submission(approvedPan))
    if (submitted.kind !== 'started') throw new Error(submitted.kind)
    world.test.clock.jump(byMs)
    await passTime(5_000)
    expect((await submitted.outcome).ending?.kind).toBe('succeeded')
  })
})

describe('a process that starts with a clock an hour behind the stored times', () => {
  it('continues with unknown outcomes, and logs an alarm', async () => {
    const lost = await paid(world, lostAnswerPan)
    const never = await paid(world, lostRequestPan)
    const left = await paid(world, challengePan)
    world.test.clock.jump(-hourMs)
    world = await restarted()
    await abandonPayment(world.gateway, left.id, 1)
    await startWorking()
    await passTime(20_000)
    expect([await endingOf(lost), await endingOf(never)]).toEqual(['succeeded', 'failed'])
    expect(await stateOf(left)).toBe('reversed')
    expect(alarms('clock_behind')).toHaveLength(1)
    expect(alarms('clock_behind')[0]).toMatch(/"seconds":3\d\d\d/)
  })

  it('logs nothing when there is nothing to log', async () => {
    await paid(world)
    await session(world)
    world = await restarted()
    await startWorking()
    await passTime(5_000)
    expect(alarms('clock_behind')).toEqual([])
  })

  it('logs it even if only sessions are stored', async () => {
    await session(world)
    world.test.clock.jump(-hourMs)
    world = await restarted()
    expect(alarms('clock_behind')).toHaveLength(1)
  })
})

describe('payments that are created after the clock was set back by an hour', () => {
  const listed = async () => {
    const { merchantId } = world.test
    const query = { merchantId, mode: 'test', limit: 100, filters: {} } as const
    const noRange = { createdFromMs: null, createdBeforeMs: null, startingAfter: null, endingBefore: null }
    const { payments } = await world.gateway.storage.listPayments({ ...query, ...noRange })
    return payments.map(({ id }) => id)
  }

  it.each([
    ['by the process that goes on', async () => world],
    ['by a process that begins then', restarted],
  ])('%s, come first in the list, the newest of all at its head', async (_, after) => {
    const ids: string[] = []
    for (let i = 0; i < 3; i++) {
      ids.unshift((await session(world)).id)
      await world.test.clock.advance(60_000)
    }
    world.test.clock.jump(-hourMs)
    world = await after()
    for (let i = 0; i < 10; i++) ids.unshift((await session(world)).id)
    ids.unshift((await paid(world)).id)
    expect(await listed()).toEqual(ids)
    // Nor does it matter when the clock has caught up.
    await world.test.clock.advance(2 * hourMs)
    ids.unshift((await session(world)).id)
    expect(await listed()).toEqual(ids)
  })

  it('stay open for as long as any session, or an hour longer', async () => {
    await session(world)
    await world.test.clock.advance(20 * minuteMs)
    world.test.clock.jump(-hourMs)
    const payment = await shortSession()
    await startWorking()
    await passTime(29 * minuteMs, 5_000)
    expect(await endingOf(payment)).toBeNull()
    await passTime(62 * minuteMs, 5_000)
    expect(await endingOf(payment)).toBe('expired')
  })
})

describe('a card whose sender slept', () => {
  it.each([
    ['by the wall clock alone, as on a machine that was suspended', () => world.test.clock.jump(4_000)],
    [
      'by the monotonic clock alone, as the wall clock was set back meanwhile',
      async () => {
        await world.test.clock.advance(4_000)
        world.test.clock.jump(-hourMs)
      },
    ],
  ])('%s, is not sent after its lease', async (_, sleep) => {
    const { id } = await session(world)
    world.port.beforeNextSave(async () => sleep())
    const submitted = await submitCard(world.gateway, id, submission(approvedPan))
    if (submitted.kind !== 'started') throw new Error(submitted.kind)
    await inTime(world, submitted.outcome)
    expect(await stateOf(submitted.payment)).toBe('not_sent')
  })
})
