/** What a thread does with the tasks that it is sent. */
import './load-tsx.ts'
import { parentPort } from 'node:worker_threads'
import { runRange } from './run-range.ts'
import { runSeed } from './run-seed.ts'
import type { Task } from './simulation-thread.ts'

parentPort?.on('message', async (task: Task) => {
  const result = task.kind === 'range' ? await runRange(task.range) : await runSeed(task.seed, task.options)
  parentPort?.postMessage(result)
})
