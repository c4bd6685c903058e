/** Programs that a Debian package may have installed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Null if it is not on the path. */
export function findProgram(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(':')
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null
}

export type Program = Readonly<{
  /** The first line that matches, of all that it writes. To be asked for at once. */
  line(wanted: RegExp): Promise<string>
  stop(): Promise<void>
}>

/** Runs until it is stopped. */
export function startProgram(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Program {
  const child = spawn(file, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { line: (wanted) => firstLine(child, wanted), stop: () => stop(child) }
}

function firstLine(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const found = output.split('\n').find((line) => wanted.test(line))
      if (found !== undefined) resolve(found)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`ended early: ${output.slice(-500)}`)))
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
