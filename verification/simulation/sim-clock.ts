/**
 * The clocks of one node. The wall clock is wrong by what the seed says: a little always, and by as much as it was set
 * wrong until somebody sets it right. The monotonic clock is never set, but both may stand still while the node is frozen.
 */
import type { Clock } from '../../src/ports.ts'
import type { Life } from './life.ts'
import { epochMs, type World } from './world.ts'

const minuteMs = 60_000

export class SimClock {
  readonly #world: World
  readonly #skewMs: number
  /** The wall clock has stood still for so long, and was not set since. */
  #lagMs = 0

  constructor(world: World, skewMs: number) {
    this.#world = world
    this.#skewMs = skewMs
  }

  /** The machine is paused together with its clocks; a while after that, the network's time is asked for. */
  standStill(life: Life, durationMs: number): void {
    const { kernel, random } = this.#world
    this.#world.count('clocks_stood_still')
    this.#lagMs += durationMs
    life.monotonicLagMs += durationMs
    const untilSetMs = random.between(10_000, 5 * minuteMs)
    kernel.at(durationMs + untilSetMs, `the clock of ${life.name} is set`, () => {
      this.#lagMs -= durationMs
    })
  }

  /** As one process sees them. */
  of(life: Life): Clock {
    const world = this.#world
    const { kernel } = world
    return {
      nowMs: () =>
        epochMs + kernel.nowMs + world.clockOffsetMs + (world.isHostile ? this.#skewMs : 0) - this.#lagMs,
      monotonicMs: () => kernel.nowMs - life.monotonicLagMs,
      sleep: (durationMs, signal) =>
        new Promise((resolve) => {
          if (signal?.aborted === true) return resolve()
          const waking = kernel.at(durationMs, 'wakes', resolve, life)
          const stop = (): void => {
            waking.canceled = true
            resolve()
          }
          signal?.addEventListener('abort', stop, { once: true })
        }),
    }
  }
}
