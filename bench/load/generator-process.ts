/** Starts the load generator as a process of its own and hands jobs to it, one at a time. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { generatorCore, pin } from '../cores.ts'
import type { LoadJob, LoadResult, Measured } from './load-job.ts'

const script = fileURLToPath(new URL('./generator.ts', import.meta.url))

export class Generator {
  readonly #child: ChildProcess = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })

  constructor() {
    pin(this.#child.pid, generatorCore)
  }

  /** Rejects when a single response was not the expected one. */
  async run(job: LoadJob): Promise<Measured> {
    const answered = once(this.#child, 'message')
    this.#child.send(job)
    const [result] = (await answered) as [LoadResult]
    if ('error' in result) throw new Error(`${job.requestText.split('\r\n')[0]}: ${result.error}`)
    return result.measured
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit')
    this.#child.disconnect()
    await exited
  }
}
