/** What the nodes answered while something was away: 503, soon, with the time at which to come back, and nothing worse. */
import type { Answered } from './balancer.ts'

export type RefusalReport = Readonly<{
  count: number
  slowestMs: number
  /** Later than promised. */
  late: number
}>

const limitMs = 3_000

export class Refusals {
  /** Sentences. */
  readonly wrong: string[] = []
  /** False while a node is frozen, and answers late because of that. */
  isTimed = true
  readonly #tookMs: number[] = []

  note({ path, status, tookMs, saysWhen }: Answered): void {
    if (status === 503) {
      if (this.isTimed) this.#tookMs.push(tookMs)
      if (!saysWhen) this.wrong.push(`${path} was answered 503 without Retry-After`)
    } else if (status >= 500) {
      this.wrong.push(`${path} was answered ${status}`)
    }
  }

  get report(): RefusalReport {
    return {
      count: this.#tookMs.length,
      slowestMs: this.#tookMs.reduce((most, one) => Math.max(most, one), 0),
      late: this.#tookMs.filter((one) => one > limitMs).length,
    }
  }
}
