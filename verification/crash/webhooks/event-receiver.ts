/** A receiver that keeps everything it gets, verifies it, and does not accept all of it at once. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isSignedWith } from '../../simulation/receivers/verify-signatures.ts'

/** Of all events, the first request for one in so many is rejected, or gets no response. */
const rejectedShare = 5
const unansweredShare = 7

export class EventReceiver {
  /** Of its endpoint, once it has one. */
  secret = ''
  /** How many requests have arrived. */
  requests = 0
  readonly #bodies = new Map<string, Set<string>>()
  readonly #counts = new Map<string, number>()
  /** By the order of their first requests. */
  readonly #mistakes = new Set<string>()
  readonly #server = createServer((request, response) => void this.#receive(request, response))

  static async open(): Promise<EventReceiver> {
    const receiver = new EventReceiver()
    receiver.#server.listen(0, '127.0.0.1')
    await once(receiver.#server, 'listening')
    return receiver
  }

  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    return `http://127.0.0.1:${address.port}/webhooks`
  }

  requestsOf(eventId: string): number {
    return this.#counts.get(eventId) ?? 0
  }

  /** What is wrong in comparison with the committed events, whose bodies these are by their IDs. */
  mistakes(committed: ReadonlyMap<string, string>): readonly string[] {
    const missing = [...committed.keys()].filter((id) => !this.#bodies.has(id))
    return [
      ...this.#mistakes,
      ...missing.map((id) => `${id} was committed and never arrived`),
      ...[...this.#bodies].flatMap(([id, received]) => mistakesIn(id, received, committed.get(id))),
      ...mistakesOfOrder([...this.#bodies.keys()], committed),
    ]
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
    } catch {
      // Its sender was killed in the middle of it.
      return
    }
    const body = Buffer.concat(chunks).toString()
    const id = String(request.headers['webhook-id'])
    const times = this.requestsOf(id) + 1
    this.requests += 1
    this.#counts.set(id, times)
    this.#bodies.set(id, (this.#bodies.get(id) ?? new Set()).add(body))
    if (!isSigned(request, body, this.secret)) this.#mistakes.add(`${id} arrived without valid signatures`)
    if (times === 1 && this.#counts.size % unansweredShare === 0) response.destroy()
    else response.writeHead(times === 1 && this.#counts.size % rejectedShare === 0 ? 503 : 204).end()
  }
}

function isSigned({ headers }: IncomingMessage, body: string, secret: string): boolean {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'Flowlix-Signature']
  const named = names.map((name) => [name, String(headers[name.toLowerCase()])])
  return isSignedWith(Object.fromEntries(named), body, [secret])
}

function mistakesIn(
  id: string,
  received: ReadonlySet<string>,
  committed: string | undefined,
): readonly string[] {
  if (committed === undefined) return [`${id} arrived and was never committed`]
  return received.size === 1 && received.has(committed)
    ? []
    : [`${id} arrived with other bytes than were committed`]
}

/** The first requests for one payment arrive in the order of its events. */
function mistakesOfOrder(
  arrived: readonly string[],
  committed: ReadonlyMap<string, string>,
): readonly string[] {
  const last = new Map<string, string>()
  return arrived.flatMap((id) => {
    const body = committed.get(id)
    if (body === undefined) return []
    const paymentId = String(JSON.parse(body).data.payment.id)
    const before = last.get(paymentId) ?? ''
    last.set(paymentId, id)
    return before < id ? [] : [`${id} arrived after ${before}, which is later in the same payment`]
  })
}
