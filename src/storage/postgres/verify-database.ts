/** Walks through every payment of a PostgreSQL database in one snapshot and verifies it. */
import { createHash } from 'node:crypto'
import type { Sql } from 'postgres'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { readMigrations } from '../migrations.ts'
import type { StorageOptions } from '../options.ts'
import type { Verification } from '../verification.ts'
import {
  differenceOf,
  type EventRow,
  type PublicEventRow,
  type Row,
  type StoredPayment,
} from '../verify-payment.ts'
import { Walk } from '../walk.ts'
import { isUpToDate } from './migrate.ts'
import { readInstallation, withOwnConnection } from './set-up.ts'
import { sqlState } from './sql-text.ts'
import { brokenReferences, schemaDifferences } from './verify-schema.ts'

const batchSize = 500

export function verifyPostgres(
  databaseUrl: string,
  options: Pick<StorageOptions, 'postgres'>,
): Promise<Omit<Verification, 'expectedHead'>> {
  return withOwnConnection(databaseUrl, options, verify)
}

async function verify(sql: Sql, name: string): Promise<Omit<Verification, 'expectedHead'>> {
  const installation = await readInstallation(sql)
  if (installation === null) {
    throw new DatabaseRefused(
      `The database ${name} has no installation: set DATABASE_URL to the one that the gateway uses.`,
    )
  }
  if (!(await isUpToDate(sql, name, readMigrations('postgres')))) {
    throw new DatabaseRefused(
      `The database ${name} was made by an older version of Flowlix: start the gateway with it once, or use that version.`,
    )
  }
  return { installation, ...(await verifyContents(sql, name)) }
}

/** Everything but whose it is. */
export async function verifyContents(
  sql: Sql,
  name: string,
): Promise<Omit<Verification, 'expectedHead' | 'installation'>> {
  const differences = await schemaDifferences(sql, name)
  const damage = [...(await damagedPages(sql))]
  const walk = new Walk()
  const hash = createHash('sha256')
  try {
    // The time limits are for requests.
    await sql
      .unsafe('begin isolation level repeatable read read only; set local statement_timeout = 0')
      .simple()
    damage.push(...(await brokenReferences(sql)))
    await walkThrough(sql, walk, (text) => hash.update(text))
    await sql.unsafe('commit')
  } catch (error) {
    const state = sqlState(error)
    if (state === null) throw error
    damage.push(`the payments could not all be read: PostgreSQL says ${state}`)
  }
  return { ...walk.result(), damage, schemaDifferences: differences, head: hash.digest('hex') }
}

/** What the server itself has noticed, if it keeps checksums. */
async function damagedPages(sql: Sql): Promise<readonly string[]> {
  const [found] =
    await sql`select checksum_failures as count from pg_stat_database where datname = current_database()`
  const count = Number(found?.count ?? 0)
  return count === 0 ? [] : [`the server has counted ${count} failed checksums of its pages`]
}

async function walkThrough(sql: Sql, walk: Walk, digest: (text: string) => void): Promise<void> {
  for (let after = ''; ; ) {
    const payments = (await sql`select *, number::text as number from payments
      where id > ${after} order by id limit ${batchSize}`) as readonly Row[]
    for (const stored of await withParts(sql, payments)) {
      const { payment } = stored
      digest(`${payment.id} ${payment.event_hash}\n`)
      walk.add(stored.events.length)
      walk.note(String(payment.id), differenceOf(stored))
    }
    if (payments.length < batchSize) break
    after = String(payments.at(-1)?.id)
  }
  await noteOrphans(sql, walk)
}

async function withParts(sql: Sql, payments: readonly Row[]): Promise<readonly StoredPayment[]> {
  const ids = listed(payments.map(({ id }) => id))
  const numbers = listed(payments.map(({ number }) => number))
  const [attempts, refunds, events, publicEvents] = await Promise.all([
    sql`select * from attempts where payment_id = any(array(select json_array_elements_text(${ids}::text::json))) order by number`,
    sql`select * from refunds where payment_id = any(array(select json_array_elements_text(${ids}::text::json))) order by position`,
    sql`select payment_number::text as payment_number, version, position, events.body, hash,
        personal_data.body as personal_data
      from events left join personal_data using (payment_number, version, position)
      where payment_number = any(array(select json_array_elements_text(${numbers}::text::json)::bigint)) order by version, position`,
    sql`select payment_number::text as payment_number, id, type, payment_version from webhook_events
      where payment_number = any(array(select json_array_elements_text(${numbers}::text::json)::bigint))`,
  ])
  const attemptsOf = Map.groupBy(attempts as readonly Row[], (row) => row.payment_id)
  const refundsOf = Map.groupBy(refunds as readonly Row[], (row) => row.payment_id)
  const eventsOf = Map.groupBy(events as readonly Row[], (row) => row.payment_number)
  const publicEventsOf = Map.groupBy(publicEvents as readonly Row[], (row) => row.payment_number)
  return payments.map((payment) => ({
    payment,
    attempts: attemptsOf.get(payment.id) ?? [],
    refunds: refundsOf.get(payment.id) ?? [],
    events: (eventsOf.get(payment.number) ?? []) as unknown as readonly EventRow[],
    publicEvents: (publicEventsOf.get(payment.number) ?? []) as unknown as readonly PublicEventRow[],
  }))
}

/** The driver knows the types of arrays only where it may ask for them at each connection. */
function listed(values: readonly unknown[]): string {
  return JSON.stringify(values)
}

/** What is left of payments that were removed past the guards. */
async function noteOrphans(sql: Sql, walk: Walk): Promise<void> {
  const orphans = await sql`select distinct payment_number::text as number from events
    where not exists (select from payments where payments.number = payment_number)`
  for (const { number } of orphans) walk.note(`payment number ${number}`, 'has events, but was removed')
  const ownerless = await sql`select coalesce(payments.id, payment_number::text) as id from personal_data
    left join payments on payments.number = payment_number
    where not exists (select from events where events.payment_number = personal_data.payment_number
      and events.version = personal_data.version and events.position = personal_data.position)`
  for (const { id } of ownerless) walk.note(String(id), 'has personal data without an event')
}
