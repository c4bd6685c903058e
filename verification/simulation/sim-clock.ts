/**
 * The clocks of one node. The wall clock is wrong by what the seed says: a little always, and by as much as it was set
 * wrong until somebody sets it right. The monotonic clock is never set, but both may stand still while the node is frozen.
 */
import type { Clock } from '../../src/ports/system.ts'
import type { HostPause } from './faults.ts'
import type { Life } from './life.ts'
import { type Standstill, stoodStillMs } from './standstill.ts'
import { epochMs, type World } from './world.ts'

export class SimClock {
  readonly #world: World
  readonly #skewMs: number
  /** Of the monotonic clock, which all processes of the node share. */
  readonly #standstills: Standstill[] = []
  /** Those that nobody has corrected yet on the wall clock. */
  readonly #uncorrected = new Set<Standstill>()

  constructor(world: World, skewMs: number) {
    this.#world = world
    this.#skewMs = skewMs
  }

  /** The machine is paused together with its clocks; a while after that, the wall clock is corrected. */
  standStill(
    name: string,
    { durationMs, correctedAfterMs }: Pick<HostPause, 'durationMs' | 'correctedAfterMs'>,
  ): void {
    const { kernel } = this.#world
    const fromMs = Math.max(kernel.nowMs, this.#standstills.at(-1)?.untilMs ?? 0)
    const standstill = { fromMs, untilMs: kernel.nowMs + durationMs }
    if (standstill.untilMs <= fromMs) return
    this.#world.count('clocks_stood_still')
    const correctedAtMs = standstill.untilMs + correctedAfterMs
    this.#world.standstills.push({ ...standstill, correctedAtMs })
    this.#standstills.push(standstill)
    this.#uncorrected.add(standstill)
    kernel.at(correctedAtMs - kernel.nowMs, `the clock of ${name} is set`, () =>
      this.#uncorrected.delete(standstill),
    )
  }

  /** As one process sees them. */
  of(life: Life): Clock {
    const world = this.#world
    const { kernel } = world
    const skewMs = () => (world.isHostile ? this.#skewMs : 0)
    return {
      nowMs: () =>
        epochMs +
        kernel.nowMs +
        world.clockOffsetMs +
        skewMs() -
        stoodStillMs(this.#uncorrected, kernel.nowMs),
      monotonicMs: () => kernel.nowMs - stoodStillMs(this.#standstills, kernel.nowMs),
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
