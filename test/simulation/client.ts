/** Requests of customers and merchants to the two nodes: through any of them, broken by its death, given up in time. */
import type { Payment } from '../../src/core/payment.ts'
import { statusOf } from '../../src/core/status.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import { isStorageTrouble, nameOf, type SimNode } from './node.ts'
import type { World } from './world.ts'

export type Reply<T> =
  | Readonly<{ kind: 'answered'; value: T; askedAtMs: number }>
  /** The gateway said that it could not. */
  | Readonly<{ kind: 'unavailable' }>
  /** Nothing came back: it may have happened or not. */
  | Readonly<{ kind: 'broken' }>

const patienceMs = 20_000
const terminal = ['succeeded', 'failed', 'expired', 'canceled']

export class Clients {
  /** The terminal status that somebody was told, by payment. */
  readonly #told = new Map<string, Readonly<{ status: string; atMs: number }>>()
  readonly world: World
  readonly #nodes: readonly [SimNode, SimNode]

  constructor(world: World, nodes: readonly [SimNode, SimNode]) {
    this.world = world
    this.#nodes = nodes
  }

  /** Sends a request to either node. */
  request<T>(name: string, run: (gateway: Gateway) => Promise<T>): Promise<Reply<T>> {
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
        const { gateway, life } = node
        if (gateway === null) return void answer('finds it down', { kind: 'broken' })
        kernel.at(0, name, () => void this.#serve(run(gateway), askedAtMs, answer), life)
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
      const name = nameOf(error)
      this.world.must(isStorageTrouble(name), `a request failed: ${String(error)}`)
      answer(`is refused (${name})`, { kind: 'unavailable' })
    }
  }

  /** What the merchant or the page's reload gets for a payment whose creation was acknowledged. */
  async look(paymentId: string): Promise<Payment | null> {
    const reply = await this.request('look', (gateway) => gateway.storage.findPayment(paymentId))
    if (reply.kind !== 'answered') return null
    this.world.must(
      reply.value !== null || this.world.restorations > 0,
      `acknowledged ${paymentId} cannot be read`,
    )
    if (reply.value !== null) this.hear(reply.value, reply.askedAtMs)
    return reply.value
  }

  /** What was told about a book that is lost. */
  forget(): void {
    this.#told.clear()
  }

  /**
   * Somebody was shown this. A terminal status stays what it is, and who asks after somebody was told must not be
   * told less: answers that were on their way meanwhile may be older.
   */
  hear(payment: Payment, askedAtMs: number): void {
    const status = statusOf(payment)
    const told = this.#told.get(payment.id)
    const isOlder = !terminal.includes(status) && told !== undefined && askedAtMs <= told.atMs
    this.world.must(
      told === undefined || told.status === status || isOlder,
      `${payment.id} was ${told?.status} and is ${status}`,
    )
    if (terminal.includes(status) && told === undefined) {
      this.#told.set(payment.id, { status, atMs: this.world.kernel.nowMs })
    }
  }
}
