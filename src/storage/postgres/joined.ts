/**
 * Questions and changes that arrive in one turn of the event loop go to the database together, in one statement. While as
 * many statements are under way as are allowed, what arrives waits for the next one, so statements carry more as the load
 * rises.
 */

import { NotConnected } from '../../platform/postgres/errors.ts'
import { asPromised } from './failures.ts'

type Work<Item, Result> = Readonly<{
  /** The results in the order of the items. A result may be a promise, which only its own caller waits for. */
  run(items: readonly Item[], deadlineMs: number): Promise<readonly (Result | Promise<Result>)[]>
  /** Items that share one of these are never under way together: the later one waits for the result of the earlier one. */
  keysOf(item: Item): readonly string[]
  /** The result of a waiting item that shares a key with a finished one, if it is known without a query; otherwise null. */
  resultAfter?(done: Item, result: Result, waiting: Item): Result | null
  /** Whether the error concerns all items, so that none is to be tried by itself. */
  isShared(error: unknown): boolean
  itemsMax: number
  statementsMax: number
  /** From the moment when an item arrives. */
  deadlineMs: number
}>

type Job<Item, Result> = Readonly<{
  item: Item
  resolve: (result: Result | Promise<Result>) => void
  reject: (error: unknown) => void
  endsAtMs: number
}>

/** An item with a smaller share of its time left is not sent, because it could be given up midway, with an unknown outcome. */
const leftMin = 0.2

export class Joined<Item, Result> {
  readonly #work: Work<Item, Result>
  readonly #keysUnderWay = new Set<string>()
  #queue: Job<Item, Result>[] = []
  #underWay = 0
  #isPlanned = false

  constructor(work: Work<Item, Result>) {
    this.#work = work
  }

  /** `deadlineMs`: shorter than usual for an item that has waited elsewhere. */
  add(item: Item, deadlineMs = this.#work.deadlineMs): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ item, resolve, reject, endsAtMs: performance.now() + deadlineMs })
      this.#plan()
    })
  }

  #plan(): void {
    if (this.#isPlanned || this.#queue.length === 0 || this.#underWay >= this.#work.statementsMax) return
    this.#isPlanned = true
    // After the callbacks of everything that the sockets brought in this turn.
    setImmediate(() => {
      this.#isPlanned = false
      const jobs = this.#takeJobs(performance.now())
      // What is left waits for a result, after which the next statement is planned.
      if (jobs.length === 0) return
      void this.#send(jobs)
      this.#plan()
    })
  }

  #takeJobs(nowMs: number): readonly Job<Item, Result>[] {
    const { itemsMax, keysOf } = this.#work
    const seen = new Set(this.#keysUnderWay)
    const taken: Job<Item, Result>[] = []
    const left: Job<Item, Result>[] = []
    for (const job of this.#queue) {
      if (this.#isLate(job, nowMs, 'all connections to PostgreSQL are in use')) continue
      const keys = keysOf(job.item)
      const isFree = taken.length < itemsMax && keys.every((key) => !seen.has(key))
      for (const key of keys) seen.add(key)
      ;(isFree ? taken : left).push(job)
    }
    this.#queue = left
    return taken
  }

  async #send(jobs: readonly Job<Item, Result>[]): Promise<void> {
    const keys = jobs.flatMap(({ item }) => this.#work.keysOf(item))
    for (const key of keys) this.#keysUnderWay.add(key)
    this.#underWay += 1
    await this.#run(jobs)
    this.#underWay -= 1
    for (const key of keys) this.#keysUnderWay.delete(key)
    this.#plan()
  }

  /** Rejects the job if too little of its time is left. */
  #isLate({ endsAtMs, reject }: Job<Item, Result>, nowMs: number, why: string): boolean {
    const isLate = endsAtMs - nowMs < leftMin * this.#work.deadlineMs
    if (isLate) reject(asPromised(new NotConnected(why)))
    return isLate
  }

  /** Never rejects. A fault is one item's, and the others must not suffer from it. */
  async #run(jobs: readonly Job<Item, Result>[]): Promise<void> {
    try {
      const deadlineMs = Math.min(...jobs.map(({ endsAtMs }) => endsAtMs)) - performance.now()
      const results = await this.#work.run(
        jobs.map(({ item }) => item),
        deadlineMs,
      )
      for (const [index, { resolve }] of jobs.entries()) resolve(results[index] as Result)
      this.#conclude(jobs, results)
    } catch (error) {
      if (jobs.length > 1 && !this.#work.isShared(error)) await this.#runOneByOne(jobs)
      else for (const { reject } of jobs) reject(error)
    }
  }

  async #runOneByOne(jobs: readonly Job<Item, Result>[]): Promise<void> {
    for (const job of jobs)
      if (!this.#isLate(job, performance.now(), 'no time was left to try again')) await this.#run([job])
  }

  #conclude(jobs: readonly Job<Item, Result>[], results: readonly (Result | Promise<Result>)[]): void {
    const { keysOf, resultAfter } = this.#work
    if (resultAfter === undefined || this.#queue.length === 0) return
    const done = new Map(
      jobs.flatMap(({ item }, index) => {
        const result = results[index] as Result | Promise<Result>
        return result instanceof Promise ? [] : keysOf(item).map((key) => [key, { item, result }])
      }),
    )
    this.#queue = this.#queue.filter((waiting) => {
      const results = keysOf(waiting.item).map((key) => {
        const other = done.get(key)
        return other === undefined ? null : resultAfter(other.item, other.result, waiting.item)
      })
      const known = results.find((result) => result !== null) ?? null
      if (known !== null) waiting.resolve(known)
      return known === null
    })
  }
}
