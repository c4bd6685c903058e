/** The settings of the gateway's database. The last four are for PostgreSQL. */
import type { PostgresSettings } from '../platform/postgres/driver-options.ts'
import { apiCommandNames, type CommandName, commandNames } from './command-names.ts'
import { certificateFile, databaseUrl, integer, oneOf, optional } from './kinds.ts'
import type { Setting } from './setting.ts'

/** These talk to a running gateway, or to an acquirer. */
const withoutDatabase: readonly CommandName[] = [
  ...apiCommandNames,
  'sandbox',
  'acquirer check',
  'verify-page',
]
const withDatabase = commandNames.filter((name) => !withoutDatabase.includes(name))
/** A move takes its databases as options. */
const withOwnDatabase = withDatabase.filter((name) => name !== 'move')

export const databaseSettings = {
  databaseUrl: {
    name: 'DATABASE_URL',
    default: 'sqlite:./data/flowlix.db',
    devDefault: 'sqlite:./data/sandbox.db',
    kind: databaseUrl('sqlite:./data/flowlix.db'),
    meaning:
      "The gateway's database: `sqlite:` and a file, or `postgres://user:password@host:5432/database`. In `dev`, `sqlite::memory:` keeps it in memory, for tests and CI.",
    commands: withOwnDatabase,
  },
  databaseCertificates: {
    name: 'DATABASE_CA_FILE',
    default: '',
    kind: optional(certificateFile()),
    meaning:
      "A PEM file with the certificates of the authorities that PostgreSQL's certificate is verified against. Without this setting, the well-known authorities are used.",
    commands: withDatabase,
  },
  databaseConnections: {
    name: 'DATABASE_CONNECTIONS',
    default: '10',
    kind: integer(1, 200),
    meaning: 'The number of connections that each process may open to PostgreSQL.',
    commands: withDatabase,
  },
  databasePooler: {
    name: 'DATABASE_POOLER',
    default: 'none',
    kind: oneOf(['none', 'transaction']),
    meaning:
      'Set to `transaction` behind a pooler that may run each transaction in a different session, such as PgBouncer in transaction mode: statements are not prepared, and time limits must be set for the role.',
    commands: withDatabase,
  },
  databaseDurability: {
    name: 'DATABASE_DURABILITY',
    default: 'checked',
    kind: oneOf(['checked', 'managed']),
    meaning:
      'Whether a start checks the version of PostgreSQL and that `fsync`, `full_page_writes`, and `synchronous_commit` are on (`checked`). Set to `managed` for engines that store durably and report these settings differently.',
    commands: withDatabase,
  },
} as const satisfies Readonly<Record<string, Setting<unknown>>>

type DatabaseConfig = Readonly<{
  [Key in keyof typeof databaseSettings]: ReturnType<(typeof databaseSettings)[Key]['kind']>
}>

export function postgresSettings(config: DatabaseConfig): PostgresSettings {
  return {
    connectionsMax: config.databaseConnections,
    certificates: config.databaseCertificates,
    isPooled: config.databasePooler === 'transaction',
    isManaged: config.databaseDurability === 'managed',
  }
}
