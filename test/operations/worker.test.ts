/** The worker's loop: it never ends by itself, never waits for the slowest, and never takes what another one has. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runWorker, type WorkerOptions } from '../../src/worker/run.ts'
import { runOnce } from '../../verification/app/run-once.ts'
import {
  inTime,
  lostAnswerPan,
  openWorld,
  paid,
  read,
  session,
  type World,
  workOnce,
} from './operations-world.ts'

const hourMs = 3_600_000
const options: WorkerOptions = {
  batchLimit: 50,
  idempotencyLifeMs: 24 * hourMs,
  intervalMs: 1_000,
  retentionMs: { test: null, live: null },
  eventLifeMs: 30 * 24 * hourMs,
}

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
  world.behave({})
  await inTime(world, working)
  await world.test.close()
})

function start(changes: Partial<WorkerOptions> = {}): void {
  working = runWorker(world.gateway, { ...options, ...changes }, stop.signal)
}

const passTime = async (totalMs: number) => {
  for (let passedMs = 0; passedMs < totalMs; passedMs += 250) await world.test.clock.advance(250)
}
const endingOf = async (id: string) => (await read(world, id)).ending?.kind ?? null
const logged = (text: string) => world.test.logLines.filter((line) => line.includes(text))

/** Sessions that have expired, and that nobody has looked at since. */
async function expired(count: number): Promise<readonly string[]> {
  const sessions = await Promise.all(Array.from({ length: count }, () => session(world)))
  await world.test.clock.advance(world.gateway.settings.sessionLifeMs)
  return sessions.map(({ id }) => id)
}

/** Turns of the event loop in which no time passes. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

describe('the worker continues', () => {
  it.each(['unavailable', 'unknown_undone', 'fault'] as const)(
    'after rounds that failed with %s, and says so once',
    async (fault) => {
      const [id = ''] = await expired(1)
      world.port.fail('claimDue', fault, { times: 3 })
      start()
      await passTime(10_000)
      expect(await endingOf(id)).toBe('expired')
      expect(logged('a worker run failed')).toHaveLength(1)
      expect(logged('the worker has recovered')).toHaveLength(1)
      expect(logged('the worker has recovered')[0]).toContain('"failed":3')
    },
  )

  it('after two kinds of failure, and logs each kind', async () => {
    const [id = ''] = await expired(1)
    world.port.fail('claimDue', 'unavailable', { times: 2 })
    world.port.fail('claimDue', 'unknown_undone', { times: 2 })
    start()
    await passTime(20_000)
    expect(await endingOf(id)).toBe('expired')
    expect(logged('a worker run failed')).toHaveLength(2)
  })

  it('when old responses cannot be removed, and removes them later', async () => {
    world.port.fail('purgeIdempotencyRecords', 'unavailable', { times: 2 })
    start()
    await passTime(2_000)
    const { id } = await session(shortLived(world))
    await passTime(5_000)
    expect(await endingOf(id)).toBe('expired')
    expect(logged('the worker has recovered')).toHaveLength(1)
  })

  it('within seconds after a long outage', async () => {
    world.port.fail('claimDue', 'unavailable', { times: 1_000_000 })
    start()
    const { id } = await session(shortLived(world))
    await passTime(60_000)
    world.port.heal()
    await passTime(6_000)
    expect(await endingOf(id)).toBe('expired')
    expect(logged('a worker run failed')).toHaveLength(1)
  })

  it('until it is told to stop, and then finishes what it has started', async () => {
    const { id } = await paid(world, lostAnswerPan)
    let answer = () => {}
    world.behave({
      inquire: (reference, signal) =>
        new Promise((resolve) => {
          answer = () => resolve(world.test.app.sandbox.acquirer.inquire(reference, signal))
        }),
    })
    start()
    await passTime(2_000)
    stop.abort()
    let hasEnded = false
    void working.then(() => {
      hasEnded = true
    })
    await turns(10)
    expect(hasEnded).toBe(false)
    answer()
    await working
    expect(await endingOf(id)).toBe('succeeded')
  })
})

describe('many due payments', () => {
  it('are worked on without a pause until none is left', async () => {
    const ids = await expired(60)
    start({ batchLimit: 7 })
    for (let pauses = 0; pauses < 20; pauses++) await world.test.clock.advance(0)
    for (const id of ids) expect(await endingOf(id)).toBe('expired')
  })

  it('do not wait for one that waits for the acquirer', async () => {
    await paid(world, lostAnswerPan)
    world.behave({ inquire: () => new Promise(() => {}) })
    start({ batchLimit: 2 })
    await passTime(1_000)
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => (await session(shortLived(world))).id),
    )
    await passTime(1_500)
    await turns(400)
    for (const id of ids) expect(await endingOf(id)).toBe('expired')
  })
})

/** A world whose sessions end at once. */
function shortLived(from: World): World {
  return { ...from, gateway: { ...from.gateway, settings: { ...from.gateway.settings, sessionLifeMs: 1 } } }
}

describe('a payment that one worker has', () => {
  it('is not claimed by another worker before its lease is over', async () => {
    await paid(world, lostAnswerPan)
    await world.test.clock.advance(1_000)
    world.behave({ inquire: () => new Promise(() => {}) })
    working = runOnce(world.gateway, options).then(() => {})
    await turns(5)
    const forAnother = () =>
      world.gateway.storage.claimDue({ nowMs: () => world.test.clock.nowMs(), leaseMs: 1, limit: 1 })
    expect(await forAnother()).toEqual([])
    await world.test.clock.advance(world.gateway.rules.leaseMs - 1_001)
    expect(await forAnother()).toEqual([])
  })

  it('is claimed by another worker if it is not continued', async () => {
    const { id } = await paid(world, lostAnswerPan)
    await world.test.clock.advance(1_000)
    await world.gateway.storage.claimDue({
      nowMs: () => world.test.clock.nowMs(),
      leaseMs: world.gateway.rules.leaseMs,
      limit: 1,
    })
    await world.test.clock.advance(world.gateway.rules.leaseMs)
    await workOnce(world)
    expect(await endingOf(id)).toBe('succeeded')
  })
})
