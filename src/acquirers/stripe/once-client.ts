/**
 * The HTTP client below Stripe's SDK: one request over our transport, and a record of what became of it. The SDK makes the
 * request, and learns nothing of the response: it repeats a request after a lost connection even where retries are turned
 * off, takes any status for a success, and ends the process over a body that is JSON but no object.
 */
import type { Stripe } from 'stripe'
import type { Outcome } from '../transport/outcome.ts'
import type { Exchange } from '../transport/transport.ts'

type Client = NonNullable<NonNullable<ConstructorParameters<typeof Stripe>[1]>['httpClient']>
type Response = Awaited<ReturnType<Client['makeRequest']>>
type Headers = Readonly<Record<string, string | number | string[]>>

/** The others describe this machine and its environment. */
const sentHeaders: readonly string[] = [
  'accept',
  'authorization',
  'content-type',
  'idempotency-key',
  'stripe-account',
  'stripe-version',
  'user-agent',
]

export class OnceClient implements Client {
  readonly #exchange: Exchange
  readonly #origin: string
  #isSending = false
  #isOver = false
  readonly #ended = Promise.withResolvers<Outcome | null>()

  constructor(exchange: Exchange, origin: string) {
    this.#exchange = exchange
    this.#origin = origin
  }

  /** Null if the SDK has not sent anything until it ended, or until the deadline. After that, it cannot send anymore. */
  async outcomeOf(sending: Promise<unknown>, deadlineMs: number): Promise<Outcome | null> {
    const end = () => {
      if (this.#isSending) return
      this.#isOver = true
      this.#ended.resolve(null)
    }
    sending.then(end, end)
    const timer = setTimeout(end, deadlineMs)
    try {
      return await this.#ended.promise
    } finally {
      clearTimeout(timer)
    }
  }

  getClientName(): string {
    return 'flowlix'
  }

  async makeRequest(
    _host: string,
    _port: string,
    path: string,
    method: string,
    headers: Headers,
    body: string,
  ): Promise<Response> {
    // A timer may fire a little before the exchange itself refuses to send.
    if (this.#isOver) throw new Error('reported as not sent')
    this.#isSending = true
    const outcome = await this.#exchange.send({
      method: method === 'POST' ? 'POST' : 'GET',
      url: this.#origin + path,
      headers: allowed(headers),
      body: method === 'POST' ? body : null,
    })
    this.#ended.resolve(outcome)
    return success
  }
}

const success: Response = {
  getStatusCode: () => 200,
  getHeaders: () => ({}),
  getRawResponse: () => ({}),
  toStream: () => ({}),
  toJSON: async () => ({}),
}

function allowed(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
      .filter(([name]) => sentHeaders.includes(name)),
  )
}
