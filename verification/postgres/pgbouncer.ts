/**
 * Debian's PgBouncer in front of a PostgreSQL server, in transaction mode: each transaction of a client may get another
 * session of the server.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../gateway-process.ts'
import { whoRunsServers } from './programs.ts'

const pollMs = 20
const readyMs = 10_000

export const hasPgBouncer: boolean = spawnSync('pgbouncer', ['--version']).status === 0

export class PgBouncer {
  readonly #child: ChildProcess
  readonly #folder: string
  readonly #port: number

  /** In front of the server of this URL. */
  static async start(url: string): Promise<PgBouncer> {
    const runAs = await whoRunsServers()
    const folder = mkdtempSync(join(tmpdir(), 'flowlix-pgbouncer-'))
    const port = await freePort()
    const files = { users: usersOf(url), 'pgbouncer.ini': settingsOf(url, port, folder) }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 })
    const { uid, gid } = runAs
    if (uid !== undefined && gid !== undefined)
      for (const path of [folder, ...Object.keys(files).map((name) => join(folder, name))])
        chownSync(path, uid, gid)
    const program = ['--quiet', join(folder, 'pgbouncer.ini')]
    const child = spawn('pgbouncer', program, { cwd: '/', stdio: 'ignore', ...runAs })
    const bouncer = new PgBouncer(child, folder, port)
    await bouncer.#ready()
    return bouncer
  }

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child
    this.#folder = folder
    this.#port = port
    const end = (): boolean => child.kill('SIGKILL')
    process.once('exit', end)
    child.once('exit', () => process.off('exit', end))
  }

  /** The same database, through the pooler. */
  through(url: string): string {
    const pooled = new URL(url)
    pooled.host = `127.0.0.1:${this.#port}`
    return pooled.href
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, 'exit')
      this.#child.kill('SIGTERM')
      await exited
    }
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #ready(): Promise<void> {
    const giveUpAt = performance.now() + readyMs
    while (!(await canConnect(this.#port))) {
      if (performance.now() > giveUpAt || this.#child.exitCode !== null)
        throw new Error(`PgBouncer did not start: ${readFileSync(join(this.#folder, 'log'), 'utf8')}`)
      await sleep(pollMs)
    }
  }
}

function usersOf(url: string): string {
  const { username, password } = new URL(url)
  return `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"\n`
}

/** A few sessions for many clients, so that transactions do change places. */
function settingsOf(url: string, port: number, folder: string): string {
  const { hostname, port: serverPort } = new URL(url)
  return `[databases]
* = host=${hostname} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, 'users')}
pool_mode = transaction
default_pool_size = 3
logfile = ${join(folder, 'log')}
`
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
