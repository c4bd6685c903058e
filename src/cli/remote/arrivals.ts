/** Events of a gateway, for who waits for those of a payment. */
import { Refused } from '../mistakes.ts'
import { followEvents } from './follow-events.ts'
import type { GatewayApi } from './gateway-api.ts'
import { paymentOf, type ReceivedEvent } from './received-event.ts'

export type Arrival = Readonly<{ event: ReceivedEvent; body: string }>

/** Instead of one, another one of its group can come. */
const groups = [
  ['payment.succeeded', 'payment.failed', 'payment.canceled', 'payment.expired'],
  ['refund.succeeded', 'refund.failed'],
]

export class Arrivals {
  readonly #stopping = new AbortController()
  readonly #arrived: Arrival[] = []
  #failure: unknown = null
  #look: () => void = () => {}

  /** Resolves once everything that happens from now on will arrive. */
  async open(api: GatewayApi): Promise<void> {
    const events = followEvents(api, { kind: 'now' }, this.#stopping.signal)
    await events.next()
    void this.#collect(events)
  }

  close(): void {
    this.#stopping.abort()
  }

  /** Null if it does not arrive in time. */
  async waitFor(paymentId: string, type: string, endMs: number): Promise<Arrival | null> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure
      const own = this.#arrived.filter(({ event }) => paymentOf(event) === paymentId)
      const found = own.find(({ event }) => event.type === type)
      if (found !== undefined) return found
      const group = groups.find((types) => types.includes(type)) ?? []
      const other = own.find(({ event }) => group.includes(event.type))
      if (other !== undefined)
        throw new Refused(`There will be no ${type}, because ${other.event.type} happened to ${paymentId}.`)
      if (!(await this.#next(endMs - performance.now()))) return null
    }
  }

  /** False after this time. */
  async #next(durationMs: number): Promise<boolean> {
    if (durationMs <= 0) return false
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), durationMs)
      this.#look = () => {
        clearTimeout(timer)
        resolve(true)
      }
    })
  }

  async #collect(events: ReturnType<typeof followEvents>): Promise<void> {
    try {
      for await (const followed of events) {
        if (followed.kind !== 'event') continue
        this.#arrived.push({ event: followed.event, body: followed.body })
        this.#look()
      }
    } catch (error) {
      this.#failure = error
      this.#look()
    }
  }
}
