/** How to connect to PostgreSQL, as the driver wants it: where, as whom, protected how, and with which limits. */
import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import type { PoolOptions } from './pool.ts'
import { type PostgresPlace, parsePostgresUrl } from './postgres-url.ts'

export type PostgresSettings = Readonly<{
  connectionsMax: number
  /** Trusted certificate authorities, in PEM; null: those that Node.js trusts. */
  certificates: string | null
  /** A pooler in front gives each transaction another session: nothing may be prepared, and no session has settings. */
  isPooled: boolean
  /** The engine stores durably, whatever it says about the settings of a plain PostgreSQL. */
  isManaged: boolean
}>

export const usualPostgresSettings: PostgresSettings = {
  connectionsMax: 10,
  certificates: null,
  isPooled: false,
  isManaged: false,
}

/** By then, the caller has stopped waiting, so the server should not go on. */
export const sessionLimits = {
  statement_timeout: '2s',
  lock_timeout: '2s',
  idle_in_transaction_session_timeout: '10s',
} as const

const sessionSettings = {
  ...sessionLimits,
  // A change that was waiting for another one finds the newer version; nothing needs more.
  default_transaction_isolation: 'read committed',
  // The plan of a prepared statement lasts, and the best one for an empty table is the worst one for a large table.
  enable_seqscan: 'off',
  // Statements that have to read a whole table are few and short, and would now seem worth compiling.
  jit: 'off',
} as const

/** So that the server, too, notices when a node is gone. Engines that only speak the protocol may not know them. */
const serverKeepAlive = {
  tcp_user_timeout: '10s',
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '2',
} as const

const connectSeconds = 2
const keepAliveSeconds = 10
/** The driver's own pauses grow to twenty seconds, and service must be back before that. */
const pauseSeconds = 0.05

export function driverOptions(
  url: string,
  { certificates, isPooled, isManaged }: Omit<PostgresSettings, 'connectionsMax'>,
  lockTimeoutMs?: number,
): Readonly<Record<string, unknown>> {
  const place = parsePostgresUrl(url)
  const { socketFolder, hosts, database, user, password, applicationName } = place
  return {
    host: hosts.map(({ host }) => host),
    port: hosts.map(({ port }) => port),
    ...(socketFolder !== null && { path: `${socketFolder}/.s.PGSQL.${hosts[0]?.port}` }),
    ...{ database, user, pass: password },
    ssl: tlsOptions(place, certificates),
    prepare: !isPooled,
    fetch_types: false,
    connect_timeout: connectSeconds,
    keep_alive: keepAliveSeconds,
    backoff: () => pauseSeconds,
    connection: {
      application_name: applicationName,
      ...(!isPooled && sessionSettings),
      ...(lockTimeoutMs !== undefined && { lock_timeout: lockTimeoutMs }),
      ...(!isPooled && !isManaged && serverKeepAlive),
    },
    onnotice: () => {},
  }
}

/** During an outage, every request gets its response within three seconds. */
const deadlineMs = 2_500

export function poolOptions(url: string, settings: PostgresSettings, lockTimeoutMs?: number): PoolOptions {
  const { connectionsMax, isPooled } = settings
  return {
    driver: driverOptions(url, settings, lockTimeoutMs),
    prepares: !isPooled,
    ...{ connectionsMax, deadlineMs },
  }
}

function tlsOptions({ tls, hosts }: PostgresPlace, certificates: string | null): false | object {
  if (tls === 'off') return false
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(certificates !== null && { ca: certificates }),
    // The driver tells Node.js no name where the host is an address, and Node.js would check against "localhost".
    checkServerIdentity: (name: string, certificate: PeerCertificate) =>
      tls === 'verify-ca' ? undefined : mismatch(hosts, name, certificate),
  }
}

function mismatch(
  hosts: PostgresPlace['hosts'],
  name: string,
  certificate: PeerCertificate,
): Error | undefined {
  const names = hosts.some(({ host }) => host === name) ? [name] : hosts.map(({ host }) => host)
  const errors = names.map((host) => checkServerIdentity(host, certificate))
  return errors.includes(undefined) ? undefined : errors[0]
}
