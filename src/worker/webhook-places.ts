/** Deliveries that are under way. */
import { errorText } from '../core/error-name.ts'
import type { Gateway } from '../operations/gateway.ts'
import { type Delivered, deliverWebhook } from '../operations/webhooks/deliver-webhook.ts'
import type { ClaimedDelivery } from '../ports/webhook-storage.ts'
import { EndpointAlarms } from './endpoint-alarms.ts'
import { EndpointLimits } from './endpoint-limits.ts'

const placesMax = 200
/** At once. */
export const claimMax = 50
/** Longer than an attempt can take. */
const leaseMs = 60_000

export class WebhookPlaces {
  readonly #gateway: Gateway
  readonly #signal: AbortSignal
  readonly #limits = new EndpointLimits()
  readonly #alarms: EndpointAlarms
  readonly #onEnded: () => void
  readonly #running = new Set<Promise<void>>()

  /** `onEnded` is called whenever a delivery has ended: another one of the same payment may follow. */
  constructor(gateway: Gateway, signal: AbortSignal, onEnded: () => void) {
    this.#gateway = gateway
    this.#signal = signal
    this.#alarms = new EndpointAlarms(gateway.log)
    this.#onEnded = onEnded
  }

  /** Begins what is due, as far as there are places, and returns how many. Rejects if it cannot. */
  async fill(): Promise<number> {
    const { storage, clock } = this.#gateway
    const limit = Math.min(claimMax, placesMax - this.#running.size)
    if (limit === 0) return 0
    const claim = {
      nowMs: () => clock.nowMs(),
      leaseMs,
      limit,
      places: this.#limits.placesAt(clock.monotonicMs()),
    }
    const claimed = await storage.claimDeliveries(claim)
    for (const one of claimed) this.#begin(one)
    return claimed.length
  }

  /** Resolves when no delivery is under way anymore. */
  async emptied(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  #begin(claimed: ClaimedDelivery): void {
    const running = this.#deliver(claimed).then(() => {
      this.#running.delete(running)
      this.#onEnded()
    })
    this.#running.add(running)
  }

  async #deliver(claimed: ClaimedDelivery): Promise<void> {
    const { id } = claimed.endpoint
    const end = this.#limits.begin(claimed.endpoint, this.#gateway.clock.monotonicMs())
    const delivered = await this.#attempt(claimed)
    if (delivered.kind !== 'aborted') {
      this.#limits.note(id, delivered.kind)
      this.#alarms.note(id, delivered.health, this.#gateway.clock.nowMs())
    }
    end()
  }

  /** Trouble with one delivery must not stop the others; it is due again when its lease ends. */
  async #attempt(claimed: ClaimedDelivery): Promise<Delivered> {
    const { log, running } = this.#gateway
    try {
      return await running.track(deliverWebhook(this.#gateway, claimed, this.#signal))
    } catch (error) {
      const cause = errorText(error)
      const { endpoint, event } = claimed
      log.error(
        { endpointId: endpoint.id, eventId: event.id, cause },
        'a webhook could not be delivered; it will be tried again',
      )
      return { kind: 'aborted' }
    }
  }
}
