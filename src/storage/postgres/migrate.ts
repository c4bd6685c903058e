/**
 * Brings a PostgreSQL schema up to date: numbered files, never edited once released, applied in one transaction, so that
 * an interrupted one leaves nothing. Any number of nodes may start at the same time: a locked row lets them in one by one.
 */
import type { Sql, TransactionSql } from 'postgres'
import type { Clock } from '../../ports.ts'
import { type Migration, refuseUnknownMigrations } from '../migrations.ts'
import { addReferences, hasAllReferences } from './references.ts'
import { sqlState } from './sql-state.ts'

/** A change waits for the tables that other nodes are using, and everything behind it waits, too. */
const tableLockMs = 1_000
const triesMax = 60
const pauseMs = 500

/** `name` is the database's, for messages. */
export async function migrate(
  sql: Sql,
  name: string,
  migrations: readonly Migration[],
  clock: Pick<Clock, 'nowMs' | 'sleep'>,
): Promise<void> {
  // Most starts find everything done, and then need no lock and no right to change the schema.
  if (await isUpToDate(sql, name, migrations)) return
  await createLock(sql)
  for (let tries = 1; ; tries++) {
    try {
      await sql.begin((transaction) => bringUpToDate(transaction, name, migrations, clock.nowMs()))
      return
    } catch (error) {
      if (sqlState(error) !== lockNotAvailable || tries === triesMax) throw error
    }
    await clock.sleep(pauseMs)
  }
}

export async function isUpToDate(
  sql: Sql | TransactionSql,
  name: string,
  migrations: readonly Migration[],
): Promise<boolean> {
  const [found] = await sql`select to_regclass('schema_migrations') is not null as "isThere"`
  if (found?.isThere !== true) return false
  const applied = await readApplied(sql)
  refuseUnknownMigrations(applied, name, migrations)
  return migrations.every(({ version }) => applied.has(version)) && (await hasAllReferences(sql, name))
}

const lockText = `
create table if not exists schema_migrations (
  version integer not null primary key check (version >= 1),
  name text not null check (length(name) between 1 and 255),
  checksum text not null check (length(checksum) = 64),
  applied_at_ms bigint not null check (applied_at_ms >= 0)
);
create table if not exists schema_lock (
  only_row integer not null primary key check (only_row = 1)
);
insert into schema_lock values (1) on conflict do nothing`

const lockNotAvailable = '55P03'
/** PostgreSQL may report them for "if not exists" where another session creates the same table. */
const createdMeanwhile: ReadonlySet<string | null> = new Set(['23505', '42P07', '42710'])

async function createLock(sql: Sql): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await sql.unsafe(lockText).simple()
      return
    } catch (error) {
      if (!createdMeanwhile.has(sqlState(error)) || tries === triesMax) throw error
    }
  }
}

/** Everything is read under the lock: another node may have been faster. */
async function bringUpToDate(
  transaction: TransactionSql,
  name: string,
  migrations: readonly Migration[],
  nowMs: number,
): Promise<void> {
  // A migration of much data takes its time, and so does waiting for the node that applies it.
  await transaction.unsafe(
    'set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0',
  )
  await transaction`select only_row from schema_lock for update`
  await transaction.unsafe(`set local lock_timeout = ${tableLockMs}`)
  const applied = await readApplied(transaction)
  refuseUnknownMigrations(applied, name, migrations)
  for (const migration of migrations) {
    if (!applied.has(migration.version)) await apply(transaction, migration, nowMs)
  }
  await addReferences(transaction, name)
}

async function apply(
  transaction: TransactionSql,
  { version, name, sql, checksum }: Migration,
  nowMs: number,
): Promise<void> {
  await transaction.unsafe(sql).simple()
  await transaction`insert into schema_migrations values (${version}, ${name}, ${checksum}, ${nowMs})`
}

/** Version to checksum. */
async function readApplied(sql: Sql | TransactionSql): Promise<ReadonlyMap<number, string>> {
  const rows = await sql`select version, checksum from schema_migrations order by version`
  return new Map(rows.map((row) => [Number(row.version), String(row.checksum)]))
}
