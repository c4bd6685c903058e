/**
 * The time that all nodes share: the database's. Between two questions it runs with the monotonic clock, so that whatever
 * happens to the wall clock of a machine, its node's time stays the same as everyone's.
 */
import { errorName } from '../../core/error-name.ts'
import type { SharedState } from '../../ports/shared-state.ts'
import type { Clock, Log } from '../../ports/system.ts'

/** Machines' clocks drift by a few milliseconds in a minute. */
const everyMs = 5_000
const afterFailureMs = 500
/** Before the clock is used: each one narrows what the first answer says. */
const furtherQuestions = 3
/** The machine's own two clocks differ by less, unless it was asleep or its wall clock was set. */
const stillMs = 1_000
const worthMentioningMs = 60_000

/** By how much two nodes may differ in noticing that the database's clock has jumped: at most 15 seconds. */
export const noticeMs = 3 * everyMs

type Question = Pick<SharedState, 'timeMs'>

/** The machine's clock where the database has none of its own. */
export async function followDatabase(machine: Clock, shared: Question | null, log: Log): Promise<Clock> {
  if (shared === null) return machine
  const askedMs = machine.monotonicMs()
  const databaseMs = await shared.timeMs()
  const offsetMs = databaseMs - (askedMs + machine.monotonicMs()) / 2
  const aheadMs = machine.nowMs() - databaseMs
  if (Math.abs(aheadMs) > worthMentioningMs) {
    const seconds = Math.round(aheadMs / 1_000)
    log.warn({ seconds }, "this machine's clock differs from the database's, which is used instead")
  }
  const clock = new DatabaseClock(machine, shared, log, offsetMs)
  for (let i = 0; i < furtherQuestions; i++) await clock.ask()
  return clock
}

export function isDatabaseClock(clock: Clock): clock is DatabaseClock {
  return clock instanceof DatabaseClock
}

class DatabaseClock implements Clock {
  readonly #machine: Clock
  readonly #shared: Question
  readonly #log: Log
  /** How far the database's clock is ahead of this machine's monotonic one. */
  #offsetMs: number
  /** How far the machine's wall clock was ahead of its monotonic one at the last answer. */
  #wallAheadMs: number
  #asking: Promise<void> | null = null

  constructor(machine: Clock, shared: Question, log: Log, offsetMs: number) {
    this.#machine = machine
    this.#shared = shared
    this.#log = log
    this.#offsetMs = offsetMs
    this.#wallAheadMs = this.#readWallAhead()
  }

  nowMs(): number {
    if (this.mayHaveStoodStill()) this.#askSoon()
    return Math.floor(this.monotonicMs() + this.#offsetMs)
  }

  monotonicMs(): number {
    return this.#machine.monotonicMs()
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return this.#machine.sleep(durationMs, signal)
  }

  mayHaveStoodStill(): boolean {
    return Math.abs(this.#readWallAhead() - this.#wallAheadMs) > stillMs
  }

  /** Asks again and again until the signal fires. Without an answer, the time goes on as it was. */
  async follow(signal: AbortSignal): Promise<void> {
    let hasFailed = false
    while (!signal.aborted) {
      await this.sleep(hasFailed ? afterFailureMs : everyMs, signal)
      if (signal.aborted) return
      hasFailed = !(await this.#tryToAsk())
    }
  }

  /** Rejects if the database does not answer. */
  ask(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null
    })
    return this.#asking
  }

  #askSoon(): void {
    if (this.#asking === null) void this.#tryToAsk()
  }

  async #tryToAsk(): Promise<boolean> {
    try {
      await this.ask()
      return true
    } catch (error) {
      this.#log.debug({ cause: errorName(error) }, 'the time of the database could not be read')
      return false
    }
  }

  /** The answer was given between the two readings. What was known is kept as far as it agrees with that. */
  async #ask(): Promise<void> {
    const before = this.#readWallAhead()
    const askedMs = this.monotonicMs()
    const databaseMs = await this.#shared.timeMs()
    const answeredMs = this.monotonicMs()
    const after = this.#readWallAhead()
    // Asleep in between: the two readings do not enclose the answer.
    if (Math.abs(after - before) > stillMs) return this.#ask()
    this.#wallAheadMs = after
    const [leastMs, mostMs] = [databaseMs - answeredMs, databaseMs - askedMs]
    this.#offsetMs = Math.min(mostMs, Math.max(leastMs, this.#offsetMs))
  }

  #readWallAhead(): number {
    return this.#machine.nowMs() - this.#machine.monotonicMs()
  }
}
