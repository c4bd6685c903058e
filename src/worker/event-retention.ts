/**
 * Removes public events, and requests to send them again, that are older than the setting says, and skips what nobody will
 * send.
 */
import { timeAgo } from '../core/clock-history.ts'
import type { Gateway } from '../operations/gateway.ts'

const batch = 500
/** Periods are days, so nothing is late by this. */
const pauseMs = 3_600_000

export class EventRetention {
  readonly #gateway: Pick<Gateway, 'storage' | 'clock' | 'time'>
  readonly #lifeMs: number
  #resumeAtMs = Number.NEGATIVE_INFINITY

  constructor(gateway: Pick<Gateway, 'storage' | 'clock' | 'time'>, lifeMs: number) {
    this.#gateway = gateway
    this.#lifeMs = lifeMs
  }

  /** One batch: others do not wait for long. Rejects when the storage cannot be reached. */
  async step(): Promise<void> {
    const { storage, clock, time } = this.#gateway
    if (clock.monotonicMs() < this.#resumeAtMs) return
    const { nowMs, history } = time.read()
    // A process may have died between stopping an endpoint and this, and an event may have been committed since.
    const skipped = await storage.skipDeliveries(null, clock.nowMs(), batch)
    const beforeMs = timeAgo(history, nowMs, this.#lifeMs)
    const removed = [await storage.purgeEvents(beforeMs, batch), await storage.purgeResends(beforeMs, batch)]
    if ([skipped, ...removed].every((count) => count < batch))
      this.#resumeAtMs = clock.monotonicMs() + pauseMs
  }
}
