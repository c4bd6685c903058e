/** Rows that the gateway cannot have written: what can be read is still shown, and nothing new is begun. */
import { expect, it } from 'vitest'
import type { Payment } from '../../../src/core/payment/payment.ts'
import { StorageUnavailable } from '../../../src/ports/storage.ts'
import { aCreation, changeBy, startCommand, testMerchantId } from '../../support/payments.ts'
import { aDatabaseOfNodes } from './nodes.ts'

async function withOneDamaged() {
  const { add, sql } = await aDatabaseOfNodes()
  const { storage } = await add()
  const payments: Payment[] = []
  for (let made = 0; made < 3; made++) {
    const creation = aCreation()
    await storage.create(creation)
    const start = changeBy(creation.payment, startCommand(creation.payment))
    await storage.save(start)
    payments.push(start.after)
  }
  const [damaged, ...others] = payments as [Payment, Payment, Payment]
  await sql`update attempts set challenge_url = 'https://acs.example', challenge_fields = '{' where payment_id = ${damaged.id}`
  return { storage, damaged, others }
}

it('do not keep others from being found in the same statement', async () => {
  const { storage, damaged, others } = await withOneDamaged()
  const results = await Promise.allSettled([damaged, ...others].map(({ id }) => storage.findPayment(id)))
  expect(results[0]).toMatchObject({ status: 'rejected', reason: expect.any(StorageUnavailable) })
  expect(results.slice(1)).toEqual(others.map((value) => ({ status: 'fulfilled', value })))
})

it('do not keep others from being claimed', async () => {
  const { storage, damaged, others } = await withOneDamaged()
  const claim = { nowMs: () => damaged.expiresAtMs, leaseMs: 60_000, limit: 10 }
  const ids = (await storage.claimDue(claim)).map(({ id }) => id)
  expect(ids.sort()).toEqual(others.map(({ id }) => id).sort())
  expect(await storage.claimDue(claim)).toEqual([])
})

it('stop new payments and attempts, but not what has begun', async () => {
  const { storage, damaged, others } = await withOneDamaged()
  const creation = aCreation()
  await storage.create(creation)
  await storage.findPayment(damaged.id).catch(() => {})
  await expect(storage.create(aCreation())).rejects.toBeInstanceOf(StorageUnavailable)
  await expect(storage.ping()).rejects.toBeInstanceOf(StorageUnavailable)
  const start = changeBy(creation.payment, startCommand(creation.payment))
  await expect(storage.save(start)).rejects.toBeInstanceOf(StorageUnavailable)
  const [begun] = others
  const lose = { type: 'record_answer', number: 1, answer: { kind: 'unknown', cause: 'time-out' } } as const
  expect(await storage.save(changeBy(begun as Payment, lose))).toBe('saved')
  expect(await storage.findMerchant(testMerchantId)).not.toBeNull()
})
