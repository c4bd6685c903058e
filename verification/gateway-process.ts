/** The built gateway as a process of its own, on a data folder of its own: for the benchmark and the crash campaign. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { runtimeFlags } from '../bin/runtime.js'

export type GatewayPlace = Readonly<{
  /** Holds the database, the sandbox acquirer's ledger, and the process's output. */
  folder: string
  port: number
  /** A bundle to run in place of the built gateway. */
  program?: string
  /** `dev` unless it says otherwise. */
  command?: 'dev' | 'serve'
  environment?: Readonly<Record<string, string>>
}>

export const sandboxKey = 'fl_test_sk_abc123def456'
const bundle = fileURLToPath(new URL('../dist/flowlix.js', import.meta.url))
const pollMs = 3

export const databaseFile = (folder: string): string => join(folder, 'flowlix.db')
export const sandboxDatabaseFile = (folder: string): string => join(folder, 'sandbox-acquirer.db')
export const outputFile = (folder: string): string => join(folder, 'output.log')

export class GatewayProcess {
  readonly url: string
  readonly #place: GatewayPlace
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown>

  constructor(place: GatewayPlace) {
    const program = place.program ?? bundle
    if (!existsSync(program)) throw new Error('the gateway is not built yet: run "npm run build" first')
    this.#place = place
    this.url = `http://127.0.0.1:${place.port}`
    const output = openSync(outputFile(place.folder), 'a')
    this.#child = spawn(process.execPath, [...runtimeFlags(), program, place.command ?? 'dev'], {
      env: { ...process.env, ...environmentOf(place) },
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    this.#exited = once(this.#child, 'exit')
    // Whoever started it may break off; it must not stay behind.
    const end = (): boolean => this.#child.kill('SIGKILL')
    process.once('exit', end)
    this.#child.once('exit', () => process.off('exit', end))
  }

  get folder(): string {
    return this.#place.folder
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the gateway did not start')
    return this.#child.pid
  }

  get hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** By SIGKILL, whoever sent it. */
  get wasKilled(): boolean {
    return this.#child.signalCode === 'SIGKILL'
  }

  get exitCode(): number | null {
    return this.#child.exitCode
  }

  /** Resolves with the first good answer of the health check. The limit is for what hangs: the machine may be busy. */
  async ready(timeoutMs = 60_000): Promise<void> {
    const giveUpAt = performance.now() + timeoutMs
    while (performance.now() < giveUpAt) {
      if (this.hasExited) throw new Error(`the gateway exited at once:\n${this.output()}`)
      const answer = await fetch(`${this.url}/healthz`).catch(() => null)
      await answer?.body?.cancel()
      if (answer?.status === 200) return
      await sleep(pollMs)
    }
    throw new Error(`the gateway did not become ready:\n${this.output()}`)
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** `kill -9`: nothing in the process runs anymore after this. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.exited()
  }

  /** Asks it to end in good order. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM')
    await this.exited()
  }

  async exited(): Promise<void> {
    if (!this.hasExited) await this.#exited
  }

  output(): string {
    return outputTail(this.#place.folder, 4_000)
  }
}

/** The last characters that processes with this folder have printed. */
export function outputTail(folder: string, characters: number): string {
  return readFileSync(outputFile(folder), 'utf8').slice(-characters)
}

function environmentOf({ folder, port, environment }: GatewayPlace): Record<string, string> {
  return {
    PORT: String(port),
    HOST: '127.0.0.1',
    API_URL: `http://127.0.0.1:${port}`,
    PAY_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: `sqlite:${databaseFile(folder)}`,
    SANDBOX_DATABASE: `sqlite:${sandboxDatabaseFile(folder)}`,
    RATE_LIMIT_PER_MINUTE: '100000000',
    LOG_LEVEL: 'warn',
    ...environment,
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
