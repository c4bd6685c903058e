/** How PostgreSQL finds rows: by an index always, so that no query's cost grows with the number of payments. */
import postgres, { type Sql } from 'postgres'
import { beforeAll, describe, expect, it } from 'vitest'
import { paymentFilters } from '../../../src/core/payment/payment-filters.ts'
import { driverOptions, usualPostgresSettings } from '../../../src/platform/postgres/driver-options.ts'
import { type EventFilterSet, eventListText } from '../../../src/storage/event-lists.ts'
import { newestApprovedText } from '../../../src/storage/newest-approved.ts'
import { findKeysText } from '../../../src/storage/postgres/api-keys.ts'
import { dueText, farAheadText } from '../../../src/storage/postgres/claim-payments.ts'
import { createText } from '../../../src/storage/postgres/create-payments.ts'
import { placeholder, typeOf } from '../../../src/storage/postgres/dialect.ts'
import { findRecordsText } from '../../../src/storage/postgres/idempotency.ts'
import { listText } from '../../../src/storage/postgres/list-payments.ts'
import { findMerchantsText } from '../../../src/storage/postgres/merchants.ts'
import { withPersonalDataText } from '../../../src/storage/postgres/personal-data.ts'
import { findPaymentsText } from '../../../src/storage/postgres/read-payments.ts'
import { saveTexts } from '../../../src/storage/postgres/save-payments.ts'
import {
  dueText as dueDeliveriesText,
  walkText as dueEndpointsText,
} from '../../../src/storage/postgres/webhook-deliveries.ts'
import { findText as findEndpointText } from '../../../src/storage/postgres/webhook-endpoints.ts'
import { findEventText } from '../../../src/storage/postgres/webhook-events.ts'
import { listResendsText } from '../../../src/storage/sending-texts.ts'
import { aDatabase } from './open-quietly.ts'

let sql: Sql
beforeAll(async () => {
  const { url } = await aDatabase()
  sql = postgres({ ...driverOptions(url, usualPostgresSettings), max: 1 })
  await sql.unsafe('set plan_cache_mode = force_generic_plan')
  return async () => {
    await sql.end()
  }
})

/** The steps of the plan that fits all values. */
async function planOf(text: string): Promise<string> {
  const count = new Set(text.match(/\$\d+/g)).size
  const values = Array.from({ length: count }, () => 'null')
  await sql.unsafe(`prepare asked as ${text}`)
  const steps = await sql.unsafe(`explain (costs off) execute asked (${values.join(', ')})`)
  await sql.unsafe('deallocate asked')
  return steps.map((step) => String(step['QUERY PLAN'])).join('\n')
}

/** A plan is kept for as long as a session lasts, and may have been made when there was nothing in the tables. */
it.each(
  Object.entries({
    findPaymentsText,
    findKeysText,
    findRecordsText,
    findMerchantsText,
    createText,
    saveOne: saveTexts.one.silent,
    saveAndPublishOne: saveTexts.one.publishing,
    saveMany: saveTexts.many.silent,
    saveAndPublishMany: saveTexts.many.publishing,
    dueText,
  }),
)('does not read a table from end to end, although it is empty: %s', async (_, text) => {
  expect(await planOf(text)).not.toContain('Seq Scan')
})

it.each(
  Object.entries({
    ...saveTexts.one,
    many: saveTexts.many.silent,
    manyPublishing: saveTexts.many.publishing,
  }),
)('saves by what names each row, although the tables are empty: %s', async (_, text) => {
  const scans = (await planOf(text))
    .split('\n')
    .flatMap((line, i, lines) =>
      / Index Scan using /.test(line) ? [`${line.trim()} ${lines[i + 1]?.trim()}`] : [],
    )
  expect(scans.length).toBeGreaterThan(1)
  for (const scan of scans) expect(scan).toMatch(/ Index Cond: /)
})

