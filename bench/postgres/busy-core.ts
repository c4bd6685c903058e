/** Takes half of the core that the servers are kept to, as another node there would. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { pin, serverCore } from '../cores.ts'

const program = 'for (;;);'

export async function besideBusyProcess<Result>(work: () => Promise<Result>): Promise<Result> {
  const busy = spawn(process.execPath, ['--eval', program], { stdio: 'ignore' })
  const end = (): boolean => busy.kill('SIGKILL')
  process.once('exit', end)
  try {
    await once(busy, 'spawn')
    pin(busy.pid, serverCore)
    return await work()
  } finally {
    await ended(busy)
    process.off('exit', end)
  }
}

async function ended(busy: ChildProcess): Promise<void> {
  const exited = once(busy, 'exit')
  busy.kill('SIGKILL')
  await exited
}
