/**
 * What the nodes answered: how much they served, and how they refused while something was away. That is 503, soon, with the
 * time at which to come back, and nothing worse.
 */
import type { Answered } from './balancer.ts'
import { type ClusterFault, isAway } from './faults.ts'

export type RefusalReport = Readonly<{
  count: number
  slowestMs: number
  /** Later than promised. */
  late: number
  /** While the server was there: each has run into a time limit, because the machine was busy. */
  needless: number
}>

const limitMs = 3_000

export class Answers {
  /** Sentences. */
  readonly wrong: string[] = []
  #fault: ClusterFault | null = null
  readonly #tookMs: number[] = []
  /** Requests that were refused while the server was there, and no node was frozen. */
  readonly needless: string[] = []
  #served = 0
  #refused = 0

  note({ path, status, tookMs, saysWhen, requestId }: Answered): void {
    if (status === 503) {
      this.#refused += 1
      if (this.#fault === null) this.needless.push(requestId)
      // A node that is frozen answers late because of that.
      if (this.#fault?.freezes !== true) this.#tookMs.push(tookMs)
      if (!saysWhen) this.wrong.push(`${path} was answered 503 without Retry-After`)
    } else if (status >= 500) {
      this.wrong.push(`${path} was answered ${status}`)
    } else {
      this.#served += 1
    }
  }

  begin(fault: ClusterFault): void {
    this.#fault = fault.freezes || isAway(fault) ? fault : null
  }

  end(): void {
    this.#fault = null
  }

  get served(): number {
    return this.#served
  }

  get refused(): number {
    return this.#refused
  }

  get report(): RefusalReport {
    return {
      count: this.#tookMs.length,
      slowestMs: this.#tookMs.reduce((most, one) => Math.max(most, one), 0),
      late: this.#tookMs.filter((one) => one > limitMs).length,
      needless: this.needless.length,
    }
  }
}
