/** Responses that are kept for repeated requests, in the memory storage. */
import { type IdempotencyRecord, idempotencyLifeMs } from '../../src/core/idempotency-record.ts'
import { compare } from './order.ts'

export class MemoryRecords {
  readonly #records = new Map<string, IdempotencyRecord>()

  async findIdempotencyRecord(keyId: string, key: string): Promise<IdempotencyRecord | null> {
    return this.#records.get(nameOf(keyId, key)) ?? null
  }

  async listSealedRecords(
    after: IdempotencyRecord | null,
    limit: number,
  ): Promise<readonly IdempotencyRecord[]> {
    return [...this.#records.values()]
      .filter((record) => !record.body.startsWith('{') && (after === null || byKey(record, after) > 0))
      .sort(byKey)
      .slice(0, limit)
  }

  async replaceRecordBody({ keyId, key, body: before }: IdempotencyRecord, body: string): Promise<boolean> {
    const record = this.#records.get(nameOf(keyId, key))
    if (record?.body !== before) return false
    this.keep({ ...record, body })
    return true
  }

  async purgeIdempotencyRecords(createdBeforeMs: number, limit: number): Promise<number> {
    const old = [...this.#records.values()]
      .filter((record) => record.createdAtMs < createdBeforeMs)
      .sort((a, b) => a.createdAtMs - b.createdAtMs)
      .slice(0, limit)
    for (const record of old) this.#records.delete(nameOf(record.keyId, record.key))
    return old.length
  }

  protected isTaken(record: IdempotencyRecord | null): boolean {
    if (record === null) return false
    const kept = this.#records.get(nameOf(record.keyId, record.key))
    return kept !== undefined && record.createdAtMs - kept.createdAtMs < idempotencyLifeMs
  }

  protected keep(record: IdempotencyRecord | null): void {
    if (record !== null) this.#records.set(nameOf(record.keyId, record.key), record)
  }
}

function byKey(a: IdempotencyRecord, b: IdempotencyRecord): number {
  return compare(a.keyId, b.keyId) || compare(a.key, b.key)
}

function nameOf(keyId: string, key: string): string {
  return `${keyId} ${key}`
}
