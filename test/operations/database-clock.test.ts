/** The time that a node takes from the database, whatever its own machine's clock does. */
import { describe, expect, it } from 'vitest'
import { waitedMs } from '../../src/core/payment/waiting.ts'
import { followDatabase, noticeMs } from '../../src/operations/clock/database-clock.ts'
import { WatchedClock } from '../../src/operations/clock/watched-clock.ts'
import { isLeaseOver } from '../../src/operations/lease.ts'
import type { Clock, LogFields } from '../../src/ports/system.ts'
import { TestClock } from '../../verification/app/test-clock.ts'
import { openWorldForEachTest, world } from './operations-world.ts'

const hourMs = 3_600_000
const noon = Date.UTC(2026, 10, 23, 12)

openWorldForEachTest()

/** A machine beside a database: time passes for both, and their clocks may show something else. */
function machineAndDatabase(aheadMs = 0) {
  const machine = new TestClock(noon + aheadMs)
  const database = { aheadMs: 0, tookMs: 0, isAway: false, beforeAnswer: async () => {} }
  const log = {
    debug() {},
    info() {},
    error() {},
    warn: (_: LogFields, text: string) => void told.push(text),
  }
  const told: string[] = []
  const storage = {
    timeMs: async () => {
      if (database.isAway) throw new Error('away')
      if (database.tookMs > 0) await machine.advance(database.tookMs)
      const timeMs = noon + machine.monotonicMs() + database.aheadMs
      await database.beforeAnswer()
      return timeMs
    },
  }
  const trueMs = () => noon + machine.monotonicMs()
  return {
    machine,
    database,
    log,
    told,
    storage,
    trueMs,
    follow: () => followDatabase(machine, storage, log),
  }
}

async function followed(clock: Clock, during: () => Promise<void>): Promise<void> {
  const stopping = new AbortController()
  const following = (clock as Clock & { follow(signal: AbortSignal): Promise<void> }).follow(stopping.signal)
  await during()
  stopping.abort()
  await following
}

describe('the time of a node', () => {
  it.each([hourMs, -hourMs])("is the database's where its machine is %i ms ahead", async (aheadMs) => {
    const { follow, trueMs, told, machine } = machineAndDatabase(aheadMs)
    const clock = await follow()
    expect(clock.nowMs()).toBe(trueMs())
    await machine.advance(1_234)
    expect(clock.nowMs()).toBe(trueMs())
    expect(told).toEqual(["this machine's clock differs from the database's, which is used instead"])
  })

  it("stays when the machine's clock is set", async () => {
    const { follow, trueMs, machine } = machineAndDatabase()
    const clock = await follow()
    machine.jump(hourMs)
    expect(clock.nowMs()).toBe(trueMs())
    machine.jump(-2 * hourMs)
    expect(clock.nowMs()).toBe(trueMs())
  })

  it('follows a database that runs faster, to within a second', async () => {
    const { follow, trueMs, machine, database } = machineAndDatabase()
    const clock = await follow()
    await followed(clock, async () => {
      for (let i = 0; i < 60; i++) {
        database.aheadMs += 10
        await machine.advance(1_000)
        expect(Math.abs(trueMs() + database.aheadMs - clock.nowMs())).toBeLessThan(100)
      }
    })
  })

  it('is not moved by an answer that took long', async () => {
    const { follow, trueMs, machine, database } = machineAndDatabase()
    const clock = await follow()
    database.tookMs = 2_000
    await followed(clock, () => machine.advance(30_000))
    expect(clock.nowMs()).toBe(trueMs())
  })

  it.each(['before', 'after'])(
    'is off by half of what the answer took, whether it was given %s that',
    async (when) => {
      const { follow, trueMs, machine, database } = machineAndDatabase()
      if (when === 'before') database.tookMs = 2_000
      else database.beforeAnswer = () => machine.advance(2_000)
      const clock = await follow()
      expect(Math.abs(clock.nowMs() - trueMs())).toBe(1_000)
    },
  )

  it('goes on while the database is away, and is right again afterward', async () => {
    const { follow, trueMs, machine, database } = machineAndDatabase()
    const clock = await follow()
    await followed(clock, async () => {
      database.isAway = true
      await machine.advance(60_000)
      expect(clock.nowMs()).toBe(trueMs())
      database.isAway = false
      database.aheadMs = -700
      await machine.advance(6_000)
      expect(clock.nowMs()).toBe(trueMs() - 700)
    })
  })

  it("is the machine's where the database has no clock of its own", async () => {
    const { machine, log } = machineAndDatabase()
    expect(await followDatabase(machine, null, log)).toBe(machine)
  })
})

describe('a machine that was asleep', () => {
  it('sends nothing until it knows the time again', async () => {
    const { follow, machine } = machineAndDatabase()
    const clock = await follow()
    const lease = { begunMs: clock.monotonicMs(), savedAtMs: clock.nowMs() }
    const gateway = { ...world.gateway, clock }
    expect(isLeaseOver(gateway, lease)).toBe(false)
    // Its monotonic clock stood still.
    machine.jump(30 * 60_000)
    expect(isLeaseOver(gateway, lease)).toBe(true)
    clock.nowMs()
    await expect.poll(() => isLeaseOver(gateway, lease)).toBe(false)
  })
})

it('a machine that falls asleep while the database answers asks again', async () => {
  const { follow, trueMs, machine, database } = machineAndDatabase()
  const clock = await follow()
  const asleepMs = 30 * 60_000
  database.beforeAnswer = async () => {
    database.beforeAnswer = async () => {}
    // Its monotonic clock stands still, and the answer is from before.
    machine.jump(asleepMs)
    database.aheadMs += asleepMs
  }
  await (clock as Clock & { ask(): Promise<void> }).ask()
  expect(clock.nowMs()).toBe(trueMs() + asleepMs)
})

describe("a jump of the database's clock", () => {
  it.each([hourMs, -hourMs])(
    'by %i ms ends nothing early, also what a node wrote that had not noticed it yet',
    async (jumpMs) => {
      const { follow, machine, database, log } = machineAndDatabase()
      const [early, late] = [await follow(), await follow()]
      const time = new WatchedClock(early, log, noticeMs)
      time.read()
      const before = late.nowMs()
      database.aheadMs += jumpMs
      await followed(early, () => machine.advance(5_000))
      time.read()
      await machine.advance(2_000)
      const unnoticed = late.nowMs()
      await followed(late, () => machine.advance(5_000))
      const noticed = late.nowMs()
      expect(Math.abs(noticed - unnoticed)).toBeGreaterThan(hourMs - 10_000)
      await machine.advance(10_000)
      const { nowMs, history } = time.read()
      for (const [writtenMs, agoMs] of [
        [before, 22_000],
        [unnoticed, 15_000],
        [noticed, 10_000],
      ] as const)
        expect(waitedMs({ nowMs, clock: history }, writtenMs)).toBeLessThanOrEqual(agoMs)
    },
  )
})
