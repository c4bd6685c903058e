/**
 * One connection to PostgreSQL. The driver has no time-outs for statements and keeps trying to connect by itself, so a
 * connection that has broken is thrown away here, with its socket, and its owner opens another one.
 */
import { connect, type Socket } from 'node:net'
import postgres, { type Sql } from 'postgres'
import { parseJson } from '../parse-json.ts'
import { ConnectionLost, cleanError, NotConnected, StatementFailed } from './errors.ts'

export type Value = string | number | boolean | null | Uint8Array
export type Row = Readonly<Record<string, unknown>>

/** Where and how to connect, as the driver understands it, and what concerns this folder only. */
export type ClientOptions = Readonly<{
  driver: Readonly<Record<string, unknown>>
  /** False behind a pooler that gives each transaction another session. */
  prepares: boolean
}>

const late = 'PostgreSQL did not answer in time'

export class Client {
  readonly #sql: Sql
  readonly #prepares: boolean
  #socket: Socket | null = null
  #isClosed = false
  #isLate = false

  constructor({ driver, prepares }: ClientOptions, hostIndex: number) {
    this.#prepares = prepares
    this.#sql = postgres({
      ...driver,
      ...{ max: 1, fetch_types: false, prepare: prepares, types },
      // Ended by their owner, who must know.
      ...{ idle_timeout: null, max_lifetime: null },
      onnotice: () => {},
      onclose: () => {
        this.#isClosed = true
      },
      socket: (options: Place) => this.#connect(options, hostIndex),
    } as never)
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Rejects with {@link NotConnected}. */
  async open(): Promise<void> {
    try {
      await this.#sql.unsafe('select 1')
      if (await this.#isStandby()) throw new ConnectionLost('the host is a standby')
    } catch (error) {
      this.destroy()
      const cleaned = this.#clean(error)
      const { message } = cleaned instanceof Error ? cleaned : new Error('unknown')
      throw cleaned instanceof StatementFailed || cleaned instanceof ConnectionLost
        ? new NotConnected(message)
        : cleaned
    }
  }

  /** Asked only where there is another host to go to. */
  async #isStandby(): Promise<boolean> {
    if (this.#sql.options.host.length < 2) return false
    const [row] = await this.#sql.unsafe('select pg_is_in_recovery() as is_standby')
    return row?.is_standby === true
  }

  /** Statements that are given without waiting are sent together, and run one after the other. */
  async query(
    text: string,
    values: readonly Value[] = [],
  ): Promise<readonly Row[] & { readonly count: number }> {
    if (this.#isClosed)
      throw new ConnectionLost(this.#isLate ? late : 'the connection to PostgreSQL was given up')
    try {
      const options = { prepare: this.#prepares, simple: false }
      return await this.#sql.unsafe(text, values as never, options as never)
    } catch (error) {
      const cleaned = this.#clean(error)
      if (cleaned instanceof ConnectionLost || (cleaned instanceof StatementFailed && breaks(cleaned)))
        this.destroy()
      throw cleaned
    }
  }

  #clean(error: unknown): unknown {
    return this.#isLate ? new ConnectionLost(late) : cleanError(error)
  }

  /** The answer did not come in time. */
  giveUp(): void {
    this.#isLate = true
    this.destroy()
  }

  /** Everything that is under way is rejected. */
  destroy(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#sql.end({ timeout: 0 }).catch(() => {})
    this.#socket?.destroy()
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#sql.end({ timeout: 1 })
    this.#socket?.destroy()
  }

  async #connect({ host, port, path }: Place, hostIndex: number): Promise<Socket> {
    // What the driver would still send on another connection may belong to a transaction of the one that was lost.
    if (this.#isClosed) throw lost('ECONNABORTED')
    const at = hostIndex % host.length
    const socket = path
      ? connect(path)
      : connect({ host: host[at] ?? '', port: port[at] ?? 0, noDelay: true })
    // The driver names the server by these in TLS and in its errors.
    Object.assign(socket, { host: host[at], port: port[at] })
    this.#socket = socket
    await connected(socket)
    if (this.#isClosed) socket.destroy()
    return socket
  }
}

/** Short, so that a server which is back is found soon: a lost first packet is sent again only after a second. */
const connectMaxMs = 1_000

async function connected(socket: Socket): Promise<void> {
  const timer = setTimeout(() => socket.destroy(lost('ETIMEDOUT')), connectMaxMs)
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
      socket.once('close', () => reject(lost('ECONNABORTED')))
    })
  } finally {
    clearTimeout(timer)
  }
}

function lost(code: string): Error {
  return Object.assign(new Error('no connection'), { code })
}

type Place = Readonly<{ host: readonly string[]; port: readonly number[]; path: string | false }>

/** The server has become a read-only one: another connection may lead to its successor. */
const readOnly = '25006'

function breaks({ code, endsConnection }: StatementFailed): boolean {
  return endsConnection || code === readOnly || code.startsWith('08')
}

/** 64-bit integers come as numbers, and JSON is given as text. */
const types = {
  int8: { to: 20, from: [20], serialize: String, parse: safeInteger },
  json: { to: 114, from: [114, 3802], serialize: String, parse: parseJson },
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('a stored integer is too large')
  return value
}
