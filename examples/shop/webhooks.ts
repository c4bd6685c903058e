/**
 * The gateway tells the shop of events. The handler stores the event and responds; only then does it act, so the gateway never
 * waits for the shop. An event can come twice, late, or in another order, and the process can end at any moment. Therefore the
 * event only says which payment has changed: the shop retrieves the payment, and what it finds there counts.
 */
// In a project of your own: from 'flowlix-client'.
import {
  type Flowlix,
  FlowlixError,
  verifyWebhook,
  WebhookVerificationError,
} from '../../client/src/flowlix.ts'
import { type Settling, settleOrder } from './settle-order.ts'
import { differences } from './verify-payment.ts'

type Parts = Settling & Readonly<{ gateway: Flowlix; secret: string }>

const retryMs = 5_000

export class Webhooks {
  readonly #parts: Parts
  #running: Promise<void> = Promise.resolve()
  #retry: NodeJS.Timeout | null = null
  #isClosed = false

  constructor(parts: Parts) {
    this.#parts = parts
    // What was stored before the process ended.
    this.#start()
  }

  /** Returns the status of the response. */
  async receive(payload: string, headers: Headers): Promise<200 | 400> {
    const { orders, log, secret } = this.#parts
    try {
      const event = await verifyWebhook({ payload, headers, secret })
      const payment = 'payment' in event.data ? event.data.payment.id : null
      const isNew = orders.keepEvent(event.id, payment)
      log(`webhook ${event.type} ${event.id}${isNew ? '' : ', received again'}`)
      this.#start()
      return 200
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error
      log(`webhook refused: ${error.message}`)
      return 400
    }
  }

  /** Resolves when nothing is being done any more. */
  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#retry !== null) clearTimeout(this.#retry)
    await this.#running
  }

  /** One after the other, so that no event is handled twice at the same time. */
  #start(): void {
    this.#running = this.#running.then(() => this.#handleAll())
  }

  async #handleAll(): Promise<void> {
    const { orders, log } = this.#parts
    for (const event of orders.waitingEvents()) {
      if (this.#isClosed) return
      try {
        if (event.payment_id !== null) await this.#handle(event.payment_id)
        orders.finishEvent(event.id)
      } catch (error) {
        log(`webhook ${event.id} is handled again later: ${error instanceof Error ? error.message : error}`)
        this.#retryLater()
        return
      }
    }
  }

  /** Harmless for an order that is settled already. */
  async #handle(paymentId: string): Promise<void> {
    const { gateway, orders, log } = this.#parts
    const order = orders.findByPayment(paymentId)
    // An earlier try to pay an order, or a payment that this shop has not made.
    if (order === null) return
    const payment = await retrieve(gateway, paymentId)
    if (payment === null) return
    const different = differences(order, payment)
    if (different.length === 0) settleOrder(order, payment, this.#parts)
    else log(`order #${order.number}: ${paymentId} does not belong to it`)
  }

  #retryLater(): void {
    if (this.#isClosed) return
    if (this.#retry !== null) clearTimeout(this.#retry)
    this.#retry = setTimeout(() => this.#start(), retryMs)
    this.#retry.unref()
  }
}

async function retrieve(gateway: Flowlix, paymentId: string) {
  try {
    return await gateway.payments.retrieve(paymentId)
  } catch (error) {
    if (error instanceof FlowlixError && error.code === 'resource_missing') return null
    throw error
  }
}
