/**
 * Virtual time. Everything that happens in the simulated world is an event in one queue; after each one all
 * microtasks run, so that what the code does between two awaits is one indivisible step.
 */

import type { Prng } from '../seeded-random.ts'
import { EventQueue, type Occurrence } from './event-queue.ts'
import type { Life } from './life.ts'

/** What befalls a process when something reaches it. */
export type Fate = 'goes_on' | 'dies' | 'freezes'

/** The machine's own, before a world puts its turns in its place. */
const drain = setImmediate

export class Kernel {
  nowMs = 0
  /** Whose event is happening, until the next one: null for the world outside. */
  current: Life | null = null
  events = 0
  /** A digest of everything that happened, in order: equal for equal seeds. */
  hash = 0x811c9dc5
  /** Readable lines, when somebody wants to read them. */
  readonly trace: string[] | null
  /** Asked before each event of a process. */
  fateOf: (life: Life, label: string) => Fate = () => 'goes_on'
  #sequence = 0
  #isStopped = false
  readonly #queue = new EventQueue()
  readonly #random: Prng

  constructor(random: Prng, isTraced: boolean) {
    this.#random = random
    this.trace = isTraced ? [] : null
  }

  /** `label` says in the trace what happens. */
  at(delayMs: number, label: string, run: () => void, life: Life | null = null): Occurrence {
    const event: Occurrence = {
      atMs: this.nowMs + delayMs,
      tie: this.#random.fraction(),
      sequence: this.#sequence++,
      label,
      run,
      life,
      canceled: false,
    }
    this.#queue.push(event)
    return event
  }

  wait(delayMs: number, label: string): Promise<void> {
    return new Promise((resolve) => this.at(delayMs, label, resolve))
  }

  note(text: string): void {
    this.trace?.push(`${this.#time()}       ${text}`)
  }

  /** Mixes an outcome into the digest. */
  mix(value: number): void {
    this.hash = Math.imul(this.hash ^ value, 0x01000193) >>> 0
  }

  /** Ends the run after the current event. */
  stop(): void {
    this.#isStopped = true
  }

  /** Resolves when the queue holds nothing before this time. */
  run(untilMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        try {
          if (this.#step(untilMs)) return void drain(turn)
          this.current = null
          resolve()
        } catch (error) {
          reject(error)
        }
      }
      drain(turn)
    })
  }

  /** Runs what belongs to no process in the middle of a process's event. */
  outside<T>(run: () => T): T {
    const { current } = this
    this.current = null
    try {
      return run()
    } finally {
      this.current = current
    }
  }

  /** One event; false when there is none left. */
  #step(untilMs: number): boolean {
    for (;;) {
      const next = this.#queue.peek()
      if (this.#isStopped || next === undefined || next.atMs > untilMs) {
        if (!this.#isStopped) this.nowMs = untilMs
        return false
      }
      this.#queue.pop()
      if (next.canceled || next.life?.isDead === true) continue
      this.nowMs = next.atMs
      if (next.life !== null && this.#isKept(next, next.life)) continue
      this.#happen(next)
      return true
    }
  }

  #isKept(event: Occurrence, life: Life): boolean {
    if (life.frozenUntilMs <= this.nowMs) {
      const fate = this.fateOf(life, event.label)
      if (fate === 'goes_on') return false
      this.note(`${life.name} ${fate} at: ${event.label}`)
      if (fate === 'dies') return true
    }
    event.atMs = life.frozenUntilMs
    event.tie = this.#random.fraction()
    this.#queue.push(event)
    return true
  }

  #happen(event: Occurrence): void {
    this.events++
    this.mix(event.atMs)
    this.mix(event.sequence)
    this.trace?.push(`${this.#time()} ${(event.life?.name ?? '').padEnd(5)} ${event.label}`)
    this.current = event.life
    event.run()
  }

  #time(): string {
    return (this.nowMs / 1_000).toFixed(3).padStart(10)
  }
}
