/** The receivers that the page shows, each running as a reader would run it: its own folder, its own process, its own database. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../verification/gateway-process.ts'
import { readable } from './shown.ts'

type Program = Readonly<{
  /** As the page calls it. */
  id: string
  /** Exits with 0 where it can run. */
  probe: readonly [string, ...string[]]
  command(port: number): readonly [string, ...string[]]
}>

const onNode = (id: string, file = 'server.js'): Program => ({
  id,
  probe: [process.execPath, '--version'],
  command: () => [process.execPath, file],
})

export const programs: readonly Program[] = [
  onNode('express'),
  onNode('hono'),
  // The route is a function from a request to a response; Next.js itself is not installed.
  onNode('next', 'serve-route.js'),
  onNode('plain'),
  {
    id: 'flask',
    probe: ['python3', '-c', 'import flask'],
    command: (port) => ['python3', '-m', 'flask', '--app', 'flask_receiver', 'run', '--port', String(port)],
  },
  {
    id: 'php',
    probe: ['php', '-r', 'exit(extension_loaded("curl") && extension_loaded("pdo_sqlite") ? 0 : 1);'],
    command: (port) => ['php', '-S', `127.0.0.1:${port}`, 'receiver.php'],
  },
]

const serveRoute = `
import { serve } from '@hono/node-server'
import { POST } from './app/webhooks/route.js'
serve({ fetch: POST, port: Number(process.env.PORT) })`

export function canRun({ id, probe: [program, ...args] }: Program): boolean {
  const isPossible = spawnSync(program, args, { stdio: 'ignore' }).status === 0
  if (!isPossible) console.warn(`What the receiver "${id}" needs is not installed, so its tests are skipped.`)
  return isPossible
}

const pathTo = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url))

function writeProject(folder: string, html: string, id: string): void {
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '@hono'), { recursive: true })
  mkdirSync(join(modules, 'flowlix-client'))
  mkdirSync(join(folder, 'app/webhooks'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  for (const name of ['express', 'hono', '@hono/node-server'])
    symlinkSync(pathTo(`node_modules/${name}`), join(modules, name))
  const client = new URL('../../client/src/flowlix.ts', import.meta.url).href
  writeFileSync(join(modules, 'flowlix-client/index.js'), `export * from '${client}'`)
  writeFileSync(join(folder, 'serve-route.js'), serveRoute)
  for (const [name, text] of shownFiles(html, id)) writeFileSync(join(folder, name), text)
}

/** The files of a receiver, under the names that the page gives them. */
function shownFiles(html: string, id: string): readonly (readonly [name: string, text: string])[] {
  const start = html.indexOf(`data-receiver="${id}"`)
  const part = html.slice(start, html.indexOf('</div>', start))
  const figures = part.matchAll(/<figcaption>([^<]*) <.*?<pre>(.*?)<\/pre>/gs)
  return [...figures].map(([, name = '', text]) => [name.trim(), readable(text)])
}

export class ReceiverProcess {
  readonly url: string
  output = ''
  readonly #folder = mkdtempSync(join(tmpdir(), 'flowlix-receiver-'))
  readonly #program: Program
  readonly #port: number
  #child: ChildProcess | null = null

  private constructor(program: Program, port: number) {
    this.#program = program
    this.#port = port
    this.url = `http://127.0.0.1:${port}/webhooks`
  }

  static async write(program: Program, html: string): Promise<ReceiverProcess> {
    const receiver = new ReceiverProcess(program, await freePort())
    writeProject(receiver.#folder, html, program.id)
    return receiver
  }

  async start(environment: Readonly<Record<string, string>>): Promise<void> {
    const [program, ...args] = this.#program.command(this.#port)
    const env = { ...process.env, PORT: String(this.#port), NODE_NO_WARNINGS: '1', ...environment }
    const child = spawn(program, args, { cwd: this.#folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        this.output += text
      })
    while (!(await fetch(this.url).catch(() => null))) {
      if (child.exitCode !== null) throw new Error(`the receiver has ended: ${this.output}`)
      await sleep(20)
    }
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (child === null || child.exitCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.#folder, { recursive: true })
  }

  /** The rows of its database. */
  read(query: string, ...values: readonly (string | number)[]): readonly object[] {
    return this.#onDatabase((database) =>
      database
        .prepare(query)
        .all(...values)
        .map((row) => ({ ...row })),
    )
  }

  addOrder(paymentId: string, amount: number): void {
    this.#onDatabase((database) => {
      // A server that has not received anything may not have made its tables yet.
      database.exec(`create table if not exists orders (payment_id text primary key,
        amount integer, currency text, status text default 'open')`)
      database
        .prepare(`insert into orders (payment_id, amount, currency) values (?, ?, 'eur')`)
        .run(paymentId, amount)
    })
  }

  #onDatabase<T>(act: (database: DatabaseSync) => T): T {
    const database = new DatabaseSync(join(this.#folder, 'shop.db'), { timeout: 5_000 })
    try {
      return act(database)
    } finally {
      database.close()
    }
  }
}
