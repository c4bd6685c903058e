/** The clock for decisions. It notices when the wall clock jumps, logs it, and remembers it. */
import {
  beginHistory,
  type ClockHistory,
  isExplained,
  jumpMinMs,
  knowAhead,
  observe,
  timeOfCreation,
} from '../../core/clock-history.ts'
import type { Clock, Log } from '../../ports/system.ts'

export class WatchedClock {
  readonly #clock: Clock
  readonly #log: Log
  readonly #noticeMs: number
  #history: ClockHistory
  /** Of the newest payment that this process knows of. */
  #createdMs = -Infinity
  /** Counts how often the clock was set back. Stored times may be ahead of it then. */
  timesSetBack = 0
  /** Called after a jump, once the history contains it. */
  onJump: () => void = () => {}

  /** `noticeMs`: by how much nodes that share the clock may differ in noticing a jump; 0 if it is the machine's. */
  constructor(clock: Clock, log: Log, noticeMs = 0) {
    this.#clock = clock
    this.#log = log
    this.#noticeMs = noticeMs
    this.#history = beginHistory(this.#reading())
  }

  read(): Readonly<{ nowMs: number; history: ClockHistory }> {
    const reading = this.#reading()
    const { history, jumpMs } = observe(this.#history, reading, this.#noticeMs)
    this.#history = history
    if (jumpMs !== 0) {
      this.#tellJump(jumpMs)
      this.onJump()
    }
    return { nowMs: reading.nowMs, history }
  }

  /** For a payment that is created now. */
  creationMs(): number {
    const { nowMs, history } = this.read()
    this.#createdMs = timeOfCreation(history, nowMs, this.#createdMs)
    return this.#createdMs
  }

  /** What an earlier process on the same boot of the machine knew. A jump since then is noticed. */
  resume(history: ClockHistory): void {
    this.#history = history
    this.read()
  }

  /** When an earlier process created its newest payment. A jump that was reported then is reported again, too. */
  meetNewest(createdMs: number): void {
    this.#createdMs = createdMs
    const aheadMs = createdMs - this.#clock.nowMs()
    if (aheadMs > jumpMinMs && this.#isKnown(createdMs)) this.#tellBehind(aheadMs)
    else this.meet(createdMs)
  }

  /** Takes note of a stored time. If it is ahead, a clock that was ahead wrote it. */
  meet(storedMs: number): void {
    const reading = this.#reading()
    const aheadMs = storedMs - reading.nowMs
    if (aheadMs <= jumpMinMs || this.#isKnown(storedMs)) return
    this.#history = knowAhead(this.#history, storedMs, reading)
    this.#tellBehind(aheadMs)
  }

  #isKnown(storedMs: number): boolean {
    return isExplained(this.#history, this.#clock.nowMs(), storedMs)
  }

  #tellBehind(aheadMs: number): void {
    this.#log.error(
      { alarm: 'clock_behind', seconds: Math.round(aheadMs / 1_000) },
      'the clock is behind stored times; waiting payments are processed without delay',
    )
  }

  #reading() {
    return { nowMs: this.#clock.nowMs(), monotonicMs: this.#clock.monotonicMs() }
  }

  #tellJump(jumpMs: number): void {
    if (jumpMs < 0) this.timesSetBack += 1
    this.#log.error(
      { alarm: 'clock_jumped', seconds: Math.round(jumpMs / 1_000) },
      'the clock jumped, or the machine was asleep; sessions and payments are not affected',
    )
  }
}
