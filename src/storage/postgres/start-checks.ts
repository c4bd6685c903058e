/** What a PostgreSQL server must be like to be trusted with payments, asked at every start. */
import type { Sql } from 'postgres'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { type PostgresSettings, sessionLimits } from '../../platform/postgres/driver-options.ts'
import { StorageUnavailable } from '../../ports/storage.ts'
import type { Log } from '../../ports/system.ts'

const oldestVersion = 15

type ServerState = Readonly<Record<string, string | null>>

/** Settings that an engine does not know are null. */
const stateText = `select
  current_setting('server_version_num', true) as server_version_num,
  current_setting('server_version', true) as server_version,
  current_setting('server_encoding', true) as server_encoding,
  current_setting('fsync', true) as fsync,
  current_setting('full_page_writes', true) as full_page_writes,
  current_setting('synchronous_commit', true) as synchronous_commit,
  current_setting('data_checksums', true) as data_checksums,
  current_setting('session_replication_role', true) as session_replication_role,
  current_setting('transaction_read_only', true) as transaction_read_only,
  current_setting('statement_timeout', true) as statement_timeout,
  current_setting('lock_timeout', true) as lock_timeout,
  current_setting('idle_in_transaction_session_timeout', true) as idle_in_transaction_session_timeout,
  current_setting('is_superuser', true) as is_superuser`

/** Throws {@link DatabaseRefused}, with everything that is wrong, or {@link StorageUnavailable}. */
export async function checkServer(
  sql: Sql,
  name: string,
  settings: Pick<PostgresSettings, 'isManaged' | 'isPooled'>,
  log: Pick<Log, 'warn'> | null,
): Promise<void> {
  const [state] = (await sql.unsafe(stateText)) as unknown as readonly [ServerState]
  if (state.transaction_read_only === 'on') {
    throw new StorageUnavailable(
      `The database ${name} accepts only reads: it is a standby, or default_transaction_read_only is on.`,
    )
  }
  const mistakes = [...mistakesOfSession(state), ...(settings.isManaged ? [] : mistakesOfServer(state))]
  if (mistakes.length > 0) throw new DatabaseRefused(listed(name, mistakes))
  for (const [setting, message] of warningsOf(state, settings)) log?.warn({ setting }, message)
}

function mistakesOfSession(state: ServerState): readonly string[] {
  return [
    ...(state.server_encoding === 'UTF8'
      ? []
      : [
          'its encoding is not UTF8: create a database with "create database … encoding \'UTF8\' template template0"',
        ]),
    ...(['origin', 'local', null].includes(state.session_replication_role ?? null)
      ? []
      : ['session_replication_role turns off the guards of the database: set it to origin']),
  ]
}

const losses: Readonly<Record<string, string>> = {
  fsync: 'a crash of the machine can damage the database or lose payments',
  full_page_writes: 'a crash of the machine can damage the database',
  synchronous_commit: 'a crash of the server loses payments that were acknowledged',
}

function mistakesOfServer(state: ServerState): readonly string[] {
  const version = Math.floor(Number(state.server_version_num) / 10_000)
  return [
    ...(version >= oldestVersion
      ? []
      : [
          `its server is PostgreSQL ${state.server_version}, and Flowlix needs version ${oldestVersion} or newer`,
        ]),
    ...Object.entries(losses)
      .filter(([setting]) => state[setting] === 'off')
      .map(([setting, loss]) => `${setting} is off, so ${loss}: set it to on`),
  ]
}

/** One sentence for one mistake, and a list for several. */
function listed(name: string, mistakes: readonly string[]): string {
  const beginning = `The database ${name} cannot be used for payments`
  return mistakes.length === 1
    ? `${beginning}: ${mistakes[0]}.`
    : `${beginning}:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`
}

function warningsOf(
  state: ServerState,
  { isManaged, isPooled }: Pick<PostgresSettings, 'isManaged' | 'isPooled'>,
): readonly (readonly [setting: string, message: string])[] {
  const unlimited = Object.keys(sessionLimits).filter((setting) => state[setting] === '0')
  return [
    ...(state.data_checksums === 'off' && !isManaged
      ? [
          [
            'data_checksums',
            'the server does not notice damage on its disk: enable data checksums with pg_checksums',
          ] as const,
        ]
      : []),
    ...(state.is_superuser === 'on'
      ? [
          [
            'DATABASE_URL',
            'the database user is a superuser: use a role with fewer rights, as docs/postgresql.md describes',
          ] as const,
        ]
      : []),
    ...(isPooled && unlimited.length > 0
      ? unlimited.map(
          (setting) =>
            [
              setting,
              `behind a pooler the gateway cannot limit its sessions: run "alter role … set ${setting} = '${sessionLimits[setting as keyof typeof sessionLimits]}'"`,
            ] as const,
        )
      : []),
  ]
}

const neededRights: Readonly<Record<string, readonly string[]>> = {
  payments: ['select', 'insert', 'update'],
  attempts: ['select', 'insert', 'update'],
  refunds: ['select', 'insert', 'update'],
  events: ['select', 'insert'],
  personal_data: ['select', 'insert'],
  webhook_events: ['select', 'insert', 'delete'],
  webhook_endpoints: ['select', 'insert', 'update'],
  webhook_deliveries: ['select', 'insert', 'update', 'delete'],
  webhook_attempts: ['select', 'insert', 'delete'],
  webhook_resends: ['select', 'insert', 'delete'],
  idempotency_records: ['select', 'insert', 'update', 'delete'],
  merchants: ['select', 'insert', 'update'],
  api_keys: ['select', 'insert', 'update'],
  clock: ['select', 'insert', 'update'],
  installation_secrets: ['select', 'insert'],
  key_usage: ['select', 'insert', 'update'],
  leases: ['select', 'insert', 'update'],
  node_reports: ['select', 'insert', 'update', 'delete'],
}

/** A right that is missing would otherwise only show when a payment needs it. */
export async function checkRights(sql: Sql, name: string): Promise<void> {
  const needed = Object.entries(neededRights).flatMap(([table, rights]) =>
    rights.map((right) => `('${table}', '${right}')`),
  )
  const missing = await sql.unsafe(
    `select concat(right_name, ' on ', table_name) as right
    from (values ${needed.join(', ')}) as needed (table_name, right_name)
    where not has_table_privilege(table_name, right_name)
    union all select 'update (body) on personal_data' where not has_column_privilege('personal_data', 'body', 'update')`,
  )
  if (missing.length === 0) return
  const list = missing.map(({ right }) => right).join(', ')
  throw new DatabaseRefused(
    `The user of the database ${name} lacks rights (${list}): grant the rights that docs/postgresql.md lists, as the owner.`,
  )
}
