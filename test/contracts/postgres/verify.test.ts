/** What verifying a PostgreSQL database finds after somebody has changed it behind the gateway's back. */
import type { Sql } from 'postgres'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStorage } from '../../../src/storage/open.ts'
import type { Verification } from '../../../src/storage/verification.ts'
import { isFaultless, verifyDatabase } from '../../../src/storage/verify.ts'
import { createDatabase } from '../../../verification/postgres/databases.ts'
import { aCreation, aMerchant } from '../../support/payments.ts'
import { saveRefunded } from '../save-refunded.ts'
import { surroundings } from '../sqlite/database-file.ts'
import { aConnection, connect } from './database.ts'

/** With an open payment and a refunded one. */
async function fill(url: string): Promise<void> {
  const storage = await openStorage(url, { ...surroundings, create: 'production' })
  await storage.addMerchant(aMerchant())
  await storage.create(aCreation())
  await saveRefunded(storage)
  await storage.close()
}

async function verifyAfter(change: string | null): Promise<Verification> {
  const { url, drop } = await createDatabase({ name: 'verified', fill })
  onTestFinished(drop)
  const sql = connect(url)
  if (change !== null) await pastGuards(sql, change)
  return verifyDatabase(url)
}

/** As a superuser may, without the guards. */
async function pastGuards(sql: Sql, change: string): Promise<void> {
  await sql.unsafe(`set session_replication_role = replica; ${change}`).simple()
}

const paid = "(select id from payments where ending = 'succeeded')"
const paidNumber = "(select number from payments where ending = 'succeeded')"

describe('verifying a PostgreSQL database', () => {
  it('finds nothing wrong with one that only the gateway has changed', async () => {
    const verification = await verifyAfter(null)
    expect(verification).toMatchObject({ damage: [], schemaDifferences: [], differences: [], payments: 2 })
    expect(verification.events).toBeGreaterThan(3)
    expect(isFaultless(verification)).toBe(true)
  })

  it.each([
    [`update payments set amount_minor = 1 where id = ${paid}`, /payments.amount_minor is not what/],
    [`update attempts set state = 'declined' where payment_id = ${paid}`, /attempts.state of number 1/],
    [`update refunds set amount_minor = 1 where payment_id = ${paid}`, /refunds.amount_minor of number 1/],
    [`delete from refunds where payment_id = ${paid}`, /refunds: there are 0/],
    [
      `update events set body = replace(body, '1111', '2222') where payment_number = ${paidNumber}`,
      /was changed/,
    ],
    [`delete from events where payment_number = ${paidNumber} and version = 4`, /newest events were removed/],
    [
      `update personal_data set body = replace(body, '{', '{ ') where payment_number = ${paidNumber}`,
      /personal data of event/,
    ],
    [
      `update webhook_events set type = 'payment.failed' where payment_number = ${paidNumber}`,
      /nothing has happened that evt_/,
    ],
    [`delete from payments where id = ${paid}`, /has events, but was removed/],
  ])('finds what this has done: %s', async (change, difference) => {
    const verification = await verifyAfter(change)
    expect(isFaultless(verification)).toBe(false)
    expect(verification.differences.map((one) => one.difference).join()).toMatch(difference)
  })

  it('finds rows that refer to nothing', async () => {
    const { damage } = await verifyAfter("update payments set merchant_id = 'mer_nobody'")
    expect(damage).toEqual(['rows of payments refer to rows of merchants that do not exist'])
  })

  it.each([
    ['drop trigger payments_stay on payments', 'the trigger payments_stay is missing'],
    [
      'alter table events disable trigger events_are_never_changed',
      'the trigger events_are_never_changed was changed',
    ],
    ['alter table payments drop constraint payments_amount_minor_check', 'the table payments was changed'],
    ['alter table attempts drop constraint attempts_payment_id_fkey', 'the table attempts was changed'],
    ['drop index attempts_one_blocking', 'the index attempts_one_blocking is missing'],
    ['create index mine on payments (status)', 'the index mine is not part of the schema'],
    ['create rule r as on delete to events do instead nothing', 'the rule r is not part of the schema'],
    [
      'create or replace function refuse() returns trigger language plpgsql as $$ begin return new; end $$',
      'the function refuse was changed',
    ],
  ])('finds a guard that was changed: %s', async (change, difference) => {
    const verification = await verifyAfter(change)
    expect(verification.schemaDifferences).toEqual([difference])
    expect(isFaultless(verification)).toBe(false)
  })

  it("leaves others' tables alone", async () => {
    const { schemaDifferences } = await verifyAfter('create table reports (id integer)')
    expect(schemaDifferences).toEqual([])
  })

  it('refuses a database without an installation', async () => {
    const { url } = await aConnection()
    await expect(verifyDatabase(url)).rejects.toThrow(/has no installation/)
  })
})
