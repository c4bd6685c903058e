/** A hundred cards are on their way when the process dies. The next one finds out what became of each. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { productionRules, sandboxRules } from '../../src/core/payment/rules.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import { systemClock } from '../../src/platform/system-clock.ts'
import {
  approvedAtAcquirer,
  approvedPan,
  attemptOf,
  lostRequestPan,
  openWorld,
  session,
  submission,
  type World,
  work,
} from './operations-world.ts'

const count = 100
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowlix-crash-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Nothing of the process runs any more: its storage is gone, so that whatever still comes can save nothing. */
async function die(world: World): Promise<void> {
  await world.test.app.storage.close()
  await world.test.app.sandbox.close()
}

/** Every second request reaches the acquirer, which approves it; no answer reaches us. Returns the payments' ids. */
async function dieWithCardsOnTheirWay(world: World): Promise<readonly string[]> {
  world.behave({
    authorize: async (request, signal) => {
      if (request.card.reveal().pan === approvedPan) {
        await world.test.app.sandbox.acquirer.authorize(request, signal)
      }
      return new Promise(() => {})
    },
  })
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    const { id } = await session(world)
    const pan = i % 2 === 0 ? approvedPan : lostRequestPan
    expect((await submitCard(world.gateway, id, submission(pan))).kind).toBe('started')
    ids.push(id)
  }
  await die(world)
  return ids
}

async function countOf(world: World, ids: readonly string[], kind: string | null): Promise<number> {
  const payments = await Promise.all(ids.map((id) => world.test.app.storage.findPayment(id)))
  return payments.filter((payment) => (payment?.ending?.kind ?? null) === kind).length
}

async function expectBooksToAgree(world: World, ids: readonly string[]): Promise<void> {
  const payments = await Promise.all(ids.map((id) => world.test.app.storage.findPayment(id)))
  const succeeded = payments.flatMap((payment) =>
    payment?.ending?.kind === 'succeeded' ? [attemptOf(payment).reference] : [],
  )
  expect(succeeded).toHaveLength(count / 2)
  expect(new Set(succeeded)).toEqual(new Set(await approvedAtAcquirer(world)))
  expect(await world.test.app.sandbox.book.incidents()).toEqual([])
  expect(payments.filter((payment) => payment?.ending?.kind === 'failed')).toHaveLength(count / 2)
}

it('with production times, each outcome is known as soon as the algorithm allows', async () => {
  const options = { folder, rules: productionRules }
  const before = await openWorld(options)
  const ids = await dieWithCardsOnTheirWay(before)
  const after = await openWorld(options)
  expect(after.test.clock.nowMs()).toBe(before.test.clock.nowMs())
  const minuteMs = 60_000
  // Until its lease is over, an attempt may still be its sender's.
  await work(after, 59_000, 1_000)
  expect(await countOf(after, ids, null)).toBe(count)
  await work(after, 6_000, 1_000)
  expect(await countOf(after, ids, 'succeeded')).toBe(count / 2)
  expect(await countOf(after, ids, 'failed')).toBe(0)
  // Quiet for 90 s, then not found three times, each ten seconds after the other; then reversed.
  await work(after, 2 * minuteMs, 1_000)
  await expectBooksToAgree(after, ids)
  await after.test.close()
  await after.test.database.remove()
}, 60_000)

it("with the sandbox's times each is known within seconds", async () => {
  const options = { folder, rules: sandboxRules, clock: systemClock }
  const before = await openWorld(options)
  const ids = await dieWithCardsOnTheirWay(before)
  const after = await openWorld(options)
  const startedAtMs = performance.now()
  const stopping = new AbortController()
  const working = after.test.app.work(100, stopping.signal)
  while ((await countOf(after, ids, null)) > 0 && performance.now() - startedAtMs < 60_000) await sleep(50)
  const seconds = (performance.now() - startedAtMs) / 1_000
  console.log(`${count} attempts in doubt were known ${seconds.toFixed(1)} s after the restart`)
  stopping.abort()
  await working
  await expectBooksToAgree(after, ids)
  await after.test.close()
  await after.test.database.remove()
}, 90_000)
