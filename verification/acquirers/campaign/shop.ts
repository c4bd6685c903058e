/** The merchant of a campaign: takes cards by the API, refunds, and sees what customers do at the issuer. */
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { Prng } from '../../seeded-random.ts'
import { type AcquirerWorld, type CardKind, isAmex } from './acquirer-world.ts'
import type { Life } from './life.ts'

export class Shop {
  readonly #world: AcquirerWorld
  readonly #random: Prng
  readonly #pans: string[] = []
  #key = ''

  constructor(world: AcquirerWorld, random: Prng) {
    this.#world = world
    this.#random = random
  }

  /** Every number that was ever sent. */
  get pans(): readonly string[] {
    return this.#pans
  }

  /** A key is made in the first life, and works in all of them. */
  async open(life: Life): Promise<void> {
    if (this.#key !== '' || life.isDead()) return
    const key = await life.whileAlive(life.app.newKey('live'))
    if (key !== 'died') this.#key = key
  }

  async pay(life: Life, kind: CardKind): Promise<void> {
    const number = this.#world.newPan(kind)
    this.#pans.push(number)
    const created = await this.#call(life, 'POST', '/v1/payments', {
      amount: this.#random.between(100, 10_000),
      currency: this.#random.pick(['eur', 'usd', 'gbp']),
      card: {
        number,
        exp_month: 12,
        exp_year: 2040,
        cvc: isAmex(number) ? '1234' : '123',
        holder_name: 'Ada Lovelace',
      },
    })
    if (created === 'died') return
    if (created.status !== 201)
      throw new Error(`a payment was refused: ${created.status} ${await created.text()}`)
    // Or not: then the answer comes while other things happen.
    if (this.#random.chance(0.6)) await life.whileAlive(life.app.app.gateway.running.drained())
  }

  async refund(life: Life): Promise<void> {
    const paid = (await this.payments(life)).filter(({ ending }) => ending?.kind === 'succeeded')
    if (paid.length === 0) return
    const { id, amountMinor } = this.#random.pick(paid)
    const amount = this.#random.pick([amountMinor, Math.ceil(amountMinor / 3)])
    const refunded = await this.#call(life, 'POST', `/v1/payments/${id}/refund`, {
      amount,
      reason: 'returned',
    })
    if (refunded !== 'died' && refunded.status >= 500) throw new Error(`a refund failed: ${refunded.status}`)
  }

  /** The customer answers, comes back, or leaves. */
  async answerChallenge(life: Life): Promise<void> {
    const open = (await this.payments(life)).filter(({ attempts }) => attempts.at(-1)?.state === 'challenged')
    if (open.length === 0) return
    const payment = this.#random.pick(open)
    const attempt = payment.attempts.at(-1)
    if (attempt?.challengeUrl == null) return
    const back = await this.#world.answerChallenge(attempt.challengeUrl, this.#random.chance(0.7))
    if (this.#random.chance(0.7)) await life.whileAlive(life.app.request(back))
  }

  async payments(life: Life): Promise<readonly Payment[]> {
    const [merchant] = await this.#ask(life, () => life.app.app.storage.listMerchants())
    if (merchant === undefined) return []
    const query = { merchantId: merchant.id, mode: 'live', limit: 500, filters: {} } as const
    const none = { startingAfter: null, endingBefore: null, createdFromMs: null, createdBeforeMs: null }
    const page = await this.#ask(life, async () => {
      const { payments } = await life.app.app.storage.listPayments({ ...query, ...none })
      return payments
    })
    return page
  }

  async counts(life: Life): Promise<Readonly<{ payments: number; refunds: number }>> {
    const payments = await this.payments(life)
    return { payments: payments.length, refunds: payments.flatMap(({ refunds }) => refunds).length }
  }

  async #ask<T>(life: Life, question: () => Promise<readonly T[]>): Promise<readonly T[]> {
    if (life.isDead()) return []
    const answer = await life.whileAlive(question())
    return answer === 'died' ? [] : answer
  }

  async #call(life: Life, method: string, path: string, body: object): Promise<Response | 'died'> {
    if (life.isDead() || this.#key === '') return 'died'
    return life.whileAlive(life.app.call(method, path, body, { authorization: `Bearer ${this.#key}` }))
  }
}
