/** A gateway whose user has only the rights that the documentation grants. */
import { expect, it } from 'vitest'
import { openBook } from '../../../src/acquirers/sandbox/open-book.ts'
import { poolOptions, usualPostgresSettings } from '../../../src/platform/postgres/driver-options.ts'
import { type Change, type Storage, StorageUnavailable } from '../../../src/ports/storage.ts'
import { openStorage } from '../../../src/storage/open.ts'
import {
  aCreation,
  aMerchant,
  anApiKey,
  anIdempotencyRecord,
  approveCommand,
  changeBy,
  refundCommand,
  startCommand,
  startMs,
} from '../../support/payments.ts'
import { surroundings } from '../sqlite/database-file.ts'
import { connect } from './database.ts'
import { documentedDatabase } from './documented.ts'

const open = (url: string): Promise<Storage> => openStorage(url, { ...surroundings, create: 'production' })

async function openedBook(url: string): Promise<void> {
  const book = openBook(poolOptions(url, usualPostgresSettings), true, surroundings.log)
  await book.ready()
  await book.close()
}

it('serves with them, and cannot change the tables or what must never change', async () => {
  const { ownerUrl, url, grant } = await documentedDatabase()
  await expect(open(url)).rejects.toThrow(
    /the user may not do what is needed: run "flowlix init" as the owner/,
  )
  await (await open(ownerUrl)).close()
  await expect(openedBook(url)).rejects.toThrow(/run "flowlix init" as the owner/)
  await openedBook(ownerUrl)
  await grant()
  await openedBook(url)
  const storage = await open(url)
  const key = anApiKey()
  await storage.addMerchant(aMerchant())
  await storage.updateMerchant(aMerchant().id, { name: 'Another' })
  await storage.addApiKey(key)
  const use = { requests: 1, bytes: 0, nowMs: startMs, windowMs: startMs, endedMs: null }
  expect(await storage.shared?.useApiKey(key.hash, startMs, use)).toMatchObject({ usage: { requests: 1 } })
  await storage.noteApiKeyUse(key.id, startMs)
  await storage.revokeApiKey(key.id, startMs)
  await storage.installationSecret('links')
  await storage.keepClock({ bootId: 'boot', history: [] })
  const creation = { ...aCreation(), idempotency: anIdempotencyRecord() }
  expect(await storage.create(creation)).toBe('saved')
  let { payment } = creation
  const save = async (change: Change): Promise<void> => {
    expect(await storage.save(change)).toBe('saved')
    payment = change.after
  }
  await save(changeBy(payment, startCommand(payment)))
  await save(changeBy(payment, approveCommand(payment)))
  await save(changeBy(payment, refundCommand(100)))
  expect(await storage.claimDue({ nowMs: () => startMs * 2, leaseMs: 1, limit: 9 })).toHaveLength(1)
  expect(await storage.purgeIdempotencyRecords(startMs * 2, 9)).toBe(1)
  const lease = { name: 'retention', holder: 'a', nowMs: startMs, untilMs: startMs + 1 }
  expect(await storage.shared?.takeLease(lease)).toBe(true)
  const told = { node: 'a', report: { number: 1, atMs: startMs, body: 'x' }, read: new Map() }
  await storage.shared?.exchangeReports({ ...told, nowMs: startMs })
  await storage.shared?.exchangeReports({ ...told, report: null, nowMs: startMs * 2 })
  await storage.close()

  const sql = connect(url)
  for (const statement of [
    'create table mine (id integer)',
    'drop table payments',
    'alter table payments disable trigger all',
    'truncate payments cascade',
    'delete from payments',
    'update events set body = body',
    "insert into currencies values ('xxx')",
    'update installation set only_row = 1',
    'update personal_data set version = version',
  ]) {
    await expect(sql.unsafe(statement), statement).rejects.toThrow(/permission denied|must be owner/)
  }
})

it('refuses to start, and is unavailable, where a right is missing', async () => {
  const { ownerUrl, url, grant } = await documentedDatabase()
  await (await open(ownerUrl)).close()
  await openedBook(ownerUrl)
  await grant()
  const options = { ...surroundings, create: null, isChecked: true }
  const storage = await openStorage(url, options)
  const owner = connect(ownerUrl)
  const [gateway] = await connect(url)`select quote_ident(current_user) as name`
  await owner
    .unsafe(
      `revoke insert on merchants from ${gateway?.name}; revoke update (body) on personal_data from ${gateway?.name}`,
    )
    .simple()
  await expect(storage.addMerchant(aMerchant())).rejects.toBeInstanceOf(StorageUnavailable)
  await storage.close()
  await expect(openStorage(url, options)).rejects.toThrow(
    /lacks rights \(insert on merchants, update \(body\) on personal_data\): grant the rights that docs\/postgresql\.md lists/,
  )
})

it('has no right to change anything that a start does not ask for', async () => {
  const { ownerUrl, url, grant } = await documentedDatabase()
  await (await open(ownerUrl)).close()
  await openedBook(ownerUrl)
  await grant()
  const sql = connect(url)
  const granted = await sql`
    with tables as (select oid, relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r')
    select concat(name, ' on ', relname) as right from tables,
      (values ('insert'), ('update'), ('delete'), ('truncate'), ('references'), ('trigger')) as rights (name)
      where has_table_privilege(tables.oid, name)
    union all
    select concat('update (', attname, ') on ', relname) from tables join pg_attribute on attrelid = tables.oid
      where attnum > 0 and has_column_privilege(tables.oid, attnum, 'update')
      and not has_table_privilege(tables.oid, 'update')`
  const [gateway] = await sql`select quote_ident(current_user) as name`
  await connect(ownerUrl)
    .unsafe(`
    revoke insert, update, delete on all tables in schema public from ${gateway?.name};
    revoke update (body) on personal_data from ${gateway?.name}`)
    .simple()
  const refusal = await openStorage(url, { ...surroundings, create: null, isChecked: true }).catch(String)
  const needed = /lacks rights \((.*?)\):/.exec(refusal as string)?.[1]?.split(', ')
  expect(needed?.sort()).toEqual(granted.map(({ right }) => String(right)).sort())
})
