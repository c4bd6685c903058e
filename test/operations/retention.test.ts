/** The worker removes personal data by age: what is due, no sooner, and nothing where no setting asks for it. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RetentionMs } from '../../src/worker/retention.ts'
import { runWorker } from '../../src/worker/run.ts'
import { inTime, openWorld, paid, read, type World } from './operations-world.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Days pass here, so the worker's rounds are further apart than in production. */
const intervalMs = 300_000

let world: World
let stop: AbortController
let working: Promise<void>
beforeEach(async () => {
  world = await openWorld()
  stop = new AbortController()
  working = Promise.resolve()
})
afterEach(async () => {
  stop.abort()
  await inTime(world, working)
  await world.test.close()
})

function start(retentionMs: Partial<RetentionMs>): void {
  const options = { batchLimit: 50, idempotencyLifeMs: dayMs, intervalMs, eventLifeMs: 30 * dayMs }
  working = runWorker(
    world.gateway,
    { ...options, retentionMs: { test: null, live: null, ...retentionMs } },
    stop.signal,
  )
}

const passTime = (totalMs: number): Promise<void> => world.test.clock.advance(totalMs)

const removedOf = async (id: string) => (await read(world, id)).personalDataRemovedAtMs
const logged = (text: string) => world.test.logLines.filter((line) => line.includes(text))

it('after the period, in the next hour, and says so in the security log', async () => {
  const { id } = await paid(world)
  start({ test: 3 * dayMs })
  await passTime(3 * dayMs - hourMs)
  expect(await removedOf(id)).toBeNull()
  await passTime(3 * hourMs)
  expect(await removedOf(id)).not.toBeNull()
  expect(logged('"security":"personal_data_removed"')).toHaveLength(1)
  const events = await world.test.app.storage.listEvents(id)
  expect(events.at(-1)).toMatchObject({ type: 'payment_personal_data_removed', by: 'retention_setting' })
})

it('not where the setting is for the other mode, or off', async () => {
  const { id } = await paid(world)
  start({ live: 3 * dayMs })
  await passTime(5 * dayMs)
  expect(await removedOf(id)).toBeNull()
})

it('not because the clock jumped ahead by a year', async () => {
  const { id } = await paid(world)
  start({ test: 90 * dayMs })
  await passTime(hourMs)
  world.test.clock.jump(365 * dayMs)
  await passTime(3 * hourMs)
  expect(await removedOf(id)).toBeNull()
})

it('of more payments than one batch holds, and not of those that are younger', async () => {
  const old = await Promise.all(Array.from({ length: 70 }, () => paid(world)))
  await world.test.clock.advance(2 * dayMs)
  const young = await paid(world)
  start({ test: 2 * dayMs })
  await passTime(hourMs)
  const removed = await Promise.all(old.map(({ id }) => removedOf(id)))
  expect(removed.filter((atMs) => atMs === null)).toEqual([])
  expect(await removedOf(young.id)).toBeNull()
})

it('and begins again after a failure, whatever failed', async () => {
  const { id } = await paid(world)
  await world.test.clock.advance(3 * dayMs)
  world.port.fail('listWithPersonalData', 'unavailable')
  world.port.fail('discardOverwritten', 'unavailable')
  start({ test: 2 * dayMs })
  await passTime(hourMs)
  expect(await removedOf(id)).not.toBeNull()
  expect(logged('"security":"personal_data_removed"')).toHaveLength(1)
})
