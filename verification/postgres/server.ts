/**
 * A PostgreSQL server of a test's own: a small one that is as durable as a large one. It listens on a free port of this
 * machine only, and can be stopped, killed, started again, copied to a standby, and promoted.
 */
import { type ChildProcess, execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { freePort } from '../gateway-process.ts'
import { endPostmaster, readLog, type ServerFiles, startPostmaster } from './postmaster.ts'
import { type Programs, preparePrograms, whoRunsServers } from './programs.ts'
import { type Medium, makeServerFolder, type ServerFolder } from './server-folder.ts'

const user = 'flowlix'
const startsMax = 5

export type Settings = Readonly<Record<string, string>>

const usual: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '32MB',
  wal_keep_size: '128MB',
  max_wal_size: '256MB',
  // In the folder of its data, so that a killed server leaves nothing in the system.
  dynamic_shared_memory_type: 'mmap',
  jit: 'off',
  log_min_messages: 'warning',
}

export class PostgresServer {
  readonly #folder: ServerFolder
  readonly #programs: Programs
  readonly #password: string
  readonly #settings: Settings
  readonly #medium: Medium
  #port = 0
  #postmaster: ChildProcess | null = null

  /** A new and empty one, running. */
  static async start(settings: Settings = {}, medium: Medium = 'memory'): Promise<PostgresServer> {
    const password = randomBytes(16).toString('hex')
    const server = await PostgresServer.#prepare(password, { ...usual, ...settings }, medium)
    await server.#initialize()
    await server.#startOnFreePort()
    return server
  }

  static async #prepare(password: string, settings: Settings, medium: Medium): Promise<PostgresServer> {
    const runAs = await whoRunsServers()
    const folder = await makeServerFolder(runAs, medium)
    const programs = await preparePrograms(folder.path, runAs)
    return new PostgresServer(folder, programs, password, settings, medium)
  }

  private constructor(
    folder: ServerFolder,
    programs: Programs,
    password: string,
    settings: Settings,
    medium: Medium,
  ) {
    this.#medium = medium
    this.#folder = folder
    this.#programs = programs
    this.#password = password
    this.#settings = settings
  }

  get port(): number {
    return this.#port
  }

  /** Of its superuser. */
  url(database = 'postgres'): string {
    return `postgres://${user}:${this.#password}@127.0.0.1:${this.#port}/${database}`
  }

  /** Again, after it was stopped or killed. */
  async start(): Promise<void> {
    this.#postmaster = await startPostmaster(this.#programs, this.#files)
  }

  /** `fast` ends every connection, `immediate` is a crash of the whole server. */
  stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    return this.#end(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** `kill -9` of the postmaster. */
  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  /** A running copy that follows this server until it is promoted. Its `application_name` here is `standby`. */
  async standby(settings: Settings = {}): Promise<PostgresServer> {
    const connection = `host=127.0.0.1 port=${this.#port} user=${user} password=${this.#password}`
    const usual = { ...this.#settings, primary_conninfo: `${connection} application_name=standby` }
    const standby = await PostgresServer.#prepare(this.#password, { ...usual, ...settings }, this.#medium)
    await this.#copyInto(standby)
    standby.put('standby.signal', '')
    await standby.#startOnFreePort()
    return standby
  }

  async promote(): Promise<void> {
    await this.#programs.run('pg_ctl', 'promote', '--wait', '--pgdata', this.#files.data)
  }

  /** Into the folder of its data, readable only for itself. */
  put(name: string, text: string): void {
    const file = join(this.#files.data, name)
    writeFileSync(file, text, { mode: 0o600 })
    const { uid, gid } = this.#programs.runAs
    if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid)
  }

  log(): string {
    return readLog(this.#files)
  }

  /** Ends it, whatever state it is in, and removes its files. */
  async remove(): Promise<void> {
    await this.#end('SIGQUIT')
    await this.#folder.remove()
  }

  get #files(): ServerFiles {
    const { path } = this.#folder
    return { data: join(path, 'data'), log: join(path, 'server.log') }
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#postmaster !== null) await endPostmaster(this.#postmaster, signal)
  }

  /** In an order of text that is not that of bytes, as most servers are. */
  async #initialize(): Promise<void> {
    const passwordFile = join(this.#folder.path, 'password')
    writeFileSync(passwordFile, this.#password)
    const { uid, gid } = this.#programs.runAs
    if (uid !== undefined && gid !== undefined) chownSync(passwordFile, uid, gid)
    const order = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US']
    const access = [`--username=${user}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
    const size = ['--wal-segsize=4', '--no-sync', '--no-instructions']
    await this.#programs.run('initdb', '--pgdata', this.#files.data, ...order, ...access, ...size)
  }

  /** A port that was free a moment ago may be taken by the time it is used. */
  async #startOnFreePort(): Promise<void> {
    for (let starts = 1; ; starts++) {
      this.#port = await freePort()
      const lines = Object.entries({ ...this.#settings, port: String(this.#port) })
      this.put('postgresql.conf', lines.map(([name, value]) => `${name} = '${value}'\n`).join(''))
      try {
        return await this.start()
      } catch (error) {
        if (starts === startsMax || !/could not bind/.test(this.log())) throw error
      }
    }
  }

  async #copyInto(standby: PostgresServer): Promise<void> {
    const sql = postgres(this.url(), { max: 1, onnotice: () => {} })
    try {
      await sql`select pg_backup_start('standby', true)`
      await promisify(execFile)('cp', ['-a', this.#files.data, standby.#files.data], this.#programs.runAs)
      await promisify(execFile)('rm', ['-f', join(standby.#files.data, 'postmaster.pid')])
      const [stopped] = await sql`select labelfile from pg_backup_stop()`
      standby.put('backup_label', String(stopped?.labelfile))
    } finally {
      await sql.end()
    }
  }
}
