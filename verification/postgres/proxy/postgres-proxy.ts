/**
 * A proxy between a gateway and PostgreSQL that knows which messages commit. It can lose a connection before a commit
 * arrives, after it was carried out and before anybody hears of it, or without telling anyone. It can also refuse
 * connections, delay everything, and lead to another server, as the address of a cluster does after a fail-over.
 *
 * It reads the protocol, so the client must not encrypt.
 */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { CommitFault, Held, How, Moment, Traffic } from './faults.ts'
import { ProxiedConnection } from './proxied-connection.ts'

export type Address = Readonly<{ host: string; port: number }>
type Planned = CommitFault & Readonly<{ matching: RegExp }>

const host = '127.0.0.1'

export class PostgresProxy {
  readonly port: number
  #target: Address
  #listener: Server
  #delayMs = 0
  #swallowsNew = false
  readonly #planned: Planned[] = []
  readonly #connections = new Set<ProxiedConnection>()
  readonly #sockets = new Set<Socket>()
  readonly #traffic = { connections: 0, queries: 0, commits: 0 }

  private constructor(target: Address, listener: Server, port: number) {
    this.#target = target
    this.#listener = listener
    this.port = port
    listener.on('connection', (socket) => this.#accept(socket))
  }

  static async start(target: Address): Promise<PostgresProxy> {
    const listener = await listen(0)
    const address = listener.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
    return new PostgresProxy(target, listener, address.port)
  }

  /** The same database, through this proxy. */
  through(databaseUrl: string): string {
    const url = new URL(databaseUrl)
    url.hostname = host
    url.port = String(this.port)
    return url.href
  }

  /** So far. */
  get traffic(): Traffic {
    return { ...this.#traffic }
  }

  /** How many are open. */
  get open(): number {
    return this.#connections.size
  }

  /** The next commit whose statements or parameters match meets this. Resolves when it has happened. */
  nextCommit(moment: Moment, how: How, matching = /(?:)/): Promise<Held> {
    return new Promise((resolve) => this.#planned.push({ moment, how, matching, happened: resolve }))
  }

  /** Forgets what has not happened yet. */
  forgetFaults(): void {
    this.#planned.length = 0
  }

  /** Each message takes so much longer, in both directions. */
  slow(delayMs: number): void {
    this.#delayMs = delayMs
  }

  /** Loses every connection with a reset. New ones are welcome. */
  cut(): void {
    for (const connection of this.#connections) connection.cut()
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  /** Every connection goes silent, and so does every new one. */
  silence(): void {
    this.#swallowsNew = true
    for (const connection of this.#connections) connection.silence()
  }

  /** New connections work again. Those that went silent stay silent, as half-open ones do. */
  speak(): void {
    this.#swallowsNew = false
  }

  /** From now on, nobody listens, and nobody is connected. */
  async refuse(): Promise<void> {
    const closed = once(this.#listener, 'close')
    this.#listener.close()
    this.cut()
    await closed
  }

  async listenAgain(): Promise<void> {
    this.#listener = await listen(this.port)
    this.#listener.on('connection', (socket) => this.#accept(socket))
  }

  /** Where new connections lead. */
  leadTo(target: Address): void {
    this.#target = target
  }

  async close(): Promise<void> {
    this.forgetFaults()
    if (this.#listener.listening) await this.refuse()
    this.cut()
  }

  #accept(client: Socket): void {
    this.#traffic.connections += 1
    if (this.#swallowsNew) this.#swallow(client)
    else this.#connect(client)
  }

  #connect(client: Socket): void {
    const connection = new ProxiedConnection(client, connect(this.#target), {
      delayMs: () => this.#delayMs,
      faultFor: (text) => this.#faultFor(text),
      count: (what) => {
        this.#traffic[what] += 1
      },
    })
    this.#connections.add(connection)
    client.once('close', () => this.#connections.delete(connection))
  }

  #swallow(client: Socket): void {
    this.#sockets.add(client)
    client.on('error', () => {})
    client.once('close', () => this.#sockets.delete(client))
    client.resume()
  }

  #faultFor(text: string): CommitFault | null {
    const index = this.#planned.findIndex(({ matching }) => matching.test(text))
    return index === -1 ? null : (this.#planned.splice(index, 1)[0] ?? null)
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, host)
  await once(server, 'listening')
  return server
}
