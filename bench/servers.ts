/** Starts the servers that the gateway is measured beside, each as a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pin, serverCore } from './cores.ts'
import type { Sample } from './sample.ts'

export type ServerProcess = Readonly<{ port: number; pid: number | undefined; stop(): Promise<void> }>

export function startBare(folder: string, port: number, sample: Sample): Promise<ServerProcess> {
  const sampleFile = join(folder, 'sample.json')
  writeFileSync(sampleFile, JSON.stringify(sample))
  return startServer('./bare/server.ts', [sampleFile, join(folder, 'bare.db'), String(port)], port)
}

export function startIdle(port: number): Promise<ServerProcess> {
  return startServer('./load/idle-server.ts', [String(port)], port)
}

async function startServer(script: string, args: readonly string[], port: number): Promise<ServerProcess> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  await untilResponding(`http://127.0.0.1:${port}/healthz`, () => child.exitCode !== null)
  pin(child.pid, serverCore)
  return {
    port,
    pid: child.pid,
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function untilResponding(url: string, hasExited: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !hasExited(); tries++) {
    const response = await fetch(url).catch(() => null)
    await response?.body?.cancel()
    if (response?.ok === true) return
    await sleep(10)
  }
  throw new Error(`nothing responds at ${url}`)
}
