/** One life of a gateway process: at some call to its storage or its acquirer it dies, and nothing of it goes on. */
import type { Acquirer, Storage } from '../../../src/ports.ts'
import { openTestApp, type TestApp } from '../../app/test-app.ts'
import type { TestClock } from '../../app/test-clock.ts'
import type { Prng } from '../../seeded-random.ts'

export type Life = Readonly<{
  app: TestApp
  /** Resolves with `died` if the process dies first. */
  whileAlive<T>(work: Promise<T>): Promise<T | 'died'>
  isDead(): boolean
  /** It dies in one of its next calls. */
  dieAfter(calls: number): void
  /** Releases its files. */
  bury(): Promise<void>
}>

export type LifeOptions = Readonly<{
  folder: string
  clock: TestClock
  acquirer: Acquirer
  random: Prng
}>

type Method = (...values: unknown[]) => unknown

export async function beginLife({ folder, clock, acquirer, random }: LifeOptions): Promise<Life> {
  const death = Promise.withResolvers<'died'>()
  let isDead = false
  let callsLeft = Number.POSITIVE_INFINITY
  let storage: Storage | null = null
  const kill = () => {
    isDead = true
    death.resolve('died')
  }
  const mortal = <Port extends object>(port: Port): Port =>
    Object.fromEntries(
      Object.entries(port).map(([name, value]) => [name, typeof value === 'function' ? wrap(value) : value]),
    ) as Port
  const never = () => new Promise<never>(() => {})
  const wrap =
    (method: Method): Method =>
    (...values) => {
      if (isDead) return never()
      callsLeft -= 1
      // Before the call, or after it was done and before anybody learned of it.
      const diesNow = callsLeft <= 0
      if (diesNow && random.chance(0.5)) {
        kill()
        return never()
      }
      const result = method(...values)
      if (diesNow) kill()
      if (!(result instanceof Promise)) return isDead ? never() : result
      return result.then(
        (value) => (isDead ? never() : value),
        (error) => (isDead ? never() : Promise.reject(error)),
      )
    }
  const app = await openTestApp({
    ...{ folder, clock, engine: 'sqlite', liveAcquirers: [mortal(clock.calls.watch(acquirer))] },
    settings: {
      sessionLifeMs: 86_400_000,
      attemptsMax: 1,
      authorizeTimeoutMs: 30_000,
      inquiryTimeoutMs: 10_000,
    },
    wrapStorage: (opened) => {
      storage = opened
      return mortal(clock.calls.watch(opened))
    },
  })
  return {
    app,
    whileAlive: (work) => Promise.race([work, death.promise]),
    isDead: () => isDead,
    dieAfter: (calls) => {
      callsLeft = calls
    },
    bury: async () => {
      kill()
      await storage?.close()
      await app.database.close()
    },
  }
}
