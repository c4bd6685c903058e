/**
 * No session ends early, however the clocks jump. A process that has started after a jump cannot tell what time it was
 * before; and clocks that differ, or stand still one at a time, differ about when a session began.
 */
import type { Payment } from '../../src/core/payment/payment.ts'
import type { Life } from './life.ts'
import type { World } from './world.ts'

/** A clock that is adjusted by less is no jump to the gateway; two of these may add up. */
const unnoticedMs = 60_000

export class SessionEnds {
  readonly #world: World
  readonly #begunMs = new Map<string, number>()

  constructor(world: World) {
    this.#world = world
  }

  /** Asked for: its process may be frozen before it is saved. */
  begin({ id }: Payment): void {
    this.#begunMs.set(id, this.#world.kernel.nowMs)
  }

  expire({ id, createdAtMs, expiresAtMs }: Payment, by: Life): void {
    const { kernel, faults } = this.#world
    const begunMs = this.#begunMs.get(id)
    if (begunMs === undefined || this.#isUnaware(begunMs, by)) return
    const toleranceMs =
      unnoticedMs + 2 * Math.max(...faults.skewsMs.map(Math.abs)) + this.#standstillsMs(begunMs)
    const earlyMs = expiresAtMs - createdAtMs - (kernel.nowMs - begunMs)
    this.#world.must(earlyMs <= toleranceMs, `${id} expired ${Math.round(earlyMs / 1_000)} s early`)
    if (faults.clockJumps.length > 0) this.#world.count('expired_by_a_jumping_clock')
  }

  /** One node's clock may have been behind the other's by so much. */
  #standstillsMs(begunMs: number): number {
    const { standstills, kernel } = this.#world
    return standstills
      .filter(({ fromMs, correctedAtMs }) => fromMs <= kernel.nowMs && begunMs <= correctedAtMs)
      .reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0)
  }

  /** Whoever ends it now was not there, or was frozen, when the clock jumped. */
  #isUnaware(begunMs: number, { startedAtMs, freezes }: Life): boolean {
    return this.#world.jumpTimes.some(
      (atMs) =>
        (begunMs <= atMs && atMs <= startedAtMs) ||
        freezes.some(({ fromMs, untilMs }) => fromMs <= atMs && atMs <= untilMs),
    )
  }
}