it('looks payments that were locked up one by one, and only if there are any', async () => {
  const [, again = ''] = (await planOf(saveTexts.many.silent)).split('One-Time Filter')
  expect(again).toContain('Index Cond: (id = c.id)')
  expect(again.match(/ on payments /g)).toHaveLength(1)
})

describe('where tables are not empty', () => {
  beforeAll(() => sql.unsafe('set enable_bitmapscan = off'))

  const sets = [[], ...paymentFilters.map((filter) => [filter])] as const

  it.each(sets.flatMap((set) => [{ set, direction: 'desc' } as const, { set, direction: 'asc' } as const]))(
    'lists by one walk along an index: $set $direction',
    async ({ set, direction }) => {
      const plan = await planOf(listText(set, direction, 11))
      const index = set.length === 0 ? 'payments_newest' : 'payments_newest_by_status'
      const walk = direction === 'asc' ? 'Index Scan' : 'Index Scan Backward'
      expect(plan).toContain(`${walk} using ${index} on payments`)
      expect(plan).not.toContain('Sort')
      expect(plan).not.toContain('Seq Scan')
    },
  )

  it.each([[], ['type'], ['payment'], ['payment', 'type']] as const)(
    'lists events by an index that passes over nothing: %s',
    async (...set) => {
      const filters = set as unknown as EventFilterSet
      const plan = await planOf(eventListText(placeholder, filters, 'desc'))
      const name = filters.some((one) => one === 'payment') ? 'webhook_events_of_payment' : 'webhook_events'
      expect(plan).toMatch(new RegExp(`Index Scan.* using ${name}`))
      expect(plan).not.toContain('Seq Scan')
    },
  )

  it('finds what is sent again by one walk along the key', async () => {
    const plan = await planOf(listResendsText(placeholder))
    expect(plan).toContain('Index Scan using webhook_resends_pkey on webhook_resends')
    expect(plan).not.toContain('Sort')
  })

  it.each([findPaymentsText, findKeysText, findRecordsText, findEventText, findEndpointText])(
    'finds what has a key by it: %s',
    async (text) => {
      const plan = await planOf(text)
      expect(plan).toContain('Index Scan using')
      expect(plan).not.toContain('Seq Scan')
    },
  )

  it.each([false, true])(
    'finds the newest approved attempt of an account by one walk along an index: %s',
    async (hasAccount) => {
      const plan = await planOf(newestApprovedText(placeholder, hasAccount))
      expect(plan).toMatch(/Index (Only )?Scan Backward using attempts_approved on attempts/)
      expect(plan).not.toContain('Sort')
      expect(plan).not.toContain('Seq Scan')
    },
  )

  it('finds due payments among those that wait only', async () => {
    const plan = await planOf(dueText)
    expect(plan).toContain('Index Scan using payments_due on payments')
    expect(plan).not.toContain('Sort')
  })

  it('finds due deliveries by their endpoint and time', async () => {
    for (const text of [dueEndpointsText, dueDeliveriesText]) {
      const plan = await planOf(text)
      expect(plan).toContain('using webhook_deliveries_due on webhook_deliveries')
      expect(plan).not.toContain('Seq Scan')
    }
  })

  it('finds what waits for too long among what waits only', async () => {
    expect(await planOf(farAheadText)).toContain('Index Scan Backward using payments_due on payments')
  })

  it('finds payments with personal data among those that have ended and still have some', async () => {
    const plan = await planOf(withPersonalDataText)
    expect(plan).toContain('using payments_with_personal_data on payments')
    expect(plan).not.toContain('Sort')
  })

  it('gives columns the types that they have in the tables', async () => {
    const columns = await sql`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema = 'public' and column_name <> 'payment_number' and not (table_name = 'payments' and column_name = 'number')
      and table_name in ('payments', 'attempts', 'refunds', 'events', 'personal_data', 'idempotency_records')`
    expect(columns.length).toBeGreaterThan(60)
    for (const { name, type } of columns) expect([name, typeOf(name)]).toEqual([name, type])
  })
})
