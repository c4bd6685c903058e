/**
 * The cards that customers type into pages, and the promise that limits make about them: a process that has saved so
 * many declines of a card does not send it again within the hour. Cards that merchants send are not limited.
 */
import type { Life } from './life.ts'
import type { World } from './world.ts'

/** In an hour. */
export const declinesOfCardMax = 2

/** Of one card, whatever clocks have stood still meanwhile. */
const countedMs = 45 * 60_000
const usualCard = '4242424242424242'
const limitedCards = ['4000056655665556', '5555555555554444'] as const
const addresses = ['192.0.2.1', '192.0.2.2', '198.51.100.7'] as const

/** Which card a customer has, and where the customer sits. */
export class CustomerCards {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  pick(): string {
    const { random, setting } = this.#world
    return setting.world === 'throttled' ? random.pick(limitedCards) : usualCard
  }

  address(): string | null {
    const { random, setting } = this.#world
    return setting.world === 'throttled' ? random.pick(addresses) : null
  }
}

type Decline = Readonly<{ pan: string; atMs: number }>

export class TriedCards {
  readonly #world: World
  readonly #sent = new Map<string, Readonly<{ by: Life; pan: string }>>()
  readonly #declines = new WeakMap<Life, readonly Decline[]>()

  constructor(world: World) {
    this.#world = world
  }

  /** Saved by this process. Only the one that had sent it knows which card it was. */
  decline(life: Life, reference: string): void {
    const sent = this.#sent.get(reference)
    if (sent?.by !== life) return
    const known = this.#declines.get(life) ?? []
    this.#declines.set(life, [...known, { pan: sent.pan, atMs: this.#world.kernel.nowMs }])
  }

  send(life: Life, reference: string, pan: string): void {
    this.#sent.set(reference, { by: life, pan })
    if (!limitedCards.some((limited) => limited === pan)) return
    const sinceMs = this.#world.kernel.nowMs - countedMs
    const recent = (this.#declines.get(life) ?? []).filter((one) => one.pan === pan && one.atMs > sinceMs)
    this.#world.must(recent.length < declinesOfCardMax, `a card is sent after ${recent.length} declines`)
  }
}
