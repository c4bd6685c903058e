/**
 * Brings a PostgreSQL schema up to date: numbered files, never edited once released, applied in one transaction, so that
 * an interrupted one leaves nothing. Any number of nodes may start at the same time: a locked row lets them in one by one.
 */
import type { Sql } from 'postgres'
import type { Clock } from '../../ports/system.ts'
import { type Migration, refuseUnknownMigrations } from '../migrations.ts'
import { addReferencesText, hasAllReferences } from './references.ts'
import { quoted, sqlState } from './sql-text.ts'

/** A change waits for the tables that other nodes are using, and everything behind it waits, too. */
const tableLockMs = 1_000
const triesMax = 120
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
    const applied = await readApplied(sql)
    refuseUnknownMigrations(applied, name, migrations)
    try {
      // Statements that are sent together are one transaction, whatever happens to the connection.
      await sql.unsafe(changeText(applied, migrations, clock.nowMs())).simple()
      return
    } catch (error) {
      if (!passing.has(sqlState(error)) || tries === triesMax) throw error
    }
    await clock.sleep(pauseMs)
  }
}

export async function isUpToDate(sql: Sql, name: string, migrations: readonly Migration[]): Promise<boolean> {
  const [found] = await sql`select to_regclass('schema_migrations') is not null as "isThere"`
  if (found?.isThere !== true) return false
  const applied = await readApplied(sql)
  refuseUnknownMigrations(applied, name, migrations)
  return migrations.every(({ version }) => applied.has(version)) && (await hasAllReferences(sql, name))
}

/** What migrations themselves need. */
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

const migratedMeanwhile = 'FX001'
const lockNotAvailable = '55P03'
const passing: ReadonlySet<string | null> = new Set([migratedMeanwhile, lockNotAvailable])

/** A migration of much data takes its time, and so does waiting for the node that applies it. */
const waitText = `
set local statement_timeout = 0;
set local lock_timeout = 0;
select only_row from schema_lock for update;
set local lock_timeout = ${tableLockMs};`

/** Everything that is missing, if the database is still as it was read. */
function changeText(
  applied: ReadonlyMap<number, string>,
  migrations: readonly Migration[],
  nowMs: number,
): string {
  const pending = migrations.filter(({ version }) => !applied.has(version))
  return [
    waitText,
    `do $$ begin
      if (select array_agg(version order by version) from schema_migrations)
        is distinct from nullif(array[${[...applied.keys()].join(', ')}]::integer[], '{}')
      then raise exception 'another node was faster' using errcode = '${migratedMeanwhile}'; end if;
    end $$;`,
    ...pending.map(({ version, name, sql, checksum }) => {
      const values = [version, quoted(name), quoted(checksum), nowMs].join(', ')
      return `${sql};\ninsert into schema_migrations values (${values});`
    }),
    addReferencesText,
  ].join('\n')
}

/** All tables, functions, indexes and triggers, for an empty schema. */
export function wholeSchemaText(migrations: readonly Migration[]): string {
  return [lockText, ...migrations.map(({ sql }) => sql)].join(';\n')
}

/** Version to checksum, in order. */
async function readApplied(sql: Sql): Promise<ReadonlyMap<number, string>> {
  const rows = await sql`select version, checksum from schema_migrations order by version`
  return new Map(rows.map((row) => [Number(row.version), String(row.checksum)]))
}
