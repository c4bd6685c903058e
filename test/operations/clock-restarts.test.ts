/** A process that starts after the machine's clock was set: what it knows about the clock, and how it orders payments. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { abandonPayment } from '../../src/operations/abandon-payment.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import { ClockLife, forwardAndBack, hourMs, minuteMs } from './clock-life.ts'
import {
  approvedPan,
  challengePan,
  lostAnswerPan,
  lostRequestPan,
  paid,
  session,
  submission,
} from './operations-world.ts'

let life: ClockLife
beforeEach(async () => {
  life = await ClockLife.open()
})
afterEach(() => life.close())

describe('a process that begins with a clock that is an hour behind what is stored', () => {
  it('continues with unknown outcomes, and logs an alarm', async () => {
    const lost = await paid(life.world, lostAnswerPan)
    const never = await paid(life.world, lostRequestPan)
    const left = await paid(life.world, challengePan)
    life.jump(-hourMs)
    await life.restart()
    await abandonPayment(life.world.gateway, left.id, 1)
    await life.startWorking()
    await life.passTime(20_000)
    expect([await life.endingOf(lost), await life.endingOf(never)]).toEqual(['succeeded', 'failed'])
    expect(await life.stateOf(left)).toBe('reversed')
    expect(life.alarms('clock_behind')).toHaveLength(1)
    expect(life.alarms('clock_behind')[0]).toMatch(/"seconds":3\d\d\d/)
  })

  it('logs nothing when there is nothing to log', async () => {
    await paid(life.world)
    await session(life.world)
    await life.restart()
    await life.startWorking()
    await life.passTime(5_000)
    expect(life.alarms('clock_behind')).toEqual([])
  })

  it('logs it even if only sessions are stored', async () => {
    await session(life.world)
    life.jump(-hourMs)
    await life.restart()
    expect(life.alarms('clock_behind')).toHaveLength(1)
  })
})

describe('a process that starts on the same boot of the machine', () => {
  beforeEach(async () => {
    await life.restart('boot 1')
  })

  it.each(forwardAndBack)('ends no session early after the clock was set %s by an hour', async (_, byMs) => {
    const payment = await life.shortSession()
    await life.world.test.clock.advance(5 * minuteMs)
    life.jump(byMs)
    await life.restart('boot 1')
    expect(life.alarms('clock_jumped')).toHaveLength(1)
    await life.startWorking()
    await life.passTime(24 * minuteMs, 5_000)
    expect(await life.endingOf(payment)).toBeNull()
    await life.passTime(byMs < 0 ? 63 * minuteMs : 2 * minuteMs, 5_000)
    expect(await life.endingOf(payment)).toBe('expired')
  })

  it('ends no session early after an earlier process noticed the jump', async () => {
    const payment = await life.shortSession()
    await life.startWorking()
    life.jump(hourMs)
    await life.passTime(5_000)
    await life.restart('boot 1')
    await life.startWorking()
    await life.passTime(28 * minuteMs, 5_000)
    expect(await life.endingOf(payment)).toBeNull()
    expect(life.alarms('clock_jumped')).toHaveLength(1)
  })

  it('logs at each start that the clock is behind the newest payment', async () => {
    await session(life.world)
    life.jump(-hourMs)
    life.world.gateway.time.read()
    await life.restart('boot 1')
    expect(life.alarms('clock_behind')).toHaveLength(1)
  })

  it('ends sessions that expired while no process was running', async () => {
    const payment = await life.shortSession()
    await life.world.test.clock.advance(hourMs)
    await life.restart('boot 1')
    await life.startWorking()
    await life.passTime(5_000)
    expect(await life.endingOf(payment)).toBe('expired')
    expect([...life.alarms('clock_jumped'), ...life.alarms('clock_behind')]).toEqual([])
  })
})

describe('a process that starts on another boot', () => {
  it('cannot distinguish a clock that was set forward from downtime', async () => {
    await life.restart('boot 1')
    const payment = await life.shortSession()
    life.jump(hourMs)
    await life.restart('boot 2')
    await life.startWorking()
    await life.passTime(5_000)
    expect(await life.endingOf(payment)).toBe('expired')
  })
})

describe('payments that are created after the clock was set back by an hour', () => {
  const listed = async () => {
    const { merchantId } = life.world.test
    const query = { merchantId, mode: 'test', limit: 100, filters: {} } as const
    const noRange = { createdFromMs: null, createdBeforeMs: null, startingAfter: null, endingBefore: null }
    const { payments } = await life.world.gateway.storage.listPayments({ ...query, ...noRange })
    return payments.map(({ id }) => id)
  }

  it.each([
    ['by the same process', async () => {}],
    ['by a process that starts then', () => life.restart()],
    ['by a process that starts then on the same boot', () => life.restart('boot 1')],
  ])('%s, come first in the list, newest first', async (_, after) => {
    const ids: string[] = []
    for (let i = 0; i < 3; i++) {
      ids.unshift((await session(life.world)).id)
      await life.world.test.clock.advance(60_000)
    }
    life.jump(-hourMs)
    await after()
    for (let i = 0; i < 10; i++) ids.unshift((await session(life.world)).id)
    ids.unshift((await paid(life.world)).id)
    expect(await listed()).toEqual(ids)
    // Nor does it matter when the clock has caught up.
    await life.world.test.clock.advance(2 * hourMs)
    ids.unshift((await session(life.world)).id)
    expect(await listed()).toEqual(ids)
  })

  it.each([
    ['by the same process', async () => {}],
    ['by a process that starts on the same boot after the first of them', () => life.restart('boot 1')],
  ])('%s, stay open for the full session life, at most an hour longer', async (_, goOn) => {
    await life.restart('boot 1')
    await session(life.world)
    await life.world.test.clock.advance(20 * minuteMs)
    life.jump(-hourMs)
    await session(life.world)
    await life.world.test.clock.advance(40 * minuteMs)
    await goOn()
    const payment = await life.shortSession()
    const submitted = await submitCard(life.world.gateway, payment.id, submission(approvedPan))
    expect(submitted.kind).toBe('started')
    const unpaid = await life.shortSession()
    await life.startWorking()
    await life.passTime(29 * minuteMs, 5_000)
    expect(await life.endingOf(unpaid)).toBeNull()
    await life.passTime(62 * minuteMs, 5_000)
    expect(await life.endingOf(unpaid)).toBe('expired')
  })
})
