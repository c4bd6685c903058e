/** What a thread does with the tasks that it is sent. The source is loaded after what stands in its way. */
import './count-decisions.ts'
import './load-tsx.ts'
import { parentPort } from 'node:worker_threads'
import type { Task } from './simulation-thread.ts'

const { runRange } = await import('./run-range.ts')
const { runSeed } = await import('./run-seed.ts')

parentPort?.on('message', async (task: Task) => {
  const result = task.kind === 'range' ? await runRange(task.range) : await runSeed(task.seed, task.options)
  parentPort?.postMessage(result)
})
