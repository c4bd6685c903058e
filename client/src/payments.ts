/** The calls about payments, one method for each endpoint, and a walk through all pages of the list. */
import type {
  CreateDirectPayment,
  CreateHostedPayment,
  CreateRefund,
  ListPaymentsQuery,
  Payment,
  PaymentList,
} from './api-types.ts'
import { type Asked, ask, type CallOptions, type ConnectionSettings } from './connection.ts'
import { FlowlixError } from './errors.ts'

/** A session's page is always there in the answer that creates it. */
export type Session = Payment & Readonly<{ redirect_url: string }>

export class Payments {
  readonly #settings: ConnectionSettings

  constructor(settings: ConnectionSettings) {
    this.#settings = settings
  }

  /** A session on the hosted page: send the customer to `redirect_url`, and store `id` with the order. */
  createSession(session: CreateHostedPayment, options: CallOptions = {}): Promise<Session> {
    return this.#ask({ method: 'POST', path: '/v1/payments/hpp', body: session }, options)
  }

  /** A direct payment. The answer never means that the card was charged: read it until its status is final. */
  create(payment: CreateDirectPayment, options: CallOptions = {}): Promise<Payment> {
    return this.#ask({ method: 'POST', path: '/v1/payments', body: payment }, options)
  }

  /** The newest state. */
  async get(id: string, options: CallOptions = {}): Promise<Payment> {
    return this.#ask({ method: 'GET', path: pathOf(id) }, options)
  }

  /** One page, newest first. */
  list(query: ListPaymentsQuery = {}, options: CallOptions = {}): Promise<PaymentList> {
    return this.#ask({ method: 'GET', path: '/v1/payments', query }, options)
  }

  /** Every payment, newest first, page by page: `for await (const payment of flowlix.payments.all())`. */
  async *all(
    query: Omit<ListPaymentsQuery, 'ending_before'> = {},
    options: CallOptions = {},
  ): AsyncGenerator<Payment, void, undefined> {
    let startingAfter = query.starting_after
    for (;;) {
      const page = await this.list({ limit: 100, ...query, starting_after: startingAfter }, options)
      yield* page.data
      startingAfter = page.data.at(-1)?.id
      if (!page.has_more || startingAfter === undefined) return
    }
  }

  /** All that remains, or a part. The outcome comes later, in `refunds` of the payment. */
  async refund(id: string, refund: CreateRefund, options: CallOptions = {}): Promise<Payment> {
    return this.#ask({ method: 'POST', path: pathOf(id, '/refund'), body: refund }, options)
  }

  /** Withdraws a payment that nobody has paid. */
  async cancel(id: string, options: CallOptions = {}): Promise<Payment> {
    return this.#ask({ method: 'POST', path: pathOf(id, '/cancel') }, options)
  }

  #ask<T extends Readonly<{ object: string }>>(asked: Asked, options: CallOptions): Promise<T> {
    return ask<T>(this.#settings, asked, options)
  }
}

/** An id may come from a customer's address bar: it must not reach another path of the API. */
function pathOf(id: string, rest = ''): string {
  if (!id.startsWith('pay_'))
    throw new FlowlixError('This is no id of a payment.', null, { code: 'resource_missing', param: 'id' })
  return `/v1/payments/${encodeURIComponent(id)}${rest}`
}
