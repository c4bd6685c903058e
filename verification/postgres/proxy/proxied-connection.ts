/** One connection through the proxy: passes everything on until a fault is its turn. */
import type { Socket } from 'node:net'
import { CommitPoints } from './commit-points.ts'
import type { CommitFault, Traffic } from './faults.ts'
import { type Frame, Framer } from './frames.ts'

/** What the proxy that owns a connection decides. */
export type Rules = Readonly<{
  delayMs(): number
  /** What the next commit meets; called once for each. */
  faultFor(text: string): CommitFault | null
  count(what: keyof Traffic): void
}>

/** The proxy does not speak TLS. */
const noEncryption = Buffer.from('N')

export class ProxiedConnection {
  readonly #client: Socket
  readonly #server: Socket
  readonly #rules: Rules
  readonly #points = new CommitPoints()
  /** Queries that a `ReadyForQuery` of the server will answer. */
  #asked = 0
  /** The connection's first `ReadyForQuery` answers none. */
  #answered = -1
  /** The query that commits, and what happens once the server has answered it. */
  #afterAnswer: Readonly<{ query: number; fault: CommitFault }> | null = null
  readonly #answer: Frame[] = []
  #isSilent = false
  /** Whatever a held commit holds up, in order. */
  #held: (() => void)[] | null = null

  constructor(client: Socket, server: Socket, rules: Rules) {
    this.#client = client
    this.#server = server
    this.#rules = rules
    this.#read(client, new Framer('client'), (frame) => this.#fromClient(frame))
    this.#read(server, new Framer('server'), (frame) => this.#fromServer(frame))
    client.on('close', () => server.destroy())
    server.on('close', () => {
      // Somebody who hears nothing does not hear of the end, either.
      if (!this.#isSilent) this.#later(() => client.end())
    })
  }

  /** With a reset, as from a machine that has lost the connection. */
  cut(): void {
    this.#client.resetAndDestroy()
    this.#server.resetAndDestroy()
  }

  /** Both ends believe in the connection, and nothing arrives anymore. */
  silence(): void {
    this.#isSilent = true
  }

  #read(socket: Socket, framer: Framer, take: (frame: Frame) => void): void {
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      for (const frame of framer.push(chunk)) this.#later(() => take(frame))
    })
  }

  /** In order, also while something is held up. */
  #later(act: () => void): void {
    const run = (): void => {
      if (this.#held === null) act()
      else this.#held.push(act)
    }
    const delayMs = this.#rules.delayMs()
    if (delayMs === 0) run()
    else setTimeout(run, delayMs)
  }

  #fromClient(frame: Frame): void {
    if (this.#isSilent) return
    if (frame.type === 'tls?' || frame.type === 'gss?') return void this.#client.write(noEncryption)
    const isAsking = frame.type === 'Q' || frame.type === 'S'
    const text = this.#afterAnswer === null ? this.#points.read(frame) : null
    const fault = text === null ? null : this.#faultFor(text)
    if (fault?.moment === 'before') this.#happen(fault)
    if (isAsking) {
      this.#asked += 1
      this.#rules.count('queries')
    }
    if (fault?.moment === 'after') {
      this.#afterAnswer = { query: isAsking ? this.#asked : this.#asked + 1, fault }
    }
    this.#pass(this.#server, frame)
  }

  #faultFor(text: string): CommitFault | null {
    this.#rules.count('commits')
    return this.#rules.faultFor(text)
  }

  #fromServer(frame: Frame): void {
    const waiting = this.#afterAnswer
    const isAboutCommit = waiting !== null && this.#answered + 1 === waiting.query
    if (frame.type === 'Z') this.#answered += 1
    if (!isAboutCommit) {
      this.#pass(this.#client, frame)
      return
    }
    // It is carried out once the whole answer is here.
    this.#answer.push(frame)
    if (frame.type !== 'Z') return
    this.#afterAnswer = null
    this.#happen(waiting.fault)
    for (const kept of this.#answer.splice(0)) this.#pass(this.#client, kept)
  }

  #happen({ how, happened }: CommitFault): void {
    if (how === 'silence') this.silence()
    if (how === 'reset') this.cut()
    if (how === 'hold') this.#held = []
    happened({ release: () => this.#release() })
  }

  #release(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const act of held) act()
  }

  #pass(to: Socket, { bytes }: Frame): void {
    if (this.#isSilent) return
    const write = (): void => {
      if (!to.destroyed) to.write(bytes)
    }
    if (this.#held === null) write()
    else this.#held.push(write)
  }
}
