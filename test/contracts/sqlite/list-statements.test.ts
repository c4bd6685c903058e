/** How many statements SQLite runs for a page of payments. */
import { StatementSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { aMerchant, testMerchantId } from '../../support/payments.ts'
import { saveRefunded } from '../save-refunded.ts'
import { aDatabaseFile, openQuietly } from './database-file.ts'

/** While `work` runs. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const { all, iterate } = StatementSync.prototype
  let count = 0
  const counting = <T extends (...values: never[]) => unknown>(original: T) =>
    function (this: StatementSync, ...values: never[]): unknown {
      count += 1
      return original.apply(this, values)
    }
  Object.assign(StatementSync.prototype, { all: counting(all), iterate: counting(iterate) })
  await work()
  Object.assign(StatementSync.prototype, { all, iterate })
  return count
}

it('reads a page with its attempts and refunds in three statements, whatever its length', async () => {
  const storage = await openQuietly(aDatabaseFile())
  await storage.addMerchant(aMerchant())
  for (let made = 0; made < 12; made++) await saveRefunded(storage)
  const query = { merchantId: testMerchantId, mode: 'test', startingAfter: null, endingBefore: null } as const
  const page = { ...query, filters: {}, createdFromMs: null, createdBeforeMs: null }
  for (const limit of [1, 10]) {
    const count = await statementsOf(async () => {
      const { payments } = await storage.listPayments({ ...page, limit })
      expect(payments).toHaveLength(limit)
      expect(payments.every(({ attempts, refunds }) => attempts.length + refunds.length === 2)).toBe(true)
    })
    expect(count).toBe(3)
  }
  await storage.close()
})
