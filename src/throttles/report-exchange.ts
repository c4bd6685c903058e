/**
 * The nodes of one database tell each other what they have counted, once a second. While the database is away, each
 * goes on with what it knows, and tells the others afterward.
 */
import { errorName } from '../core/error-name.ts'
import type { SharedState } from '../ports/shared-state.ts'
import type { Clock, Log } from '../ports/system.ts'
import { securityEvent } from '../security-event.ts'
import { readReport } from './report.ts'
import { seal, unseal } from './sealed-report.ts'
import type { Throttles } from './throttles.ts'

const everyMs = 1_000
/** Longer than a report is stored: an older node is gone, or has begun anew under another name. */
const forgottenAfterMs = 300_000

type Exchanged = Readonly<{
  throttles: Throttles
  shared: Pick<SharedState, 'exchangeReports'>
  clock: Clock
  log: Log
  /** Different for each start of each process. */
  node: string
  /** The same on all nodes. */
  key: Uint8Array
  /** Of the cards that are limited. */
  mode: string
}>

type Waiting = Readonly<{ number: number; atMs: number; body: string }>

export class ReportExchange {
  readonly #of: Exchanged
  /** The newest report of each node that was read, and when. */
  readonly #read = new Map<string, number>()
  readonly #readAtMs = new Map<string, number>()
  readonly #strange = new Set<string>()
  #number = 0
  /** Until it is known to be stored. */
  #waiting: Waiting | null = null

  constructor(of: Exchanged) {
    this.#of = of
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#of
    while (!signal.aborted) {
      await clock.sleep(everyMs, signal)
      if (signal.aborted) return
      try {
        await this.#exchange()
      } catch (error) {
        log.debug({ cause: errorName(error) }, 'counts could not be exchanged with other nodes')
      }
    }
  }

  async #exchange(): Promise<void> {
    const { shared, clock, node } = this.#of
    this.#waiting ??= this.#next()
    const nowMs = clock.nowMs()
    const found = await shared.exchangeReports({ node, report: this.#waiting, read: this.#read, nowMs })
    this.#waiting = null
    for (const { node: other, number, atMs, body } of found) {
      this.#read.set(other, number)
      this.#readAtMs.set(other, clock.monotonicMs())
      this.#learn(other, unseal(body, this.#of.key, labelOf(other, number)), Math.max(0, nowMs - atMs))
    }
    this.#forget()
  }

  #next(): Waiting | null {
    const { throttles, clock, node, key } = this.#of
    const report = throttles.takeReport(clock.monotonicMs())
    if (report === null) return null
    this.#number += 1
    const body = seal(JSON.stringify(report), key, labelOf(node, this.#number))
    return { number: this.#number, atMs: clock.nowMs(), body }
  }

  #learn(other: string, text: string | null, ageMs: number): void {
    const { throttles, clock, log, mode } = this.#of
    const report = text === null ? null : readReport(text)
    if (report === null) {
      if (!this.#strange.has(other))
        log.warn(
          { node: other },
          'the counts of another node cannot be read: set the same NODE_SECRET on all nodes',
        )
      this.#strange.add(other)
      return
    }
    const nowMs = clock.monotonicMs()
    for (const { merchantId, ...tripped } of throttles.learn(report, nowMs - ageMs, nowMs)) {
      const fields = { alarm: 'card_testing', object: merchantId, mode, ...tripped }
      securityEvent(log, 'breaker_opened', fields)
    }
  }

  #forget(): void {
    const nowMs = this.#of.clock.monotonicMs()
    for (const [other, atMs] of this.#readAtMs) {
      if (nowMs - atMs < forgottenAfterMs) continue
      for (const known of [this.#read, this.#readAtMs, this.#strange]) known.delete(other)
    }
  }
}

function labelOf(node: string, number: number): string {
  return `${node} ${number}`
}
