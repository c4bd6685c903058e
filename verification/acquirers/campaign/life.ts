/** One life of a gateway process. */
import { productionRules } from '../../../src/core/payment/rules.ts'
import type { Acquirer, Storage } from '../../../src/ports.ts'
import { openTestApp, type TestApp } from '../../app/test-app.ts'
import type { TestClock } from '../../app/test-clock.ts'
import type { Prng } from '../../seeded-random.ts'
import { Fate } from './fate.ts'

export type Life = Readonly<{
  app: TestApp
  fate: Fate
  /** Resolves with `stopped` if the process dies or freezes first. */
  whileAlive<T>(work: Promise<T>): Promise<T | 'stopped'>
  /** Releases its files. */
  bury(): Promise<void>
}>

export type LifeOptions = Readonly<{
  folder: string
  clock: TestClock
  acquirer: Acquirer
  random: Prng
}>

const minuteMs = 60_000

export async function beginLife({ folder, clock, acquirer, random }: LifeOptions): Promise<Life> {
  const fate = new Fate(random)
  let storage: Storage | null = null
  const app = await openTestApp({
    ...{
      folder,
      clock,
      engine: 'sqlite',
      testAcquirers: [fate.bind('acquirer', clock.calls.watch(acquirer))],
    },
    // Those of real acquirers, whatever the mode.
    rules: productionRules,
    settings: {
      sessionLifeMs: 90 * minuteMs,
      attemptsMax: 3,
      authorizeTimeoutMs: 30_000,
      inquiryTimeoutMs: 10_000,
    },
    wrapStorage: (opened) => {
      storage = opened
      return fate.bind('storage', clock.calls.watch(opened))
    },
  })
  return {
    app,
    fate,
    whileAlive: (work) => Promise.race([work, fate.stopped]),
    bury: async () => {
      fate.die()
      await storage?.close()
      await app.database.close()
    },
  }
}
