/** The merchant of a campaign: sends cards and customers to the gateway, and refunds. */
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { Prng } from '../../seeded-random.ts'
import type { CardKind } from './acquirer-world.ts'
import type { Life } from './life.ts'
import type { Purse } from './purse.ts'

export class Shop {
  readonly #purse: Purse
  readonly #random: Prng
  readonly #acquirer: string
  #account: string | null = null
  readonly #accounts = new Set<string | null>([null])

  /** `acquirer`: its name. */
  constructor(purse: Purse, random: Prng, acquirer: string) {
    this.#purse = purse
    this.#random = random
    this.#acquirer = acquirer
  }

  /** From now on, its payments belong to this account at the acquirer. */
  async moveTo(life: Life, account: string | null): Promise<void> {
    this.#account = account
    this.#accounts.add(account)
    await this.#setAccount(life, account)
  }

  /** Tells a database that has forgotten it which accounts the merchant has had, one after the other. The last one stays. */
  async *rememberAccounts(life: Life): AsyncGenerator<void> {
    for (const account of this.#accounts) {
      await this.#setAccount(life, account)
      yield
    }
    await this.#setAccount(life, this.#account)
  }

  async #setAccount({ app }: Life, account: string | null): Promise<void> {
    const testAcquirer = account === null ? null : this.#acquirer
    await app.app.storage.updateMerchant(app.merchantId, { testAcquirer, testAccount: account })
  }

  /** `kind`: a random one if not given. */
  async payDirectly(life: Life, kind?: CardKind): Promise<void> {
    const card = { ...this.#purse.next(kind), exp_month: 12, exp_year: 2040, holder_name: 'Ada Lovelace' }
    const created = await this.#call(life, '/v1/payments', { ...this.#terms(), card })
    if (created === 'stopped') return
    if (created.status !== 201)
      throw new Error(`a payment was refused: ${created.status} ${await created.text()}`)
    // Or not: then the answer comes while other things happen.
    if (this.#random.chance(0.6)) await life.whileAlive(life.app.app.gateway.running.drained())
  }

  /** The ID of a payment whose customer pays on the page; null if the process has stopped. */
  async sendCustomer(life: Life): Promise<string | null> {
    const body = { ...this.#terms(), redirect_url: 'https://shop.example.com/done' }
    const created = await this.#call(life, '/v1/payments/hpp', body)
    if (created === 'stopped') return null
    if (created.status !== 201)
      throw new Error(`a session was refused: ${created.status} ${await created.text()}`)
    const { id } = (await created.json()) as { id: string }
    return id
  }

  async refund(life: Life): Promise<void> {
    const paid = (await this.payments(life)).filter(({ ending }) => ending?.kind === 'succeeded')
    if (paid.length === 0) return
    const { id, amountMinor } = this.#random.pick(paid)
    const amount = this.#random.pick([amountMinor, Math.ceil(amountMinor / 3)])
    const refunded = await this.#call(life, `/v1/payments/${id}/refund`, { amount, reason: 'returned' })
    if (refunded !== 'stopped' && refunded.status >= 500)
      throw new Error(`a refund failed: ${refunded.status}`)
  }

  /** Withdraws a payment that may just be paid. */
  async cancel(life: Life): Promise<void> {
    const open = (await this.payments(life)).filter(({ ending }) => ending === null)
    if (open.length > 0) await this.#call(life, `/v1/payments/${this.#random.pick(open).id}/cancel`, {})
  }

  async payments(life: Life): Promise<readonly Payment[]> {
    const [merchant] = await this.#ask(life, () => life.app.app.storage.listMerchants())
    if (merchant === undefined) return []
    const query = { merchantId: merchant.id, mode: 'test', limit: 500, filters: {} } as const
    const none = { startingAfter: null, endingBefore: null, createdFromMs: null, createdBeforeMs: null }
    return this.#ask(life, async () => {
      const { payments } = await life.app.app.storage.listPayments({ ...query, ...none })
      return payments
    })
  }

  #terms() {
    return {
      amount: this.#random.between(100, 10_000),
      currency: this.#random.pick(['eur', 'usd', 'gbp']),
    }
  }

  async #ask<T>(life: Life, question: () => Promise<readonly T[]>): Promise<readonly T[]> {
    if (life.fate.isStopped) return []
    const answer = await life.whileAlive(question())
    return answer === 'stopped' ? [] : answer
  }

  async #call(life: Life, path: string, body: object): Promise<Response | 'stopped'> {
    if (life.fate.isStopped) return 'stopped'
    return life.whileAlive(life.app.call('POST', path, body))
  }
}
