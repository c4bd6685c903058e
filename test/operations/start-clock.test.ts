/** The clock of a process whose storage fails: it starts and goes on all the same, and the log says so. */
import { expect, it } from 'vitest'
import { startClock } from '../../src/operations/start-clock.ts'
import { WatchedClock } from '../../src/operations/watched-clock.ts'
import { type Storage, StorageUnavailable } from '../../src/ports.ts'
import { openWorldForEachTest, world } from './operations-world.ts'

openWorldForEachTest()

const away = () => Promise.reject(new StorageUnavailable('the storage is away'))

async function start(failing: Partial<Storage>): Promise<WatchedClock> {
  const { clock } = world.test
  const { log } = world.gateway
  const time = new WatchedClock(clock, log)
  const storage = { ...world.gateway.storage, ...failing }
  await startClock({ time, storage, log, bootId: 'boot 1' })
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
