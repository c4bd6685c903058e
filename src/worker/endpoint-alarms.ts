/** Says once that an endpoint has been failing for an hour, and once for a day, and when it works again. */
import { alarmLevel, type EndpointHealth } from '../core/webhook/endpoint-health.ts'
import type { Log } from '../ports/system.ts'

export class EndpointAlarms {
  readonly #log: Log
  /** What was said last. After a restart, it is said again. */
  readonly #said = new Map<string, 'hour' | 'day'>()

  constructor(log: Log) {
    this.#log = log
  }

  note(endpointId: string, health: EndpointHealth, nowMs: number): void {
    const level = alarmLevel(health, nowMs)
    if (level === null && health.failingSinceMs === null) this.#over(endpointId)
    if (level === null || this.#said.get(endpointId) === level) return
    this.#said.set(endpointId, level)
    const fields = { alarm: 'webhook_endpoint_failing', endpointId, failingFor: level }
    this.#log.warn(fields, `a webhook endpoint has been failing for ${level === 'day' ? 'a day' : 'an hour'}`)
  }

  #over(endpointId: string): void {
    if (this.#said.delete(endpointId)) this.#log.info({ endpointId }, 'a webhook endpoint works again')
  }
}
