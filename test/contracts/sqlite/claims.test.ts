/** A process may be frozen between asking for due payments and taking them: the time that counts is that of the taking. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Storage } from '../../../src/ports/storage.ts'
import { aCreation, aMerchant, changeBy, startCommand, startMs } from '../../support/payments.ts'
import { anEndpoint } from '../storage/an-endpoint.ts'
import { aDatabaseFile, openQuietly } from './database-file.ts'

const leaseMs = 60_000
const hourMs = 3_600_000

let storage: Storage
beforeEach(async () => {
  storage = await openQuietly(aDatabaseFile())
  await storage.addMerchant(aMerchant())
  const creation = aCreation({ expiresAtMs: startMs + 48 * hourMs })
  await storage.create(creation)
  await storage.save(changeBy(creation.payment, startCommand(creation.payment), { atMs: startMs }))
})
afterEach(() => storage.close())

it('a payment that is leased when the process wakes up is not taken for one that was put off too far', async () => {
  let nowMs = startMs - hourMs
  const claiming = storage.claimFarAhead({ nowMs: () => nowMs, leaseMs, limit: 10, aheadMs: 600_000 })
  nowMs = startMs
  expect(await claiming).toEqual([])
})

it('a lease begins when the process wakes up', async () => {
  let nowMs = startMs
  const claiming = storage.claimDue({ nowMs: () => nowMs, leaseMs, limit: 10 })
  nowMs = startMs + hourMs
  expect(await claiming).toHaveLength(1)
  const forAnother = { nowMs: () => startMs + hourMs + leaseMs - 1, leaseMs, limit: 10 }
  expect(await storage.claimDue(forAnother)).toEqual([])
})

it('an endpoint that is disabled or deleted in the same turn gets nothing', async () => {
  const creation = aCreation()
  await storage.create(creation)
  for (const id of ['1', '2', '3']) await storage.addEndpoint(anEndpoint(id), 16, null)
  await storage.save(changeBy(creation.payment, { type: 'cancel' }, { atMs: startMs }))
  const disabling = storage.disableEndpoint('we_1', 'failing', startMs)
  const deleting = storage.changeEndpoint(anEndpoint('2', { deletedAtMs: startMs, version: 2 }), null)
  const places = { usual: 10, of: {}, failing: 100 }
  const claimed = await storage.claimDeliveries({ nowMs: () => startMs, leaseMs, limit: 10, places })
  expect(claimed.map(({ endpoint }) => endpoint.id)).toEqual(['we_3'])
  await Promise.all([disabling, deleting])
})
