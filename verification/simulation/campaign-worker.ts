/** What a thread does with the tasks that it is sent. The source is loaded after what stands in its way. */
import './count-decisions.ts'
import '../load-tsx.ts'
import { parentPort, workerData } from 'node:worker_threads'
import { beginCoverage } from './coverage.ts'
import type { Task, ThreadOptions } from './simulation-thread.ts'

const { isCovered } = workerData as ThreadOptions
const takeCoverage = isCovered ? await beginCoverage() : async () => new Map()
const { runRange } = await import('./run-range.ts')
const { runSeed } = await import('./run-seed.ts')

function perform(task: Task): Promise<unknown> {
  switch (task.kind) {
    case 'range':
      return runRange(task.range)
    case 'seed':
      return runSeed(task.seed, task.options)
    case 'coverage':
      return takeCoverage()
  }
}

parentPort?.on('message', async (task: Task) => parentPort?.postMessage(await perform(task)))
