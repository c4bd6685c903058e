/** One life of a gateway process. */
import type { Transport } from '../../../src/acquirers/transport/transport.ts'
import { productionRules } from '../../../src/core/payment/rules.ts'
import type { Storage } from '../../../src/ports/storage.ts'
import type { Random } from '../../../src/ports/system.ts'
import { openTestApp, type TestApp } from '../../app/test-app.ts'
import type { TestClock } from '../../app/test-clock.ts'
import type { Prng } from '../../seeded-random.ts'
import type { AcquirerWorld } from './acquirer-world.ts'
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
  world: AcquirerWorld
  keys: 'ours' | 'others'
  random: Prng
  /** What the gateway itself draws. */
  ids: Random
  sessionLifeMs: number
}>

export async function beginLife({
  folder,
  clock,
  world,
  random,
  ids,
  sessionLifeMs,
  keys,
}: LifeOptions): Promise<Life> {
  const fate = new Fate(random)
  let storage: Storage | null = null
  const app = await openTestApp({
    ...{
      folder,
      clock,
      engine: 'sqlite',
      testAcquirers: [
        fate.bind(
          'acquirer',
          world.connect((transport) => onLine(transport, fate, clock), keys),
        ),
      ],
      random: ids,
    },
    // Those of real acquirers, whatever the mode.
    rules: productionRules,
    settings: {
      sessionLifeMs,
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

/** The process may also stop between two requests of one call to its acquirer. */
function onLine(transport: Transport, fate: Fate, { calls }: TestClock): Transport {
  return {
    exchange: (limits) => {
      const exchange = calls.watch(transport.exchange(limits))
      const [request, question] = [fate.bind('request', exchange), fate.bind('question', exchange)]
      return { send: (sent) => (sent.method === 'GET' ? question : request).send(sent) }
    },
  }
}
