/** Storage: the errors that callers get when a write fails, and that nothing is half done. */
import { expect, it } from 'vitest'
import { CommitUnknown, type Storage, StorageUnavailable } from '../../../src/ports/storage.ts'
import {
  aCreation,
  aMerchant,
  anApiKey,
  anIdempotencyRecord,
  changeBy,
  startMs,
  testMerchantId,
} from '../../support/payments.ts'
import type { Subject } from './contract.ts'
import { type Failing, required } from './engine.ts'
import { created } from './payments.ts'

export function describeFailures(subject: Subject): void {
  const failing = (): Failing => required(subject.opened.failing, 'failures')

  it('of every write say that the storage is unavailable, reveal no values, and pass', async () => {
    const { storage } = subject
    const payment = await created(storage)
    const key = anApiKey()
    await storage.addApiKey(key)
    const goOn = await failing().stopWrites()
    const writes = writesOf(storage, key.id, changeBy(payment, { type: 'cancel' }))
    for (const result of await Promise.allSettled(writes.map((write) => write()))) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StorageUnavailable) })
      expect((result as PromiseRejectedResult).reason.message).not.toContain('a secret string')
    }
    expect(await storage.findPayment(payment.id)).toEqual(payment)
    expect(await storage.listMerchants()).toHaveLength(1)
    await storage.ping()
    await goOn()
    expect(await storage.save(changeBy(payment, { type: 'cancel' }))).toBe('saved')
  })

  it.each([
    ['was made', true],
    ['was not made', false],
  ])('of a commit that %s say that this is unknown, and reading tells', async (_, isMade) => {
    const { storage } = subject
    const payment = await created(storage)
    failing().loseNextCommit(isMade)
    const { after, ...change } = changeBy(payment, { type: 'cancel' })
    await expect(storage.save({ after, ...change })).rejects.toBeInstanceOf(CommitUnknown)
    expect(await storage.findPayment(payment.id)).toEqual(isMade ? after : payment)
    expect(await storage.listEvents(payment.id)).toHaveLength(isMade ? 2 : 1)
    expect(await storage.save({ after, ...change })).toBe(isMade ? 'lost_race' : 'saved')
  })

  it('of a commit that several writes share concern all of them', async () => {
    const { storage } = subject
    failing().loseNextCommit(false)
    const creations = [aCreation(), aCreation()] as const
    const results = await Promise.allSettled(creations.map((creation) => storage.create(creation)))
    for (const [index, result] of results.entries()) {
      const found = await storage.findPayment(creations[index]?.payment.id ?? '')
      if (result.status === 'fulfilled') expect(found).toEqual(creations[index]?.payment)
      else expect(result.reason).toBeInstanceOf(CommitUnknown)
    }
    expect(results.some(({ status }) => status === 'rejected')).toBe(true)
  })

  it('by a broken rule are faults, and neither of the two', async () => {
    const { payment } = aCreation()
    await created(subject.storage, aCreation({ id: payment.id }))
    const error = await subject.storage.create(aCreation({ id: payment.id })).catch((reason) => reason)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toBeInstanceOf(StorageUnavailable)
    expect(error).not.toBeInstanceOf(CommitUnknown)
  })
}

/** Every method of the port that writes. */
function writesOf(storage: Storage, keyId: string, change: Parameters<Storage['save']>[0]) {
  const creation = aCreation({ description: 'a secret string' }, { idempotency: anIdempotencyRecord() })
  const claim = { nowMs: () => startMs * 2, leaseMs: 1_000, limit: 10 }
  const writes: readonly (() => Promise<unknown>)[] = [
    () => storage.create(creation),
    () => storage.save(change),
    () => storage.claimDue(claim),
    () => storage.claimFarAhead({ ...claim, aheadMs: 1 }),
    () => storage.purgeIdempotencyRecords(startMs * 2, 10),
    () => storage.addMerchant(aMerchant({ id: 'mer_other', name: 'a secret string' })),
    () => storage.updateMerchant(testMerchantId, { name: 'a secret string' }),
    () => storage.addApiKey(anApiKey()),
    () => storage.noteApiKeyUse(keyId, startMs),
    () => storage.revokeApiKey(keyId, startMs),
    () => storage.installationSecret('another one'),
    () => storage.keepClock({ bootId: 'a', history: [] }),
  ]
  return writes
}
