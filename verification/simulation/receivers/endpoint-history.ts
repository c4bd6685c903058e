/** What is committed about one endpoint, and since when. */
import type { WebhookEndpoint } from '../../../src/core/webhook/endpoint.ts'

const hourMs = 3_600_000
const givenUpAfterMs = 120 * hourMs
const givenUpAfterEvents = 10
/** By how much the clocks of a hostile hour may be wrong, and a delivery may be under way. */
const toleranceMs = 3 * hourMs

export class EndpointHistory {
  now: WebhookEndpoint
  /** When it was disabled or deleted, in the order of commits. */
  readonly #stops: number[] = []
  #failingSinceMs: number | null = null
  /** Events with failed attempts of the schedule since then. */
  readonly #failed = new Set<string>()
  /** It has to be disabled from now on. */
  isHopeless = false

  constructor(endpoint: WebhookEndpoint) {
    this.now = endpoint
  }

  /** `order` of the commit. */
  change(after: WebhookEndpoint, order: number): void {
    const before = this.now
    const isStopped = isStop(after) && !isStop(before)
    if (isStopped || after.deletedAtMs !== before.deletedAtMs) this.#stops.push(order)
    if (before.disabledAtMs !== null && after.disabledAtMs === null) this.#beginAnew()
    this.now = after
  }

  get isStopped(): boolean {
    return isStop(this.now)
  }

  wasStoppedSince(order: number): boolean {
    return this.#stops.some((stop) => stop > order)
  }

  /** An attempt of the schedule. */
  note(eventId: string, isSuccess: boolean, atMs: number): void {
    if (isSuccess) {
      this.#beginAnew()
      return
    }
    this.#failingSinceMs ??= atMs
    this.#failed.add(eventId)
    this.isHopeless ||= this.#hasFailedFor(givenUpAfterMs + toleranceMs, atMs) && !this.isStopped
  }

  mayBeGivenUp(atMs: number): boolean {
    return this.#hasFailedFor(givenUpAfterMs - toleranceMs, atMs)
  }

  #hasFailedFor(durationMs: number, atMs: number): boolean {
    const sinceMs = this.#failingSinceMs
    return sinceMs !== null && atMs - sinceMs >= durationMs && this.#failed.size >= givenUpAfterEvents
  }

  #beginAnew(): void {
    this.#failingSinceMs = null
    this.#failed.clear()
    this.isHopeless = false
  }
}

function isStop({ disabledAtMs, deletedAtMs }: WebhookEndpoint): boolean {
  return disabledAtMs !== null || deletedAtMs !== null
}
