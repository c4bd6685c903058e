/** Webhook endpoints in the memory storage. */
import type { IdempotencyRecord } from '../../src/core/idempotency-record.ts'
import type { DisabledReason, WebhookEndpoint } from '../../src/core/webhook/endpoint.ts'
import type { Owner } from '../../src/ports/event-storage.ts'
import type { EndpointStorage } from '../../src/ports/webhook-storage.ts'
import { MemoryRecords } from './memory-records.ts'
import { compare } from './order.ts'

export class MemoryEndpoints extends MemoryRecords implements EndpointStorage {
  /** The deleted ones, too. */
  protected readonly endpoints = new Map<string, WebhookEndpoint>()

  async addEndpoint(
    endpoint: WebhookEndpoint,
    limit: number,
    idempotency: IdempotencyRecord | null,
  ): Promise<'saved' | 'limit_reached' | 'idempotency_key_taken'> {
    const alike = this.endpointsOf(endpoint).filter(({ url }) => (url === null) === (endpoint.url === null))
    if (alike.length >= limit) return 'limit_reached'
    if (this.isTaken(idempotency)) return 'idempotency_key_taken'
    this.keep(idempotency)
    this.endpoints.set(endpoint.id, endpoint)
    return 'saved'
  }

  async findEndpoint(owner: Owner, id: string): Promise<WebhookEndpoint | null> {
    return this.endpointsOf(owner).find((endpoint) => endpoint.id === id) ?? null
  }

  async listEndpoints(owner: Owner): Promise<readonly WebhookEndpoint[]> {
    return this.endpointsOf(owner).toSorted((a, b) => compare(a.id, b.id))
  }

  async changeEndpoint(
    after: WebhookEndpoint,
    idempotency: IdempotencyRecord | null,
  ): Promise<'saved' | 'lost_race' | 'idempotency_key_taken'> {
    const before = this.endpoints.get(after.id)
    if (before === undefined || before.deletedAtMs !== null || before.version !== after.version - 1)
      return 'lost_race'
    if (this.isTaken(idempotency)) return 'idempotency_key_taken'
    this.keep(idempotency)
    const { failingSinceMs, lastSuccessAtMs } = before
    const beginsAnew = before.disabledAtMs !== null && after.disabledAtMs === null
    const health = { lastSuccessAtMs, failingSinceMs: beginsAnew ? null : failingSinceMs }
    this.endpoints.set(after.id, { ...after, ...health })
    return 'saved'
  }

  async disableEndpoint(id: string, disabledReason: DisabledReason, disabledAtMs: number): Promise<boolean> {
    const before = this.endpoints.get(id)
    if (before === undefined || before.deletedAtMs !== null || before.disabledAtMs !== null) return false
    this.endpoints.set(id, { ...before, disabledAtMs, disabledReason, version: before.version + 1 })
    return true
  }

  protected endpointsOf({ merchantId, mode }: Owner): readonly WebhookEndpoint[] {
    if (this.endpoints.size === 0) return []
    return [...this.endpoints.values()].filter(
      (one) => one.merchantId === merchantId && one.mode === mode && one.deletedAtMs === null,
    )
  }
}
