/**
 * The process that a PostgreSQL server is. It is a child of this one and not of `pg_ctl`: in a container whose first
 * process does not collect the dead, a killed one would look alive forever.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ProgramFailed, type Programs } from './programs.ts'

const pollMs = 20
const readyMs = 60_000
const backendsEndMs = 10_000

export type ServerFiles = Readonly<{ data: string; log: string }>

export function readLog({ log }: ServerFiles): string {
  return readFileSync(log, 'utf8').slice(-4_000)
}

export async function startPostmaster(programs: Programs, files: ServerFiles): Promise<ChildProcess> {
  const giveUpAt = performance.now() + backendsEndMs
  for (;;) {
    const postmaster = launch(programs, files)
    if (await isReady(postmaster, files)) return postmaster
    // After a kill, the server's connections end a moment later, and hold the shared memory until then.
    const isHeld = /pre-existing shared memory block/.test(readLog(files))
    if (!isHeld || performance.now() > giveUpAt)
      throw new ProgramFailed(`PostgreSQL did not start:\n${readLog(files)}`)
    await sleep(pollMs)
  }
}

function launch({ postgres, environment, runAs }: Programs, { data, log }: ServerFiles): ChildProcess {
  const output = openSync(log, 'a')
  // In a session of its own: what interrupts the run at the terminal is not meant for the server.
  const postmaster = spawn(postgres, ['-D', data], {
    env: environment,
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
    ...runAs,
  })
  closeSync(output)
  postmaster.unref()
  return postmaster
}

/** False if it has exited instead. */
async function isReady(postmaster: ChildProcess, files: ServerFiles): Promise<boolean> {
  const giveUpAt = performance.now() + readyMs
  while (performance.now() < giveUpAt) {
    if (hasExited(postmaster)) return false
    const { pid, status } = readPidFile(files)
    if (pid === postmaster.pid && ['ready', 'standby'].includes(status)) return true
    await sleep(pollMs)
  }
  postmaster.kill('SIGQUIT')
  throw new ProgramFailed(`PostgreSQL did not become ready:\n${readLog(files)}`)
}

function readPidFile({ data }: ServerFiles): Readonly<{ pid: number; status: string }> {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), status: lines[7]?.trim() ?? '' }
  } catch {
    return { pid: 0, status: '' }
  }
}

const hasExited = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null

export async function endPostmaster(postmaster: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasExited(postmaster)) return
  const exited = once(postmaster, 'exit')
  postmaster.ref()
  postmaster.kill(signal)
  await exited
}
