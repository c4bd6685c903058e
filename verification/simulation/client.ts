/** Requests of customers and merchants to the two nodes: through any of them, broken by its death, given up in time. */

import { errorName } from '../../src/core/error-name.ts'
import type { HttpRequest, HttpResponse, Shell } from './http.ts'
import { isStorageTrouble, type SimNode, type SimProcess } from './node.ts'
import type { Reply } from './ways.ts'
import type { World } from './world.ts'

const patienceMs = 20_000
const terminal = ['succeeded', 'failed', 'expired', 'canceled']

export class Clients {
  /** The terminal status that somebody was told, by payment. */
  readonly #told = new Map<string, Readonly<{ status: string; atMs: number }>>()
  readonly world: World
  readonly #nodes: readonly [SimNode, SimNode]
  #shell: Shell | null = null

  constructor(world: World, nodes: readonly [SimNode, SimNode]) {
    this.world = world
    this.#nodes = nodes
  }

  /** Sends a request to either node. */
  request<T>(name: string, run: (process: SimProcess) => Promise<T>): Promise<Reply<T>> {
    const { kernel, random } = this.world
    const node = random.pick(this.#nodes)
    const askedAtMs = kernel.nowMs
    return new Promise((resolve) => {
      const impatience = kernel.at(patienceMs, `${name}: nobody answers`, () => resolve({ kind: 'broken' }))
      const answer = (what: string, reply: Reply<T>) =>
        kernel.at(random.between(5, 100), `${name} ${what}`, () => {
          impatience.canceled = true
          resolve(reply)
        })
      kernel.at(random.between(5, 100), `${name} reaches ${node.life.name}`, () => {
        const { process, life } = node
        if (process === null) return void answer('finds it down', { kind: 'broken' })
        kernel.at(0, name, () => void this.#serve(run(process), askedAtMs, answer), life)
      })
    })
  }

  async #serve<T>(
    work: Promise<T>,
    askedAtMs: number,
    answer: (what: string, reply: Reply<T>) => void,
  ): Promise<void> {
    try {
      answer('is answered', { kind: 'answered', value: await work, askedAtMs })
    } catch (error) {
      const name = errorName(error)
      this.world.must(isStorageTrouble(name), `a request failed: ${String(error)}`)
      answer(`is refused (${name})`, { kind: 'unavailable' })
    }
  }

  /** A request to either node's API or page. Only one answer says that something is wrong on our side: 503. */
  async fetch(name: string, request: HttpRequest): Promise<Reply<HttpResponse>> {
    const reply = await this.request(name, ({ shell }) => {
      if (shell === null) throw new Error('this world has no shells')
      this.#shell = shell
      return shell.fetch(request)
    })
    if (reply.kind !== 'answered') return reply
    const { status, text, headers } = reply.value
    if (status === 429) {
      // By whatever clock: a minute is a minute.
      const waitS = Number(headers.get('retry-after'))
      this.world.must(waitS >= 1 && waitS <= 60, `a key is locked out for ${waitS} s`)
      this.world.count(request.path.startsWith('/v1/') ? 'rate_limited' : 'card_held_back')
      return { kind: 'unavailable' }
    }
    if (status < 500) return reply
    this.world.must(status === 503, `${name} is answered ${status}: ${text.slice(0, 200)}`)
    return { kind: 'unavailable' }
  }

  attemptOf(paymentId: string, token: string): number | null {
    return this.#shell?.attemptOf(paymentId, token) ?? null
  }

  /** Somebody asked for a payment whose creation was acknowledged, and was told that there is none. */
  miss(paymentId: string): void {
    this.world.must(this.world.restorations > 0, `acknowledged ${paymentId} cannot be read`)
  }

  /** What was told about a book that is lost. */
  forget(): void {
    this.#told.clear()
  }

  /**
   * Somebody was shown this. A terminal status stays what it is, and who asks after somebody was told must not be
   * told less: answers that were on their way meanwhile may be older.
   */
  hear(paymentId: string, status: string, askedAtMs: number): void {
    const told = this.#told.get(paymentId)
    const isOlder = !terminal.includes(status) && told !== undefined && askedAtMs <= told.atMs
    this.world.must(
      told === undefined || told.status === status || isOlder,
      `${paymentId} was ${told?.status} and is ${status}`,
    )
    if (terminal.includes(status) && told === undefined) {
      this.#told.set(paymentId, { status, atMs: this.world.kernel.nowMs })
    }
  }
}
