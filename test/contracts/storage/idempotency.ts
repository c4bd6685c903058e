/** Storage: a key is taken for a day, and what it was taken for leaves nothing else behind. */
import { describe, expect, it } from 'vitest'
import { aCreation, anIdempotencyRecord, changeBy, startMs } from '../../support/payments.ts'
import type { Subject } from './contract.ts'
import { created, saved } from './payments.ts'

const dayMs = 24 * 3_600_000

export function describeIdempotency(subject: Subject): void {
  describe('idempotency records', () => {
    it('are kept with what their request caused', async () => {
      const idempotency = anIdempotencyRecord({ body: '{"a":"\u{1F3AB} é"}', status: 200 })
      await created(subject.storage, aCreation({}, { idempotency }))
      expect(await subject.storage.findIdempotencyRecord(idempotency.keyId, idempotency.key)).toEqual(
        idempotency,
      )
      expect(await subject.storage.findIdempotencyRecord('key_other', idempotency.key)).toBeNull()
      expect(await subject.storage.findIdempotencyRecord(idempotency.keyId, 'other')).toBeNull()
    })

    it('let only the first of two creations pass', async () => {
      const idempotency = anIdempotencyRecord()
      await created(subject.storage, aCreation({}, { idempotency }))
      const second = aCreation({}, { idempotency: { ...idempotency, body: 'second' } })
      expect(await subject.storage.create(second)).toBe('idempotency_key_taken')
      expect(await subject.storage.findPayment(second.payment.id)).toBeNull()
      expect(await subject.storage.listEvents(second.payment.id)).toEqual([])
      const { keyId, key } = idempotency
      expect(await subject.storage.findIdempotencyRecord(keyId, key)).toEqual(idempotency)
    })

    it('let only the first of many simultaneous creations pass', async () => {
      const idempotency = anIdempotencyRecord()
      const creations = Array.from({ length: 20 }, () => aCreation({}, { idempotency }))
      const results = await Promise.all(creations.map((creation) => subject.storage.create(creation)))
      expect(results.filter((result) => result === 'saved')).toHaveLength(1)
      const found = await Promise.all(creations.map(({ payment }) => subject.storage.findPayment(payment.id)))
      expect(found.filter((payment) => payment !== null)).toHaveLength(1)
    })

    it('stop a change and leave nothing of it', async () => {
      const { storage } = subject
      const idempotency = anIdempotencyRecord()
      await created(storage, aCreation({}, { idempotency }))
      const payment = await created(storage)
      expect(await storage.save(changeBy(payment, { type: 'cancel' }, { idempotency }))).toBe(
        'idempotency_key_taken',
      )
      expect(await storage.findPayment(payment.id)).toEqual(payment)
      expect(await storage.listEvents(payment.id)).toHaveLength(1)
    })

    it('that are sealed are walked through by their keys, and replaced unless they have changed', async () => {
      const { storage } = subject
      const kept = (key: string, body: string) => anIdempotencyRecord({ key, body })
      const records = [kept('b', 'v1.b'), kept('a', 'v1.a'), kept('c', '{"a":1}'), kept('d', 'v1.d')]
      for (const idempotency of records) await created(storage, aCreation({}, { idempotency }))
      const [first, second] = await storage.listSealedRecords(null, 2)
      expect([first?.body, second?.body]).toEqual(['v1.a', 'v1.b'])
      if (first === undefined || second === undefined) return
      expect((await storage.listSealedRecords(second, 2)).map(({ body }) => body)).toEqual(['v1.d'])
      expect(await storage.replaceRecordBody(first, 'v1.new')).toBe(true)
      expect(await storage.replaceRecordBody(first, 'v1.late')).toBe(false)
      expect(await storage.findIdempotencyRecord(first.keyId, 'a')).toEqual({ ...first, body: 'v1.new' })
    })

    it('are not kept for a change that lost its race', async () => {
      const { storage } = subject
      const payment = await created(storage)
      await saved(storage, changeBy(payment, { type: 'cancel' }))
      const idempotency = anIdempotencyRecord()
      expect(await storage.save(changeBy(payment, { type: 'cancel' }, { idempotency }))).toBe('lost_race')
      expect(await storage.findIdempotencyRecord(idempotency.keyId, idempotency.key)).toBeNull()
    })

    it('hold for a day less a moment, and are replaced after a day', async () => {
      const { storage } = subject
      const first = anIdempotencyRecord()
      await created(storage, aCreation({}, { idempotency: first }))
      const early = { ...first, body: 'early', createdAtMs: startMs + dayMs - 1 }
      expect(await storage.create(aCreation({}, { idempotency: early }))).toBe('idempotency_key_taken')
      const later = { ...first, body: 'later', fingerprint: 'e'.repeat(64), createdAtMs: startMs + dayMs }
      const payment = await created(storage)
      await saved(storage, changeBy(payment, { type: 'cancel' }, { idempotency: later }))
      expect(await storage.findIdempotencyRecord(first.keyId, first.key)).toEqual(later)
    })

    it('are purged oldest first, as many as asked for', async () => {
      const { storage } = subject
      const records = [3, 1, 2, 4].map((ms) => anIdempotencyRecord({ createdAtMs: startMs + ms }))
      for (const idempotency of records) await created(storage, aCreation({}, { idempotency }))
      expect(await storage.purgeIdempotencyRecords(startMs + 4, 2)).toBe(2)
      const left = async () =>
        (await Promise.all(records.map(({ keyId, key }) => storage.findIdempotencyRecord(keyId, key))))
          .filter((record) => record !== null)
          .map((record) => record.createdAtMs - startMs)
      expect(await left()).toEqual([3, 4])
      expect(await storage.purgeIdempotencyRecords(startMs + 4, 10)).toBe(1)
      expect(await left()).toEqual([4])
      expect(await storage.purgeIdempotencyRecords(startMs + 4, 10)).toBe(0)
    })
  })
}
