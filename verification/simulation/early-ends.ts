/**
 * Nothing that has to wait ends early, however the clocks jump. A process that has started after a jump cannot tell what
 * time it was before; and clocks that differ, or stand still one at a time, differ about when something began.
 */
import type { Life } from './life.ts'
import type { World } from './world.ts'

/** A clock that is adjusted by less is no jump to the gateway; two of these may add up. */
const unnoticedMs = 60_000
/** Between reading the clock and asking the storage to save. */
const readMs = 1_000

export class EarlyEnds {
  readonly #world: World
  readonly #begunMs = new Map<string, number>()

  constructor(world: World) {
    this.#world = world
  }

  /** Asked for: its process may be frozen before it is saved. */
  begin(name: string, askedAtMs: number): void {
    this.#begunMs.set(name, askedAtMs)
  }

  end(name: string, waitMs: number, by: Life): void {
    const { kernel } = this.#world
    const begunMs = this.#begunMs.get(name)
    if (begunMs === undefined || this.#isUnaware(begunMs, by)) return
    const earlyMs = waitMs - (kernel.nowMs - begunMs)
    const isEarly = earlyMs > this.#toleranceMs(begunMs)
    this.#world.must(!isEarly, `${name} ended ${Math.round(earlyMs / 1_000)} s early`)
  }

  #toleranceMs(begunMs: number): number {
    const { skewsMs, clockJumps } = this.#world.faults
    const skewMs = 2 * Math.max(...skewsMs.map(Math.abs))
    return readMs + (clockJumps.length > 0 ? unnoticedMs : 0) + skewMs + this.#standstillsMs(begunMs)
  }

  /** One node's clock may have been behind the other's by so much. */
  #standstillsMs(begunMs: number): number {
    const { standstills, kernel } = this.#world
    return standstills
      .filter(({ fromMs, correctedAtMs }) => fromMs <= kernel.nowMs && begunMs <= correctedAtMs)
      .reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0)
  }

  /** Whoever ends it now was frozen when the clock jumped, or started later and found nothing about it in the storage. */
  #isUnaware(begunMs: number, { startedAtMs, freezes }: Life): boolean {
    return this.#world.jumpTimes.some(
      (atMs) =>
        (this.#mayBeLost() && begunMs <= atMs && atMs <= startedAtMs) ||
        freezes.some(({ fromMs, untilMs }) => fromMs <= atMs && atMs <= untilMs),
    )
  }

  /** What the clock has shown is kept for processes that start later, unless that fails. In memory it does not. */
  #mayBeLost(): boolean {
    const { faults, storageOutages, restorations, setting } = this.#world
    if (setting.storage === 'memory') return restorations > 0
    const { storageError, commitUnknown, crashInCommit, storageSlow } = faults
    const mayFail = storageError + commitUnknown + crashInCommit + storageSlow > 0
    return mayFail || storageOutages.length > 0 || restorations > 0
  }
}
