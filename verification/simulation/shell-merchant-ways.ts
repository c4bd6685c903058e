/** A merchant's server: the real API with a secret key and idempotency keys. */
import type { Clients } from './client.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import { secretKey } from './parties.ts'
import { type Answered, holderName, type MerchantWays, type Order, type Reply } from './ways.ts'

export class ShellMerchantWays implements MerchantWays {
  readonly #clients: Clients

  constructor(clients: Clients) {
    this.#clients = clients
  }

  async send(key: string, order: Order): Promise<Reply<Answered>> {
    const headers = {
      authorization: `Bearer ${secretKey}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    }
    const request: HttpRequest = { method: 'POST', ...requestFor(order), headers }
    const reply = await this.#clients.fetch(`${order.kind} (${key})`, request)
    return reply.kind === 'answered' ? { ...reply, value: this.#read(reply.value) } : reply
  }

  async look(paymentId: string): Promise<string | null> {
    const headers = { authorization: `Bearer ${secretKey}` }
    const path = `/v1/payments/${paymentId}`
    const reply = await this.#clients.fetch('look', { method: 'GET', path, headers, body: null })
    if (reply.kind !== 'answered') return null
    if (reply.value.status === 404) {
      this.#clients.miss(paymentId)
      return null
    }
    const { status } = JSON.parse(reply.value.text) as { status: string }
    this.#clients.hear(paymentId, status, reply.askedAtMs)
    return status
  }

  #read({ status, text, headers }: HttpResponse): Answered {
    if (status === 200 || status === 201) {
      if (headers.get('idempotent-replayed') === 'true') this.#clients.world.count('answer_replayed')
      const payment = JSON.parse(text) as { id: string; status: string }
      return { kind: 'done', paymentId: payment.id, status: payment.status, body: text }
    }
    const { code } = (JSON.parse(text) as { error: { code: string } }).error
    return code === 'idempotency_key_in_use' ? { kind: 'in_use' } : { kind: 'refused', code }
  }
}

function requestFor(order: Order): Readonly<{ path: string; body: string }> {
  switch (order.kind) {
    case 'hosted':
      return { path: '/v1/payments/hpp', body: JSON.stringify({ ...terms(order), redirect_url: backToShop }) }
    case 'direct': {
      const card = {
        number: '4242424242424242',
        exp_month: 12,
        exp_year: order.isExpired ? 2029 : 2031,
        cvc: '123',
        holder_name: holderName(order.plan, 1),
      }
      return { path: '/v1/payments', body: JSON.stringify({ ...terms(order), card, return_url: backToShop }) }
    }
    case 'refund': {
      const amount = order.amountMinor === null ? {} : { amount: order.amountMinor }
      const body = JSON.stringify({ reason: 'requested_by_customer', ...amount })
      return { path: `/v1/payments/${order.paymentId}/refund`, body }
    }
    case 'cancel':
      return { path: `/v1/payments/${order.paymentId}/cancel`, body: '{}' }
  }
}

const backToShop = 'https://shop.example/back'

function terms({ amountMinor }: Readonly<{ amountMinor: number }>) {
  return { amount: amountMinor, currency: 'eur' }
}
