/** The built gateway as child processes, each test with a folder of its own and nothing of our environment. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../verification/gateway-process.ts'

const bundle = fileURLToPath(new URL('../../dist/flowlix.js', import.meta.url))

export type Settings = Readonly<Record<string, string>>
export type Finished = Readonly<{ code: number | null; stdout: string; stderr: string }>

export type Process = Readonly<{
  url: string
  /** What it has written so far. */
  output(): string
  signal(name: NodeJS.Signals): void
  finished: Promise<Finished>
}>

export type Place = Readonly<{
  folder: string
  /** A command that ends by itself. */
  run(args: readonly string[], settings?: Settings): Promise<Finished>
  /** A gateway; resolves when it answers. Production gets its database first if there is none. */
  start(command: 'dev' | 'serve', settings?: Settings): Promise<Process>
  close(): Promise<void>
}>

export function openPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-cli-'))
  const started: Process[] = []
  const begin = (args: readonly string[], settings: Settings, url: string): Process => {
    const begun = beginProcess(folder, args, settings, url)
    started.push(begun)
    return begun
  }
  return {
    folder,
    run: (args, settings = {}) => begin(args, settings, '').finished,
    start: async (command, settings = {}) => {
      const port = await freePort()
      const url = `http://127.0.0.1:${port}`
      const origins = command === 'serve' ? { API_URL: url, PAY_URL: url, ALLOW_INSECURE_HTTP: 'true' } : {}
      if (command === 'serve' && !existsSync(join(folder, databaseOf(settings)))) {
        await begin(['init'], settings, '').finished
      }
      const gateway = begin([command], { PORT: String(port), ...origins, ...settings }, url)
      await untilAlive(gateway)
      return gateway
    },
    close: async () => {
      for (const one of started) one.signal('SIGKILL')
      await Promise.all(started.map(({ finished }) => finished))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function databaseOf({ DATABASE_URL: url = 'sqlite:./data/flowlix.db' }: Settings): string {
  return url.slice('sqlite:'.length)
}

function beginProcess(folder: string, args: readonly string[], settings: Settings, url: string): Process {
  const child = spawn(process.execPath, [bundle, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const end = (): boolean => child.kill('SIGKILL')
  process.once('exit', end)
  const finished = once(child, 'close').then(() => {
    process.off('exit', end)
    return { code: child.exitCode, stdout, stderr }
  })
  return { url, output: () => stdout + stderr, signal: (name) => child.kill(name), finished }
}

async function untilAlive(gateway: Process): Promise<void> {
  let isOver = false
  void gateway.finished.then(() => {
    isOver = true
  })
  for (;;) {
    if (isOver) throw new Error(`the gateway did not start:\n${gateway.output()}`)
    const answer = await fetch(`${gateway.url}/healthz`).catch(() => null)
    if (answer?.ok === true) return
    await sleep(20)
  }
}
