/**
 * Merchants: create payments with an idempotency key until somebody answers, withdraw some, pay some back; and ask again
 * with the same key, now or later. The same key must always get the same answer, byte for byte.
 */
import type { Clients } from './client.ts'
import type { Answered, CardPlan, MerchantWays, Order } from './ways.ts'

/** What was answered to a creation with this key, byte for byte. */
export type Acknowledged = Readonly<{ key: string; paymentId: string; body: string }>

/** How many refunds a payment may have, and how many it must have. */
export type RefundKeys = { asked: number; acknowledged: number }

type Created = Readonly<{ paymentId: string; amountMinor: number }>
type Done = Extract<Answered, { kind: 'done' }>

export class Merchant {
  acknowledged: readonly Acknowledged[] = []
  /** Whose customers have paid, as far as the merchant knows. */
  readonly paid: Created[] = []
  readonly refundKeys = new Map<string, RefundKeys>()
  readonly #clients: Clients
  readonly #ways: MerchantWays
  readonly #bodies = new Map<string, string>()
  #keys = 0

  constructor(clients: Clients, ways: MerchantWays) {
    this.#clients = clients
    this.#ways = ways
  }

  /** What was answered about a book that is lost. */
  forget(): void {
    this.acknowledged = []
    this.#bodies.clear()
  }

  /** Null when nobody answered in many tries. */
  async create(kind: 'hosted' | 'direct', plan: CardPlan): Promise<Created | null> {
    const { random } = this.#clients.world
    const amountMinor = random.between(1, 50) * 100
    const key = this.#newKey('creation')
    const order: Order =
      kind === 'hosted' ? { kind, amountMinor } : { kind, amountMinor, plan, isExpired: random.chance(0.2) }
    const answered = await this.#insist(key, order, 8)
    if (answered?.kind !== 'done') return null
    const { paymentId, body } = answered
    this.acknowledged = [...this.acknowledged, { key, paymentId, body }]
    return { paymentId, amountMinor }
  }

  async cancel(paymentId: string): Promise<void> {
    const answered = await this.#insist(this.#newKey('cancel'), { kind: 'cancel', paymentId }, 3)
    if (answered?.kind !== 'done') return
    this.#clients.world.must(
      answered.status === 'canceled',
      `${paymentId} was canceled and is ${answered.status}`,
    )
    this.#clients.hear(paymentId, answered.status, this.#clients.world.kernel.nowMs)
  }

  /** Several at once, too much together: the sum must hold whatever runs at once. */
  async refund(created: Created): Promise<void> {
    const { random, kernel } = this.#clients.world
    const { paymentId, amountMinor: whole } = created
    this.paid.push(created)
    const times = random.between(1, 4)
    const refunds = Array.from({ length: times }, async () => {
      await kernel.wait(random.pick([0, 0, random.between(0, 120_000)]), 'the merchant refunds')
      await this.refundOnce(paymentId, random.pick([null, whole, random.between(1, whole)]))
    })
    await Promise.all(refunds)
  }

  async refundOnce(paymentId: string, amountMinor: number | null): Promise<void> {
    const keys = this.refundKeys.get(paymentId) ?? { asked: 0, acknowledged: 0 }
    this.refundKeys.set(paymentId, keys)
    keys.asked++
    const { restorations } = this.#clients.world
    const answered = await this.#insist(this.#newKey('refund'), { kind: 'refund', paymentId, amountMinor }, 4)
    if (answered?.kind === 'done' && restorations === this.#clients.world.restorations) keys.acknowledged++
    if (answered?.kind === 'refused') this.#clients.world.count('refund_refused')
  }

  /** Looks how it is, now and then. */
  async watch(paymentId: string): Promise<void> {
    const { random, kernel } = this.#clients.world
    for (let looks = 0; looks < 4; looks++) {
      await kernel.wait(random.between(1_000, 5 * 60_000), 'the merchant looks')
      await this.#ways.look(paymentId)
    }
  }

  /** The same request with the same key until it is answered, and perhaps once more later. */
  async #insist(key: string, order: Order, triesMax: number): Promise<Answered | null> {
    const { random, kernel } = this.#clients.world
    for (let tries = 0; tries < triesMax; tries++) {
      const reply = await this.#ways.send(key, order)
      if (reply.kind === 'answered' && reply.value.kind !== 'in_use') {
        if (reply.value.kind === 'done') this.#done(key, order, reply.value)
        return reply.value
      }
      await kernel.wait(random.between(100, 5_000), 'the merchant tries again')
    }
    return null
  }

  #done(key: string, order: Order, { body }: Done): void {
    const { random } = this.#clients.world
    this.#bodies.set(key, body)
    if (random.chance(0.2)) void this.#repeat(key, order)
  }

  async #repeat(key: string, order: Order): Promise<void> {
    const { world } = this.#clients
    const { random, kernel } = world
    await kernel.wait(random.pick([0, 1_000, random.between(0, 20 * 60_000)]), 'the merchant repeats')
    const reply = await this.#ways.send(key, order)
    const body = this.#bodies.get(key)
    if (reply.kind !== 'answered' || reply.value.kind === 'in_use' || body === undefined) return
    const isSame = reply.value.kind === 'done' && reply.value.body === body
    world.must(isSame, `the answer to the ${key} is not what it was`)
    world.count('answer_repeated')
  }

  #newKey(what: string): string {
    return `${what} ${this.#keys++}`
  }
}
