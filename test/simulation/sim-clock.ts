/** A process's clock: the world's time, wrong by as much as the seed says until the world heals. */
import type { Clock } from '../../src/ports.ts'
import type { Life } from './life.ts'
import { epochMs, type World } from './world.ts'

export function simClock(world: World, life: Life, skewMs: number): Clock {
  const { kernel, faults } = world
  const isWrong = () => world.isHostile && kernel.nowMs >= faults.clocksJumpAtMs
  return {
    nowMs: () => epochMs + kernel.nowMs + (isWrong() ? skewMs : 0),
    monotonicMs: () => kernel.nowMs,
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve()
        const waking = kernel.at(durationMs, 'wakes', resolve, life)
        signal?.addEventListener(
          'abort',
          () => {
            waking.canceled = true
            resolve()
          },
          { once: true },
        )
      }),
  }
}
