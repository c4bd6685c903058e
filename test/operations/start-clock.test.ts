/** The clock of a process whose storage fails: it starts and goes on all the same, and the log says so. */
import { expect, it } from 'vitest'
import { waitedMs } from '../../src/core/payment/waiting.ts'
import { startClock } from '../../src/operations/clock/start-clock.ts'
import { WatchedClock } from '../../src/operations/clock/watched-clock.ts'
import { type Storage, StorageUnavailable } from '../../src/ports/storage.ts'
import { openWorldForEachTest, world } from './operations-world.ts'

openWorldForEachTest()

const away = () => Promise.reject(new StorageUnavailable('the storage is away'))

const minuteMs = 60_000

async function start(
  failing: Partial<Storage> = {},
  bootId = 'boot 1',
  isShared = false,
): Promise<WatchedClock> {
  const { clock } = world.test
  const { log } = world.gateway
  const time = new WatchedClock(clock, log)
  const storage = { ...world.gateway.storage, ...failing }
  await startClock({ time, storage, log, bootId, isShared })
  return time
}

const warnings = (text: string) => world.test.logLines.filter((line) => line.includes(text))

it('a history that cannot be stored is logged at each jump', async () => {
  let isAway = false
  const { keepClock } = world.gateway.storage
  const time = await start({ keepClock: (kept) => (isAway ? away() : keepClock(kept)) })
  isAway = true
  world.test.clock.jump(3_600_000)
  time.read()
  await world.test.clock.advance(1)
  expect(warnings('the clock history could not be saved')).toHaveLength(1)
})

it('a history that cannot be read is logged once', async () => {
  const time = await start({ keptClock: away })
  expect(time.read().nowMs).toBe(world.test.clock.nowMs())
  expect(warnings('the clock history could not be read')).toHaveLength(1)
})

it('a process that was suspended while the clock was set does not replace what another one knows', async () => {
  const { clock } = world.test
  const suspended = await start()
  const running = await start()
  clock.jump(-60 * minuteMs)
  running.read()
  await expect.poll(() => world.gateway.storage.keptClock()).toHaveProperty('history.length', 2)
  await clock.advance(20 * minuteMs)
  const createdMs = running.creationMs()
  suspended.read()
  await clock.advance(5 * minuteMs)
  const later = await start()
  clock.jump(60 * minuteMs)
  for (const time of [suspended, running, later]) {
    const { nowMs, history } = time.read()
    expect(waitedMs({ nowMs, clock: history }, createdMs)).toBeLessThanOrEqual(5 * minuteMs)
  }
})

it('a payment of a process that was suspended does not look older than it is', async () => {
  const { clock } = world.test
  const suspended = await start()
  const running = await start()
  clock.jump(-60 * minuteMs)
  running.read()
  await expect.poll(() => world.gateway.storage.keptClock()).toHaveProperty('history.length', 2)
  const newestMs = [1, 2, 3].map(() => running.creationMs()).at(-1) ?? null
  await clock.advance(5 * minuteMs)
  const later = await start({ newestCreationMs: async () => newestMs })
  await clock.advance(5 * minuteMs)
  suspended.read()
  await expect.poll(() => suspended.read().history).toEqual(running.read().history)
  const createdMs = suspended.creationMs()
  clock.jump(60 * minuteMs)
  await clock.advance(minuteMs)
  const { nowMs, history } = later.read()
  expect(createdMs).toBeLessThan(Number(newestMs))
  expect(waitedMs({ nowMs, clock: history }, createdMs)).toBeLessThanOrEqual(minuteMs)
})

it('a process adopts nothing that was kept on another boot', async () => {
  const { clock } = world.test
  const time = await start()
  await start({}, 'boot 2')
  clock.jump(-60 * minuteMs)
  const { history } = time.read()
  await expect.poll(() => world.gateway.storage.keptClock()).toEqual({ bootId: 'boot 1', history })
  expect(time.read().history).toEqual(history)
})

it("a node knows of a jump of the database's clock that a node on another machine has noticed", async () => {
  const { clock } = world.test
  const other = await start({}, 'boot 1', true)
  const createdMs = other.creationMs()
  await clock.advance(minuteMs)
  clock.jump(60 * minuteMs)
  other.read()
  await expect.poll(() => world.gateway.storage.keptClock()).toHaveProperty('history.length', 2)
  const waited = async (bootId: string, isShared: boolean) => {
    const { nowMs, history } = (await start({}, bootId, isShared)).read()
    return waitedMs({ nowMs, clock: history }, createdMs)
  }
  expect(await waited('boot 2', true)).toBe(minuteMs)
  // It says nothing about a clock that is this machine's own.
  expect(await waited('boot 3', false)).toBe(61 * minuteMs)
})
