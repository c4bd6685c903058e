/** How SQLite finds rows: by an index always, so that no query's cost grows with the number of payments. */
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, expect, it } from 'vitest'
import { listText } from '../../../src/storage/sqlite/list-payments.ts'
import { dueText, farAheadText } from '../../../src/storage/sqlite/payments.ts'
import { aDatabaseFile, openQuietly } from './database-file.ts'

let database: DatabaseSync

beforeAll(async () => {
  const file = aDatabaseFile()
  const storage = await openQuietly(file)
  await storage.close()
  database = new DatabaseSync(file)
})

function planOf(sql: string): string {
  const steps = database.prepare(`explain query plan ${sql}`).all()
  return steps.map((step) => String(step.detail)).join('\n')
}

it.each([
  ['', 'desc', 'payments_newest'],
  ['', 'asc', 'payments_newest'],
  ['and status = ?', 'desc', 'payments_newest_by_status'],
  ['and status = ?', 'asc', 'payments_newest_by_status'],
] as const)('lists by one walk along an index: %s %s', (filter, direction, index) => {
  const plan = planOf(listText(filter, direction))
  const status = filter === '' ? '' : ' AND status=?'
  const both = '(created_at_ms,id)>(?,?) AND (created_at_ms,id)<(?,?)'
  expect(plan).toBe(`SEARCH payments USING INDEX ${index} (merchant_id=? AND mode=?${status} AND ${both})`)
})

it('finds due payments among those that wait only', () => {
  expect(planOf(dueText)).toBe('SEARCH payments USING COVERING INDEX payments_due (wake_at_ms<?)')
})

it('finds what waits for too long among what waits only', () => {
  expect(planOf(farAheadText).split('\n')[0]).toBe('SEARCH payments USING INDEX payments_due (wake_at_ms>?)')
})

it('finds keys, answers and old answers by an index', () => {
  expect(planOf('select id from api_keys where hash = ? and revoked_at_ms is null')).toMatch(
    /^SEARCH .*\(hash=\?\)$/,
  )
  const oldest = 'select key from idempotency_records where created_at_ms < ? order by created_at_ms limit ?'
  expect(planOf(oldest)).toMatch(/^SEARCH idempotency_records USING INDEX idempotency_records_oldest/)
})
