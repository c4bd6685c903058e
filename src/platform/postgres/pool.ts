/**
 * A few connections that are used one piece of work at a time. Whatever happens, every piece of work ends within its
 * deadline: waiting for a connection, opening it, and an answer that never comes all count.
 */
import { Client, type ClientOptions } from './client.ts'
import { NotConnected } from './errors.ts'

export type PoolOptions = ClientOptions &
  Readonly<{
    connectionsMax: number
    /** For the longest of what the gateway asks while a request waits. */
    deadlineMs: number
  }>

type Waiting = Readonly<{ take: (client: Client | null) => void }>

/** While the server cannot be reached, it is tried this often and not once for each request. */
const pauseAfterFailureMs = 50

export class Pool {
  readonly #options: PoolOptions
  readonly #idle: Client[] = []
  readonly #waiting: Waiting[] = []
  readonly #busy = new Set<Client>()
  readonly #onceUnused: (() => void)[] = []
  #count = 0
  #hostIndex = 0
  #failure: Readonly<{ error: unknown; untilMs: number }> | null = null
  #isClosed = false

  constructor(options: PoolOptions) {
    this.#options = options
  }

  /** For metrics. */
  get state(): Readonly<{ max: number; open: number; busy: number; waiting: number }> {
    const { connectionsMax: max } = this.#options
    return { max, open: this.#count, busy: this.#busy.size, waiting: this.#waiting.length }
  }

  /** Whether settings of a session reach only those who made them. */
  get hasSessions(): boolean {
    return this.#options.prepares
  }

  get deadlineMs(): number {
    return this.#options.deadlineMs
  }

  /** After the deadline the connection is given up, and the work fails with it. */
  async use<T>(work: (client: Client) => Promise<T>, deadlineMs = this.deadlineMs): Promise<T> {
    const endsAtMs = performance.now() + deadlineMs
    const client = await this.#take(deadlineMs)
    const cancel = afterwards(endsAtMs - performance.now(), () => this.#giveUp(client))
    try {
      return await work(client)
    } finally {
      cancel()
      this.#giveBack(client)
    }
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const { take } of this.#waiting.splice(0)) take(null)
    const closing = this.#idle.splice(0).map((client) => client.close())
    if (this.#busy.size > 0) await new Promise<void>((resolve) => this.#onceUnused.push(resolve))
    await Promise.all(closing)
  }

  async #take(deadlineMs: number): Promise<Client> {
    if (this.#isClosed) throw new NotConnected('the connections to PostgreSQL are closed')
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (!idle.isClosed) return this.#used(idle)
      this.#count -= 1
    }
    if (this.#count < this.#options.connectionsMax) return this.#open(deadlineMs)
    return this.#wait(deadlineMs)
  }

  #used(client: Client): Client {
    this.#busy.add(client)
    return client
  }

  async #wait(deadlineMs: number): Promise<Client> {
    const startedMs = performance.now()
    const client = await new Promise<Client | null | 'timeout'>((resolve) => {
      const waiting: Waiting = {
        take: (client) => {
          clearTimeout(timer)
          resolve(client)
        },
      }
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        resolve('timeout')
      }, deadlineMs)
      this.#waiting.push(waiting)
    })
    if (client === 'timeout') throw new NotConnected('all connections to PostgreSQL are in use')
    return client ?? this.#take(deadlineMs - (performance.now() - startedMs))
  }

  async #open(deadlineMs: number): Promise<Client> {
    if (this.#failure !== null && performance.now() < this.#failure.untilMs) throw this.#failure.error
    this.#count += 1
    const client = this.#used(new Client(this.#options, this.#hostIndex))
    const cancel = afterwards(deadlineMs, () => client.giveUp())
    try {
      await client.open()
      this.#failure = null
      return client
    } catch (error) {
      this.#hostIndex += 1
      this.#failure = { error, untilMs: performance.now() + pauseAfterFailureMs }
      this.#giveBack(client)
      throw error
    } finally {
      cancel()
    }
  }

  /** Where one connection does not answer, others that rest may be as dead, and each would cost somebody a deadline. */
  #giveUp(client: Client): void {
    for (const one of [client, ...this.#idle]) one.giveUp()
  }

  #giveBack(client: Client): void {
    this.#busy.delete(client)
    if (this.#isClosed) {
      client.destroy()
      if (this.#busy.size === 0) for (const resolve of this.#onceUnused.splice(0)) resolve()
      return
    }
    const next = this.#waiting.shift()
    if (!client.isClosed) {
      if (next === undefined) this.#idle.push(client)
      else next.take(this.#used(client))
      return
    }
    this.#count -= 1
    next?.take(null)
  }
}

/**
 * Once the time is over and what the sockets have brought by then is read: a process that was frozen finds its answers
 * there. Returns what cancels it.
 */
function afterwards(durationMs: number, action: () => void): () => void {
  let isCanceled = false
  const act = (): void => {
    if (!isCanceled) action()
  }
  const timer = setTimeout(() => setImmediate(act), Math.max(0, durationMs))
  return () => {
    isCanceled = true
    clearTimeout(timer)
  }
}
