/** The part of the storage port that the simulation uses, in plain maps. A write is applied at the moment of the call. */
import type { AnyEvent } from '../../src/core/events.ts'
import { type Payment, wakeAtMs } from '../../src/core/payment.ts'
import type { IdempotencyRecord, Storage } from '../../src/ports.ts'
export function plainStorage(): Storage {
  const rows = new Map<string, { payment: Payment; wake: number | null; events: AnyEvent[] }>()
  const keys = new Map<string, IdempotencyRecord>()
  const keyOf = (k: string, key: string) => `${k} ${key}`
  const taken = (r: IdempotencyRecord | null) => r !== null && keys.has(keyOf(r.keyId, r.key))
  const keep = (r: IdempotencyRecord | null) => r !== null && keys.set(keyOf(r.keyId, r.key), r)
  const storage: Partial<Storage> = {
    async create({ event, events, payment, idempotency }) {
      if (taken(idempotency)) return 'idempotency_key_taken'
      keep(idempotency)
      rows.set(payment.id, { payment, wake: wakeAtMs(payment), events: [event, ...events] })
      return 'saved'
    },
    async save({ before, after, events, idempotency }) {
      const row = rows.get(before.id)
      if (row?.payment.version !== before.version) return 'lost_race'
      if (taken(idempotency)) return 'idempotency_key_taken'
      keep(idempotency)
      row.payment = after
      row.wake = wakeAtMs(after)
      row.events.push(...events)
      return 'saved'
    },
    async findPayment(id) {
      return rows.get(id)?.payment ?? null
    },
    async listEvents(id) {
      return rows.get(id)?.events ?? []
    },
    async claimDue({ nowMs, leaseMs, limit }) {
      const due = [...rows.values()].filter((r) => r.wake !== null && r.wake <= nowMs).slice(0, limit)
      for (const r of due) {
        r.payment = { ...r.payment, version: r.payment.version + 1, epoch: r.payment.epoch + 1 }
        r.wake = nowMs + leaseMs
      }
      return due.map((r) => r.payment)
    },
    async findIdempotencyRecord(k, key) {
      return keys.get(keyOf(k, key)) ?? null
    },
    async purgeIdempotencyRecords() {
      return 0
    },
  }
  return storage as Storage
}
