/** How SQLite finds rows: by an index always, so that no query's cost grows with the number of payments. */
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, expect, it } from 'vitest'
import { oldestDueText, unsettledText } from '../../../src/storage/backlog.ts'
import { mayBeSent } from '../../../src/storage/due-deliveries.ts'
import { skipText } from '../../../src/storage/endpoint-texts.ts'
import { eventListText, oldEventsText } from '../../../src/storage/event-lists.ts'
import { newestApprovedText } from '../../../src/storage/newest-approved.ts'
import { listResendsText, purgeResendsText } from '../../../src/storage/sending-texts.ts'
import { attemptsText } from '../../../src/storage/sqlite/attempts.ts'
import { numbered, placeholder } from '../../../src/storage/sqlite/dialect.ts'
import { filterSets, indexFor, listText } from '../../../src/storage/sqlite/list-payments.ts'
import { dueText, farAheadText } from '../../../src/storage/sqlite/payments.ts'
import { withPersonalDataText } from '../../../src/storage/sqlite/personal-data.ts'
import { refundsText } from '../../../src/storage/sqlite/refunds.ts'
import { dueText as dueDeliveriesText, walkText } from '../../../src/storage/sqlite/webhook-deliveries.ts'
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

it.each(
  filterSets.flatMap((set) => [{ set, direction: 'desc' } as const, { set, direction: 'asc' } as const]),
)('lists by one walk along an index: $set $direction', ({ set, direction }) => {
  const filters = set.map((filter) => ` AND ${filter}=?`).join('')
  const both = '(created_at_ms,id)>(?,?) AND (created_at_ms,id)<(?,?)'
  const [walk, ...others] = planOf(listText(set, direction))
    .split('\n')
    .filter((step) => !step.startsWith('CORRELATED'))
  expect(walk).toBe(
    `SEARCH payments USING INDEX ${indexFor(set)} (merchant_id=? AND mode=?${filters} AND ${both})`,
  )
  const part = 'SEARCH personal_data USING INDEX sqlite_autoindex_personal_data_1 (payment_number=?)'
  expect(others).toEqual([part, part])
})

it.each([
  [
    [],
    /SEARCH webhook_events USING INDEX sqlite_autoindex_webhook_events_1 \(merchant_id=\? AND mode=\? AND id/,
  ],
  [['type'], /SEARCH webhook_events USING INDEX webhook_events_by_type \(.* AND type=\? AND id/],
  [['payment'], /SEARCH webhook_events USING INDEX webhook_events_of_payment \(payment_number=\?/],
  [['payment', 'type'], /SEARCH webhook_events USING INDEX webhook_events_of_payment \(payment_number=\?/],
] as const)('lists events by an index that passes over nothing: %s', (set, walk) => {
  for (const direction of ['asc', 'desc'] as const) {
    const plan = planOf(eventListText(placeholder, set, direction))
    expect(plan).toMatch(walk)
    expect(plan).not.toMatch(/^SCAN/m)
    if (!(set as readonly string[]).includes('payment')) expect(plan).not.toContain('B-TREE')
  }
})

it('finds old events of each merchant by their IDs', () => {
  expect(planOf(oldEventsText(placeholder))).toMatch(
    /SEARCH e USING COVERING INDEX sqlite_autoindex_webhook_events_1 \(merchant_id=\? AND mode=\? AND id</,
  )
})

it('finds what is sent again by the owner and the time of the request', () => {
  const list = planOf(listResendsText(placeholder))
  expect(list).toBe('SEARCH webhook_resends USING PRIMARY KEY (merchant_id=? AND mode=? AND id>?)')
  const purge = planOf(purgeResendsText(placeholder))
  expect(purge).toContain('SEARCH r USING PRIMARY KEY (merchant_id=? AND mode=? AND id<?)')
})

it.each([attemptsText, refundsText])('finds the parts of a page by their keys: %s', (sql) => {
  const [found, ...ids] = planOf(sql).split('\n')
  expect(found).toMatch(/^SEARCH (attempts|refunds) USING PRIMARY KEY \(payment_id=\?\)$/)
  expect(ids.join()).not.toContain('SORT')
  expect(ids.join()).not.toContain('B-TREE')
})

it('finds due payments among those that wait only', () => {
  expect(planOf(dueText)).toBe('SEARCH payments USING COVERING INDEX payments_due (wake_at_ms<?)')
})

it('walks through endpoints with deliveries by one look into an index for each', () => {
  const plan = planOf(walkText)
  expect(plan).not.toMatch(/^SCAN (webhook|d\b|endpoints)/m)
  expect(plan).toContain(
    'SEARCH webhook_deliveries USING COVERING INDEX webhook_deliveries_due (endpoint_id>?)',
  )
  expect(plan).toContain(
    'SEARCH webhook_deliveries USING COVERING INDEX webhook_deliveries_due (endpoint_id=?',
  )
})

it('finds what waits for endpoints that get nothing any more by one look into an index for each', () => {
  const plan = planOf(skipText((position) => `?${position}`, 'all'))
  expect(plan).toContain('SEARCH d USING INDEX webhook_deliveries_due (endpoint_id=?')
  expect(plan).not.toContain('TEMP B-TREE')
})

it('finds due deliveries of an endpoint in the order in which they are due', () => {
  const [walk, ...others] = planOf(dueDeliveriesText(mayBeSent)).split('\n')
  expect(walk).toBe('SEARCH d USING INDEX webhook_deliveries_due (endpoint_id=? AND next_at_ms<?)')
  expect(others.join()).not.toMatch(/SCAN|B-TREE/)
})

it('finds payments with personal data among those that have ended and still have some', () => {
  expect(planOf(withPersonalDataText).split('\n')[0]).toMatch(
    /^SEARCH payments USING INDEX payments_with_personal_data \(mode=\? AND .*ended_at_ms/,
  )
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

it('counts what waits without reading anything else', () => {
  expect(planOf(oldestDueText)).toMatch(/^SEARCH payments USING COVERING INDEX payments_due/)
  const plan = planOf(unsettledText)
  expect(plan).toMatch(/SCAN attempts USING INDEX attempts_unsettled/)
  expect(plan).toMatch(/SCAN refunds USING INDEX refunds_unsettled/)
  expect(plan).not.toContain('B-TREE')
})

it.each([false, true])(
  'finds the newest approved attempt of an account by one walk along an index: %s',
  (hasAccount) => {
    const plan = planOf(newestApprovedText(numbered, hasAccount))
    expect(plan).toMatch(
      /SEARCH attempts USING (COVERING )?INDEX attempts_approved \(acquirer=\? AND account=\? AND started_at_ms>\? AND started_at_ms<\?\)/,
    )
    expect(plan).toContain('SEARCH payments USING INDEX sqlite_autoindex_payments_1 (id=?)')
    expect(plan).not.toContain('B-TREE')
  },
)
