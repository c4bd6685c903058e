/**
 * A thread that simulates. Each has the machine's turns and the statements of SQLite for itself, and runs the source as
 * it is written; nothing else happens in it.
 */
import { Worker } from 'node:worker_threads'
import type { Reached } from './coverage.ts'
import type { Range, Totals } from './run-range.ts'
import type { SeedOptions, SeedResult } from './run-seed.ts'

export type Task =
  | Readonly<{ kind: 'range'; range: Range }>
  | Readonly<{ kind: 'seed'; seed: number; options: SeedOptions }>
  | Readonly<{ kind: 'coverage' }>

export type ThreadOptions = Readonly<{ isCovered: boolean }>

export class SimulationThread {
  readonly #worker: Worker

  constructor(options: ThreadOptions = { isCovered: false }) {
    const file = new URL('./campaign-worker.ts', import.meta.url)
    this.#worker = new Worker(file, { execArgv: [], workerData: options })
  }

  runRange(range: Range): Promise<Totals> {
    return this.#ask<Totals>({ kind: 'range', range })
  }

  runSeed(seed: number, options: SeedOptions = {}): Promise<SeedResult> {
    return this.#ask<SeedResult>({ kind: 'seed', seed, options })
  }

  /** What it has reached since it began, if it was asked to count that. */
  takeCoverage(): Promise<Reached> {
    return this.#ask<Reached>({ kind: 'coverage' })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  /** One task at a time. */
  #ask<Answer>(task: Task): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#worker.removeAllListeners()
      this.#worker.once('message', resolve)
      this.#worker.once('error', reject)
      this.#worker.once('exit', () => reject(new Error('the thread ended before its task')))
      this.#worker.postMessage(task)
    })
  }
}
