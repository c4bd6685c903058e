/** How many deliveries to each endpoint run at once, so that a slow receiver does not take the places of the others. */
import type { WebhookEndpoint } from '../core/webhook/endpoint.ts'
import type { DeliveryPlaces } from '../ports/webhook-storage.ts'

const usual = 10
/** Of all endpoints that have been failing: half of the places are for those that work. */
const failingMax = 100
/**
 * An attempt takes one of those places for so long at least. A refused connection is over at once, and thousands of endpoints
 * that refuse could keep the process busy with nothing else.
 */
const failingMs = 4_000
/** In a row. One more at a time is enough to see whether the endpoint works again. */
const manyFailures = 10

export class EndpointLimits {
  readonly #running = new Map<string, number>()
  #runningFailing = 0
  #lastFailing = ''
  /** Of attempts that were over too soon: when their places are free. */
  #resting: readonly number[] = []
  readonly #failures = new Map<string, number>()

  /** Returns what ends it. Times are those of a monotonic clock. */
  begin({ id, failingSinceMs }: WebhookEndpoint, beganMs: number): () => void {
    this.#running.set(id, (this.#running.get(id) ?? 0) + 1)
    if (failingSinceMs === null) return () => this.#end(id)
    this.#runningFailing += 1
    this.#lastFailing = id
    return () => {
      this.#runningFailing -= 1
      this.#resting = [...this.#resting, beganMs + failingMs]
      this.#end(id)
    }
  }

  #end(endpointId: string): void {
    const running = (this.#running.get(endpointId) ?? 0) - 1
    if (running > 0) this.#running.set(endpointId, running)
    else this.#running.delete(endpointId)
  }

  note(endpointId: string, outcome: 'succeeded' | 'failed' | 'uncounted'): void {
    if (outcome === 'succeeded') this.#failures.delete(endpointId)
    else if (outcome === 'failed') this.#failures.set(endpointId, (this.#failures.get(endpointId) ?? 0) + 1)
  }

  /** Free places: of any endpoint, and of those that have fewer. */
  placesAt(nowMs: number): DeliveryPlaces {
    this.#resting = this.#resting.filter((untilMs) => untilMs > nowMs)
    const of: Record<string, number> = {}
    for (const [id, failures] of this.#failures) if (failures >= manyFailures) of[id] = 1
    for (const [id, running] of this.#running) of[id] = Math.max(0, (of[id] ?? usual) - running)
    const failing = Math.max(0, failingMax - this.#runningFailing - this.#resting.length)
    return { usual, of, failing, failingAfter: this.#lastFailing }
  }
}
