/** Merchants: create payments with an idempotency key until somebody answers, withdraw some, pay some back. */
import type { Card } from '../../src/core/card.ts'
import type { Payment } from '../../src/core/payment.ts'
import { Secret } from '../../src/core/secret.ts'
import { createHostedPayment, type PaymentRequest } from '../../src/operations/create-payment.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import { cancelPayment } from '../../src/operations/leave-payment.ts'
import { payDirectly } from '../../src/operations/pay-directly.ts'
import { requestRefund } from '../../src/operations/request-refund.ts'
import type { IdempotencyRecord } from '../../src/ports.ts'
import type { Clients } from './client.ts'
import { merchantId } from './parties.ts'

/** What was answered to a creation with this key, byte for byte. */
export type Acknowledged = Readonly<{ key: string; paymentId: string; body: string }>

const keyId = 'key_simulated'
export const shownCard: Card = { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2031, country: null }

export type CardPlan = 'approve' | 'decline' | 'challenge'

/** The simulated bank reads in the holder's name what it is to do. */
export function cardThat(plan: CardPlan) {
  const pan = '4242424242424242'
  return new Secret({ pan, cvc: '123', expMonth: 12, expYear: 2031, holderName: plan })
}

export class Merchant {
  acknowledged: readonly Acknowledged[] = []
  readonly #clients: Clients
  #keys = 0

  constructor(clients: Clients) {
    this.#clients = clients
  }

  /** Null when nobody answered in many tries. */
  async create(kind: 'hosted' | 'direct', plan: CardPlan): Promise<string | null> {
    const { random, kernel } = this.#clients.world
    const key = `creation ${this.#keys++}`
    const request = requestOf(random.between(1, 50) * 100)
    for (let tries = 0; tries < 8; tries++) {
      const reply = await this.#clients.request(`create ${kind}`, (gateway) =>
        this.#createOrReplay(gateway, key, kind, request, plan),
      )
      if (reply.kind === 'answered') {
        this.acknowledged = [...this.acknowledged, { key, ...reply.value }]
        return reply.value.paymentId
      }
      await kernel.wait(random.between(100, 5_000), 'the merchant tries again')
    }
    return null
  }

  /** As the API does with a key: answer again what was answered, or create. */
  async #createOrReplay(
    gateway: Gateway,
    key: string,
    kind: 'hosted' | 'direct',
    request: PaymentRequest,
    plan: CardPlan,
  ): Promise<Readonly<{ paymentId: string; body: string }>> {
    const recorded = await gateway.storage.findIdempotencyRecord(keyId, key)
    if (recorded !== null) return this.#replay(recorded)
    const record = (payment: Payment) => recordOf(key, payment.id, gateway.clock.nowMs())
    const declineCode = this.#clients.world.random.chance(0.2) ? ('invalid_number' as const) : null
    const direct = { card: cardThat(plan), shown: shownCard, declineCode }
    const result =
      kind === 'hosted'
        ? await createHostedPayment(gateway, request, record)
        : await payDirectly(gateway, request, direct, record)
    if (result.kind === 'created') return { paymentId: result.payment.id, body: result.payment.id }
    const winner = await gateway.storage.findIdempotencyRecord(keyId, key)
    if (winner === null) throw new Error('a taken idempotency key has no record')
    return this.#replay(winner)
  }

  #replay(record: IdempotencyRecord) {
    this.#clients.world.count('creation_replayed')
    return { paymentId: record.body, body: record.body }
  }

  async cancel(paymentId: string): Promise<void> {
    const reply = await this.#clients.request('cancel', (gateway) =>
      cancelPayment(gateway, paymentId, () => null),
    )
    if (reply.kind === 'answered' && 'payment' in reply.value)
      this.#clients.hear(reply.value.payment, reply.askedAtMs)
  }

  /** Several at once, too much together: the sum must hold whatever runs at once. */
  async refund(payment: Payment): Promise<void> {
    const { random, kernel } = this.#clients.world
    const times = random.between(1, 4)
    const refunds = Array.from({ length: times }, async () => {
      await kernel.wait(random.pick([0, 0, random.between(0, 120_000)]), 'the merchant refunds')
      const amountMinor = random.pick([null, payment.amountMinor, random.between(1, payment.amountMinor)])
      await this.#refundOnce(payment, amountMinor)
    })
    await Promise.all(refunds)
  }

  async #refundOnce(payment: Payment, amountMinor: number | null): Promise<void> {
    const { random, kernel } = this.#clients.world
    const key = `refund ${this.#keys++}`
    for (let tries = 0; tries < 3; tries++) {
      const reply = await this.#clients.request('refund', (gateway) =>
        requestRefund(gateway, payment.id, { amountMinor, reason: 'requested_by_customer' }, () =>
          recordOf(key, payment.id, gateway.clock.nowMs()),
        ),
      )
      if (reply.kind === 'answered') {
        if (reply.value.kind === 'refused') this.#clients.world.count('refund_refused')
        return
      }
      await kernel.wait(random.between(100, 5_000), 'the merchant tries again')
    }
  }
}

export async function findReplay(gateway: Gateway, key: string): Promise<string | null> {
  return (await gateway.storage.findIdempotencyRecord(keyId, key))?.body ?? null
}

function recordOf(key: string, body: string, createdAtMs: number): IdempotencyRecord {
  return { keyId, key, fingerprint: 'f'.repeat(64), status: 201, body, createdAtMs }
}

function requestOf(amountMinor: number): PaymentRequest {
  return {
    merchantId,
    mode: 'test',
    amountMinor,
    currency: 'eur',
    description: null,
    metadata: null,
    returnUrl: 'https://shop.example/back',
    callbackUrl: null,
    customer: null,
  }
}
