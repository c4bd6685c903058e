/** What a PostgreSQL database is like after migrations that succeed, are interrupted, or come from a newer version. */
import type { Sql } from 'postgres'
import { describe, expect, it } from 'vitest'
import { DatabaseRefused } from '../../../src/platform/database-refused.ts'
import { systemClock } from '../../../src/platform/system-clock.ts'
import { type Migration, readMigrations } from '../../../src/storage/migrations.ts'
import { migrate } from '../../../src/storage/postgres/migrate.ts'
import { readSchema } from '../../../src/storage/postgres/schema-entries.ts'
import { aConnection, connect } from './database.ts'

const migrations = readMigrations('postgres')
const aMigration = (sql: string): Migration => ({
  version: 9_001,
  name: '9001_test.sql',
  sql,
  checksum: '9'.repeat(64),
})
const bring = (sql: Sql, all: readonly Migration[] = migrations) => migrate(sql, 'x on y', all, systemClock)

async function contentOf(sql: Sql): Promise<unknown> {
  return {
    schema: await readSchema(sql),
    applied: await sql`select version, checksum, applied_at_ms from schema_migrations`,
    codes: await sql`select code from currencies union all select code from decline_codes order by code`,
  }
}

describe('bringing a PostgreSQL database up to date', () => {
  it('changes nothing the second time', async () => {
    const { sql } = await aConnection()
    await bring(sql)
    const before = await contentOf(sql)
    await bring(sql)
    expect(await contentOf(sql)).toEqual(before)
  })

  it('is done once by twenty nodes that start at the same time', async () => {
    const { url } = await aConnection()
    const nodes = Array.from({ length: 20 }, () => connect(url))
    await Promise.all(nodes.map((sql) => bring(sql)))
    const [first] = nodes as [Sql]
    expect(await first`select version from schema_migrations`).toHaveLength(migrations.length)
    expect(await first`select code from currencies`).not.toHaveLength(0)
  })

  it('goes on from where the database is', async () => {
    const { sql } = await aConnection()
    await bring(sql)
    await bring(sql, [...migrations, aMigration('create table two (id integer)')])
    expect(await sql`select version from schema_migrations order by version`).toMatchObject([
      ...migrations.map(({ version }) => ({ version })),
      { version: 9_001 },
    ])
  })

  it('refuses a newer schema in one sentence, and leaves it as it is', async () => {
    const { sql } = await aConnection()
    await bring(sql, [...migrations, aMigration('create table two (id integer)')])
    const before = await contentOf(sql)
    await expect(bring(sql)).rejects.toThrow(
      /^The database x on y has schema version 9001, but this version of Flowlix only knows versions up to \d+: use a newer Flowlix\.$/,
    )
    await expect(bring(sql)).rejects.toBeInstanceOf(DatabaseRefused)
    expect(await contentOf(sql)).toEqual(before)
  })

  it('refuses a schema that was made from another text', async () => {
    const { sql } = await aConnection()
    await bring(sql)
    await sql`update schema_migrations set checksum = ${'0'.repeat(64)}`
    await expect(bring(sql)).rejects.toThrow(/was made with another 0001_initial.sql/)
  })

  it('leaves nothing of a migration whose last statement fails', async () => {
    const { sql } = await aConnection()
    await bring(sql)
    const before = await contentOf(sql)
    const failing = aMigration('create table two (id integer); drop table clock; create tabel')
    await expect(bring(sql, [...migrations, failing])).rejects.toThrow(/syntax error/)
    expect(await contentOf(sql)).toEqual(before)
  })

  it('is finished by the next start when a node dies in the middle of it', async () => {
    const { url, sql } = await aConnection()
    const dying = connect(url)
    const slow = aMigration('create table two (id integer); select pg_sleep(60)')
    const migrating = bring(dying, [...migrations, slow]).catch((error: Error) => error)
    await expect
      .poll(
        () =>
          sql`select pg_terminate_backend(pid) from pg_stat_activity
            where wait_event = 'PgSleep' and datname = current_database()`,
        { timeout: 20_000, interval: 20 },
      )
      .toHaveLength(1)
    expect(await migrating).toBeInstanceOf(Error)
    expect(await sql`select to_regclass('two') as two, to_regclass('payments') as payments`).toEqual([
      { two: null, payments: null },
    ])
    await bring(sql, [...migrations, aMigration('create table two (id integer)')])
    expect(await sql`select to_regclass('two') is not null as two`).toEqual([{ two: true }])
  })

  it('gives way to a transaction that uses the table, and tries again', async () => {
    const { url, sql } = await aConnection()
    await bring(sql)
    const user = connect(url)
    await user.unsafe('begin; lock table clock in access share mode').simple()
    const changing = bring(sql, [...migrations, aMigration('alter table clock add column more text')])
    await expect
      .poll(() => user`select from pg_locks where not granted and relation = 'clock'::regclass`, {
        timeout: 20_000,
        interval: 20,
      })
      .toHaveLength(1)
    await expect
      .poll(() => user`select from pg_locks where not granted and relation = 'clock'::regclass`, {
        timeout: 20_000,
        interval: 20,
      })
      .toHaveLength(0)
    await user.unsafe('commit')
    await changing
    expect(await sql`select more from clock`).toEqual([])
  })
})

describe('values that grow with the program', () => {
  it('are added by the start of a program that has more of them', async () => {
    const { sql } = await aConnection()
    await bring(sql)
    await sql`delete from currencies where code = 'gbp'`
    await bring(sql)
    expect(await sql`select code from currencies where code = 'gbp'`).toHaveLength(1)
  })

  it('refuse a program that does not know one of them', async () => {
    const { sql } = await aConnection()
    await bring(sql)
    await sql`insert into currencies values ('jpy')`
    await expect(bring(sql)).rejects.toThrow(/has the value jpy in currencies.*use a newer Flowlix/)
  })
})
