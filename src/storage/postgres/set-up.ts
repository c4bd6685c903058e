/** Everything that is done once before a PostgreSQL database is used, on a connection of its own. */
import postgres, { type Sql } from 'postgres'
import type { Installation, InstallationKind } from '../../core/installation.ts'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { driverOptions, usualPostgresSettings } from '../../platform/postgres/driver-options.ts'
import { parsePostgresUrl, postgresName } from '../../platform/postgres/postgres-url.ts'
import { requireKind } from '../installation-kind.ts'
import { drawInstallationId } from '../installation-values.ts'
import { readMigrations } from '../migrations.ts'
import type { StorageOptions } from '../options.ts'
import { migrate } from './migrate.ts'
import { checkRights, checkServer } from './start-checks.ts'
import { asStartFailure } from './start-failure.ts'

/** Throws {@link DatabaseRefused} or StorageUnavailable, in words for the operator. */
export async function setUp(databaseUrl: string, options: StorageOptions): Promise<Installation> {
  return withOwnConnection(databaseUrl, options, (sql, name) => prepare(sql, name, options))
}

/** Throws {@link DatabaseRefused} with the advice unless the database has an installation. */
export async function requireInstallation(
  databaseUrl: string,
  advice: string,
  options: Pick<StorageOptions, 'postgres'>,
): Promise<void> {
  await withOwnConnection(databaseUrl, options, async (sql, name) => {
    if ((await readInstallation(sql)) !== null) return
    throw new DatabaseRefused(
      `The database ${name} does not belong to an installation of Flowlix: ${advice}.`,
    )
  })
}

export async function withOwnConnection<T>(
  databaseUrl: string,
  { postgres: settings = usualPostgresSettings }: Pick<StorageOptions, 'postgres'>,
  work: (sql: Sql, name: string) => Promise<T>,
): Promise<T> {
  const name = postgresName(databaseUrl)
  const sql = postgres({ ...driverOptions(databaseUrl, settings), max: 1, types: { int8 } }) as Sql
  try {
    return await work(sql, name)
  } catch (error) {
    throw asStartFailure(error, name, parsePostgresUrl(databaseUrl).tls !== 'off')
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** 64-bit integers come as numbers, except those that are none. */
const int8 = {
  to: 20,
  from: [20],
  serialize: String,
  parse: (text: string): number | string => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
}

async function prepare(sql: Sql, name: string, options: StorageOptions): Promise<Installation> {
  const { create, clock, log, isChecked, postgres: settings = usualPostgresSettings } = options
  await checkServer(sql, name, settings, isChecked === true ? log : null)
  // Asked first: a database of another kind, or of another program, is left as it is.
  const before = await readInstallation(sql)
  requireKind(before, create, name)
  if (before === null) await requireNew(sql, name, create)
  await migrate(sql, name, readMigrations('postgres'), clock)
  if (before === null && create !== null) await makeInstallation(sql, create, options)
  const found = await readInstallation(sql)
  if (found === null) {
    throw new DatabaseRefused(
      `The setup of the database ${name} was never finished: run "flowlix init" to finish it.`,
    )
  }
  requireKind(found, create, name)
  if (isChecked === true) await checkRights(sql, name)
  return found
}

/** Null where there is none, or not even a schema. */
export async function readInstallation(sql: Sql): Promise<Installation | null> {
  const [table] = await sql`select to_regclass('installation') is not null as "isThere",
    to_regclass('schema_lock') is not null as "isOurs"`
  if (table?.isThere !== true || table.isOurs !== true) return null
  const [row] = await sql`select id, kind, created_at_ms from installation`
  if (row === undefined) return null
  return { id: String(row.id), kind: row.kind as InstallationKind, createdAtMs: Number(row.created_at_ms) }
}

/** A database without an installation must be empty, or one whose setup was interrupted, and the caller must want it. */
async function requireNew(sql: Sql, name: string, create: InstallationKind | null): Promise<void> {
  await requireOurs(sql, name)
  const [moves] = await sql`select to_regclass('moves') is not null as "areThere"`
  if (moves?.areThere === true && (await sql`select from moves`).length > 0) {
    throw new DatabaseRefused(
      `The move to the database ${name} is not finished: run "flowlix move" again to finish it.`,
    )
  }
  if (create !== null) return
  throw new DatabaseRefused(
    `The database ${name} is empty: set DATABASE_URL to the one that the gateway uses, or run "flowlix init".`,
  )
}

/** The database must not have tables of another program. */
export async function requireOurs(sql: Sql, name: string): Promise<void> {
  const [schema] = await sql`select current_schema() as name`
  if (typeof schema?.name !== 'string') {
    throw new DatabaseRefused(
      `The database ${name} has no schema that its user may use: grant usage on schema public.`,
    )
  }
  const tables = await sql`select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
      and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')`
  const isOurs = tables.some((table) => table.name === 'schema_lock')
  if (tables.length > 0 && !isOurs) {
    throw new DatabaseRefused(
      `The database ${name} has tables of another program: set DATABASE_URL to a database that is only for the gateway.`,
    )
  }
}

/** The first process that comes here wins. */
async function makeInstallation(
  sql: Sql,
  kind: InstallationKind,
  { random, clock }: Pick<StorageOptions, 'random' | 'clock'>,
): Promise<void> {
  await sql`insert into installation (only_row, id, kind, created_at_ms)
    values (1, ${drawInstallationId(random)}, ${kind}, ${clock.nowMs()}) on conflict (only_row) do nothing`
}
