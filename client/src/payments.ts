/** One method for each endpoint, and a generator that goes through every page of the list. */
import type {
  CreateDirectPayment,
  CreateHostedPayment,
  CreateRefund,
  ListPaymentsQuery,
  Payment,
  PaymentList,
} from './api-types.ts'
import { type ApiRequest, type CallOptions, type ConnectionSettings, send } from './connection.ts'
import { FlowlixError } from './errors.ts'

/** The response that creates a session always has the URL of its page. */
export type Session = Payment & Readonly<{ redirect_url: string }>

export class Payments {
  readonly #settings: ConnectionSettings

  constructor(settings: ConnectionSettings) {
    this.#settings = settings
  }

  /** Creates a session on the hosted page. Send the customer to `redirect_url`, and store `id` with the order. */
  createSession(session: CreateHostedPayment, options: CallOptions = {}): Promise<Session> {
    return this.#send({ method: 'POST', path: '/v1/payments/hpp', body: session }, options)
  }

  /**
   * Creates a direct payment. The response never means that the card was charged: retrieve the payment until its status
   * is final.
   */
  create(payment: CreateDirectPayment, options: CallOptions = {}): Promise<Payment> {
    return this.#send({ method: 'POST', path: '/v1/payments', body: payment }, options)
  }

  /** Returns the latest state of a payment. */
  async retrieve(id: string, options: CallOptions = {}): Promise<Payment> {
    return this.#send({ method: 'GET', path: pathOf(id) }, options)
  }

  /** Returns one page of payments, newest first. */
  list(query: ListPaymentsQuery = {}, options: CallOptions = {}): Promise<PaymentList> {
    return this.#send({ method: 'GET', path: '/v1/payments', query }, options)
  }

  /** Goes through every payment, newest first: `for await (const payment of flowlix.payments.all())`. */
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

  /** Refunds everything that has not been refunded yet, or part of it. The outcome appears later, in `refunds` of the payment. */
  async refund(id: string, refund: CreateRefund, options: CallOptions = {}): Promise<Payment> {
    return this.#send({ method: 'POST', path: pathOf(id, '/refund'), body: refund }, options)
  }

  /** Cancels a payment that has not been paid. */
  async cancel(id: string, options: CallOptions = {}): Promise<Payment> {
    return this.#send({ method: 'POST', path: pathOf(id, '/cancel') }, options)
  }

  #send<T extends Readonly<{ object: string }>>(request: ApiRequest, options: CallOptions): Promise<T> {
    return send<T>(this.#settings, request, options)
  }
}

const unknownId = { type: 'invalid_request_error', code: 'resource_missing', param: 'id' } as const

/** An ID may come from a customer's address bar, and must not lead to another path of the API. */
function pathOf(id: string, rest = ''): string {
  if (!id.startsWith('pay_'))
    throw new FlowlixError('This is not the ID of a payment.', { detail: unknownId })
  return `/v1/payments/${encodeURIComponent(id)}${rest}`
}
