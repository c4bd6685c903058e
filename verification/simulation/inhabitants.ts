/** Who lives in a seed's world: the merchant's payments, the customers who pay them, and the operator beside them. */
import type { AcquirerServer } from './acquirer-server.ts'
import { reconcileNow } from './clerk.ts'
import type { Clients } from './client.ts'
import { crowdSize } from './crowd.ts'
import { Customer } from './customer.ts'
import { DirectCustomerWays, DirectMerchantWays } from './direct-ways.ts'
import { Merchant } from './merchant.ts'
import { revokeKeySometime } from './revoked-key.ts'
import type { WorldKind } from './setting.ts'
import { ShellCustomerWays } from './shell-customer-ways.ts'
import { ShellMerchantWays } from './shell-merchant-ways.ts'
import type { CustomerWays } from './ways.ts'

const minuteMs = 60_000

export class Inhabitants {
  readonly merchant: Merchant
  readonly #clients: Clients
  readonly #server: AcquirerServer
  readonly #ways: CustomerWays

  constructor(clients: Clients, server: AcquirerServer) {
    const isReal = clients.world.setting.shells === 'real'
    this.#clients = clients
    this.#server = server
    this.#ways = new (isReal ? ShellCustomerWays : DirectCustomerWays)(clients)
    this.merchant = new Merchant(clients, new (isReal ? ShellMerchantWays : DirectMerchantWays)(clients))
  }

  moveIn(): void {
    const { random, setting } = this.#clients.world
    if (setting.world === 'crowd') {
      for (let i = 0; i < crowdSize; i++) void this.#liveInCrowd()
      return
    }
    if (random.chance(0.25)) void this.#reconcileNowAndThen()
    if (setting.shells === 'real' && setting.world !== 'restored' && random.chance(0.2)) {
      void revokeKeySometime(this.#clients)
    }
    const payments = random.between(...paymentsIn(setting.world))
    for (let i = 0; i < payments; i++) void this.#live()
  }

  /** Customers come back to pages that they had opened before. */
  comeBack(paymentIds: readonly string[]): void {
    const { random, kernel } = this.#clients.world
    for (const paymentId of paymentIds) {
      const inMs = random.pick([500, 2_000, 5_000, random.between(0, 15 * minuteMs)])
      void kernel.wait(inMs, 'a customer comes back').then(() => this.#customer(paymentId).visit())
    }
  }

  /** Payments now and then, between these times from now. */
  goOn(payments: number, fromMs: number, untilMs: number): void {
    const { random } = this.#clients.world
    for (let i = 0; i < payments; i++) void this.#live(random.between(fromMs, untilMs))
  }

  /** A day later the merchant asks for what was not paid back. */
  async refundAgain(): Promise<void> {
    for (const { paymentId, amountMinor } of this.merchant.paid) {
      await this.merchant.refundOnce(paymentId, this.#clients.world.random.pick([null, amountMinor]))
    }
  }

  #customer(paymentId: string): Customer {
    return new Customer(this.#clients, this.#ways, this.#server, paymentId)
  }

  async #reconcileNowAndThen(): Promise<void> {
    const { random, kernel } = this.#clients.world
    for (let i = 0; i < 5; i++) {
      await kernel.wait(random.between(10_000, 12 * minuteMs), 'the operator reconciles')
      await reconcileNow(this.#clients)
    }
  }

  /** The life of one payment, from outside. */
  async #live(inMs = 0): Promise<void> {
    const { merchant } = this
    const { random, kernel, setting } = this.#clients.world
    await kernel.wait(inMs + random.between(0, 4 * minuteMs), 'a merchant wants money')
    const kind = random.chance(0.15) ? 'direct' : 'hosted'
    const created = await merchant.create(kind, random.pick(['approve', 'approve', 'decline']))
    if (created === null || random.chance(0.05)) return
    const { paymentId } = created
    const customer = this.#customer(paymentId)
    if (setting.shells === 'real') void merchant.watch(paymentId)
    if (random.chance(0.1)) {
      void kernel
        .wait(random.between(0, 3 * minuteMs), 'the merchant withdraws')
        .then(() => merchant.cancel(paymentId))
    }
    if (random.chance(0.1)) {
      void kernel
        .wait(random.between(0, 3 * minuteMs), 'the customer has enough')
        .then(() => customer.leave())
    }
    const status = await customer.visit()
    if (status === 'succeeded' && random.chance(0.7)) await merchant.refund(created)
  }

  /** One in twenty never pays. */
  async #liveInCrowd(): Promise<void> {
    const { random, kernel } = this.#clients.world
    await kernel.wait(random.between(0, 3 * minuteMs), 'a merchant wants money')
    const created = await this.merchant.create('hosted', 'approve')
    if (created !== null && !random.chance(0.05)) await this.#customer(created.paymentId).visit()
  }
}

/** At least and at most. */
function paymentsIn(kind: WorldKind): readonly [number, number] {
  if (kind === 'restored' || kind === 'method' || kind === 'receivers') return [3, 6]
  return kind === 'throttled' ? [4, 8] : [1, 4]
}
