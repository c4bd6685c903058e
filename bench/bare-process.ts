/** Starts the bare reference as a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Sample } from './sample.ts'

export type BareProcess = Readonly<{ url: string; stop(): Promise<void> }>

const script = fileURLToPath(new URL('./bare-server.ts', import.meta.url))

export async function startBare(folder: string, port: number, sample: Sample): Promise<BareProcess> {
  const sampleFile = join(folder, 'sample.json')
  writeFileSync(sampleFile, JSON.stringify(sample))
  const child = spawn(process.execPath, [script, sampleFile, join(folder, 'bare.db'), String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  await untilAnswering(url, () => child.exitCode !== null)
  return {
    url,
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function untilAnswering(url: string, hasExited: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (hasExited()) break
    const answer = await fetch(`${url}/healthz`).catch(() => null)
    await answer?.body?.cancel()
    if (answer?.ok === true) return
    await sleep(10)
  }
  throw new Error('the bare reference does not answer')
}
