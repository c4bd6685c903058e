/** A merchant whose payments lead to events, at gateways that may be killed in the middle of any request. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sandboxKey } from '../../gateway-process.ts'

const money = { amount: 2500, currency: 'eur' }
const session = { ...money, redirect_url: 'https://shop.example.com/done' }
const card = { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '123', holder_name: 'Ada' }
const order = { ...money, card, return_url: 'https://shop.example.com/done' }
const customers = 4
const pauseMs = 10

type Page = Readonly<{ data: readonly Readonly<{ id: string }>[]; has_more: boolean }>

export class Shop {
  readonly #urls: readonly string[]
  #isOpen = true
  #turn = 0

  constructor(urls: readonly string[]) {
    this.#urls = urls
  }

  /** Returns its secret. */
  async addEndpoint(url: string): Promise<string> {
    const { secret } = (await this.#post('/v1/webhook_endpoints', { url })) as { secret: string }
    return secret
  }

  /** Until it is closed. */
  async open(): Promise<void> {
    await Promise.all(Array.from({ length: customers }, () => this.#serve()))
  }

  close(): void {
    this.#isOpen = false
  }

  /** The body of each event, by its ID. */
  async events(): Promise<ReadonlyMap<string, string>> {
    const events = new Map<string, string>()
    for (let after = ''; ; ) {
      const page = (await this.#send('GET', `/v1/events?limit=100${after}`)) as Page
      for (const { id } of page.data) events.set(id, await this.#text('GET', `/v1/events/${id}`))
      after = `&starting_after=${page.data.at(-1)?.id}`
      if (!page.has_more) return events
    }
  }

  async #serve(): Promise<void> {
    while (this.#isOpen) {
      const { id } = (await this.#post('/v1/payments/hpp', session)) as { id: string }
      await this.#post(`/v1/payments/${id}/cancel`)
      const paid = (await this.#post('/v1/payments', order)) as { id: string; status: string }
      if (paid.status === 'succeeded') await this.#post(`/v1/payments/${paid.id}/refund`, {})
      await sleep(pauseMs)
    }
  }

  #post(path: string, body?: object): Promise<unknown> {
    return this.#send('POST', path, body)
  }

  async #send(method: string, path: string, body?: object): Promise<unknown> {
    return JSON.parse(await this.#text(method, path, body))
  }

  /** The same request, with the same key, until some gateway responds to it. */
  async #text(method: string, path: string, body?: object): Promise<string> {
    const key = randomUUID()
    for (;;) {
      const url = this.#urls[this.#turn++ % this.#urls.length] ?? ''
      const request = {
        method,
        headers: {
          authorization: `Bearer ${sandboxKey}`,
          ...(method === 'POST' && { 'idempotency-key': key, 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }
      try {
        const response = await fetch(url + path, request)
        const text = await response.text()
        if (response.ok) return text
        // Its first try may still be running, or have been carried out without a response.
        if (response.status !== 409 && response.status !== 503)
          throw new Refusal(`${method} ${path}: ${text}`)
      } catch (error) {
        if (error instanceof Refusal) throw error
      }
      await sleep(pauseMs)
    }
  }
}

class Refusal extends Error {}
