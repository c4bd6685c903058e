/**
 * The folder of a PostgreSQL server. A guardian process ends the server and removes the folder when this process closes
 * it, or is no more, however it ended. What a killed guardian leaves behind is removed by the next run.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryFolder } from '../memory-folder.ts'
import type { RunAs } from './programs.ts'

const prefix = 'flowlix-postgres-'

/** What is in memory survives the end of any process, and creating and dropping a database there waits for no disk. */
export type Medium = 'memory' | 'disk'

/**
 * Standard input ends when the process at its other end does. The process with the ID in the file is the server only if it
 * works in the server's folder: IDs are used again.
 */
const guard = `
cat > /dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2> /dev/null)
if [ -n "$pid" ] && { [ ! -d /proc/self ] || [ "$(readlink "/proc/$pid/cwd")" = "$1/data" ]; }; then
  kill -QUIT "$pid" 2> /dev/null
  for tenth in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -0 "$pid" 2> /dev/null && sleep 0.1
  done
fi
rm -rf "$1"
`

export type ServerFolder = Readonly<{ path: string; remove(): Promise<void> }>

/** Where the folders of servers may be. */
export function serverRoots(): readonly string[] {
  const disk = realpathSync(tmpdir())
  const memory = memoryFolder()
  return memory !== null && mayRunPrograms(memory) ? [memory, disk] : [disk]
}

/** Containers often forbid it. */
function mayRunPrograms(folder: string): boolean {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n')
  const mount = mounts.find((line) => line.split(' ')[1] === folder)
  return mount?.split(' ')[3]?.split(',').includes('noexec') === false
}

export async function makeServerFolder(runAs: RunAs, medium: Medium): Promise<ServerFolder> {
  await removeLeftovers()
  const root = medium === 'disk' ? realpathSync(tmpdir()) : serverRoots()[0]
  const path = mkdtempSync(join(root ?? tmpdir(), prefix))
  writeFileSync(join(path, 'owner'), `${hostname()}\n${process.pid}\n`)
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(path, runAs.uid, runAs.gid)
  const guardian = startGuardian(path)
  return { path, remove: () => end(guardian) }
}

/** In a session of its own: what interrupts the run at the terminal must not end the guardian first. */
function startGuardian(path: string): ChildProcess {
  const guardian = spawn('/bin/sh', ['-c', guard, 'guardian', path], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guardian.unref()
  const { stdin } = guardian
  if (stdin !== null && 'unref' in stdin && typeof stdin.unref === 'function') stdin.unref()
  return guardian
}

async function end(guardian: ChildProcess): Promise<void> {
  if (guardian.exitCode !== null) return
  const exited = once(guardian, 'exit')
  guardian.ref()
  guardian.stdin?.end()
  await exited
}

/** Of runs on this machine whose guardian was killed too. */
async function removeLeftovers(): Promise<void> {
  for (const root of serverRoots()) {
    const left = readdirSync(root).filter((name) => name.startsWith(prefix) && isLeft(join(root, name)))
    for (const name of left) await end(startGuardian(join(root, name)))
  }
}

function isLeft(folder: string): boolean {
  try {
    const [host, pid] = readFileSync(join(folder, 'owner'), 'utf8').split('\n')
    return host === hostname() && !isRunning(Number(pid))
  } catch {
    // It is just being made, is somebody else's, or has just been removed.
    return false
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
