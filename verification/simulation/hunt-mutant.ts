/** Runs one mutant in a thread of its own. */
import { Worker } from 'node:worker_threads'
import type { Mutant } from './mutant.ts'
import type { MutantVerdict } from './mutant-worker.ts'

/** `first` is tried before the others, which are tried from 1 to the maximum. */
export type Seeds = Readonly<{ first?: number | undefined; max: number }>

export function huntMutant(mutant: Mutant, seeds: Seeds): Promise<MutantVerdict> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./mutant-worker.ts', import.meta.url), {
      workerData: { edits: mutant.edits, seeds, wish: mutant.wish ?? {} },
      execArgv: [],
    })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error(`the thread of "${mutant.name}" ended without a verdict`)))
  })
}
