/**
 * A thread that simulates. Each has the machine's turns and the statements of SQLite for itself, and runs the source as
 * it is written; nothing else happens in it.
 */
import { Worker } from 'node:worker_threads'
import type { Range, Totals } from './run-range.ts'
import type { SeedOptions, SeedResult } from './run-seed.ts'

export type Task =
  | Readonly<{ kind: 'range'; range: Range }>
  | Readonly<{ kind: 'seed'; seed: number; options: SeedOptions }>

export class SimulationThread {
  readonly #worker = new Worker(new URL('./campaign-worker.ts', import.meta.url), { execArgv: [] })

  runRange(range: Range): Promise<Totals> {
    return this.#ask<Totals>({ kind: 'range', range })
  }

  runSeed(seed: number, options: SeedOptions = {}): Promise<SeedResult> {
    return this.#ask<SeedResult>({ kind: 'seed', seed, options })
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
