/** Starts the bare loop as a process of its own and hands jobs to it, one at a time. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { pin, serverCore } from '../cores.ts'
import type { LoadResult, Measured } from '../load/load-job.ts'
import type { LoopJob } from './bare-loop.ts'

const script = fileURLToPath(new URL('./bare-loop.ts', import.meta.url))

export class BareLoop {
  readonly #child: ChildProcess = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })

  constructor() {
    pin(this.#child.pid, serverCore)
  }

  async run(job: LoopJob): Promise<Measured> {
    const answered = once(this.#child, 'message')
    this.#child.send(job)
    const [result] = (await answered) as [LoadResult]
    if ('error' in result) throw new Error(`the bare loop failed: ${result.error}`)
    return result.measured
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit')
    this.#child.disconnect()
    await exited
  }
}
