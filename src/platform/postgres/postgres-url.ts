/**
 * PostgreSQL's URLs, as libpq writes them and as far as the gateway understands them. Neither a mistake nor the name of a
 * database repeats anything that may be a password.
 */

import { isIP } from 'node:net'
import { userInfo } from 'node:os'

/** What protects the connection: nothing, a certificate of the authority, or one of this server by it. */
type Tls = 'off' | 'verify-ca' | 'verify-full'

export type PostgresPlace = Readonly<{
  /** Several where one of them is the primary server and the others may take its place. */
  hosts: readonly Readonly<{ host: string; port: number }>[]
  /** The folder of a Unix socket, which replaces the hosts. */
  socketFolder: string | null
  database: string
  user: string
  /** Empty: the one in the environment, or none. */
  password: string
  tls: Tls
  applicationName: string
}>

const standardPort = 5_432
const scheme = /^postgres(?:ql)?:\/\//i

export function isPostgresUrl(url: string): boolean {
  return scheme.test(url)
}

/** Phrases that continue after the setting's name. */
export function postgresUrlMistakes(url: string): readonly string[] {
  const parts = split(url)
  if (parts === null) return ['must have the form postgres://user:password@host:5432/database']
  const { parameters } = parts
  const hosts = hostsOf(parts)
  return [
    ...(parts.database === '' ? ['must name a database, as in postgres://user@host:5432/database'] : []),
    ...(hosts === null ? ['must name hosts, each with a port from 1 to 65535 or without one'] : []),
    ...[...parameters.keys()].flatMap((name) => {
      const mistake = Object.hasOwn(parameterMistakes, name)
        ? parameterMistakes[name as keyof typeof parameterMistakes](parameters.get(name) ?? '')
        : 'is not a parameter that Flowlix knows'
      return mistake === null ? [] : [`has the parameter ${printable(name)}, which ${mistake}`]
    }),
  ]
}

/** Of a URL without mistakes. */
export function parsePostgresUrl(url: string): PostgresPlace {
  const parts = split(url)
  const hosts = parts === null ? null : hostsOf(parts)
  if (parts === null || hosts === null || postgresUrlMistakes(url).length > 0) {
    throw new Error('The database URL is not valid.')
  }
  const { user, password, database, parameters } = parts
  const socketFolder = socketFolderOf(parts)
  const isNear = socketFolder !== null || hosts.every(({ host }) => isLoopback(host))
  return {
    hosts,
    socketFolder,
    database,
    user: user || userInfo().username,
    password,
    tls: tlsModes.get(parameters.get('sslmode') ?? '') ?? (isNear ? 'off' : 'verify-full'),
    applicationName: parameters.get('application_name') ?? 'flowlix',
  }
}

/** For messages: `flowlix on db.example.com:5432`. */
export function postgresName(url: string): string {
  const { database, hosts, socketFolder } = parsePostgresUrl(url)
  const place = socketFolder ?? hosts.map(({ host, port }) => `${bracketed(host)}:${port}`).join(',')
  return `${printable(database)} on ${printable(place)}`
}

/** Only this machine can listen to what is sent there. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** `require` encrypts without asking who is at the other end, so more is required than it says. */
const tlsModes: ReadonlyMap<string, Tls> = new Map([
  ['disable', 'off'],
  ['require', 'verify-full'],
  ['verify-ca', 'verify-ca'],
  ['verify-full', 'verify-full'],
])

const instead = (advice: string) => (): string => `is not supported: ${advice}`

/** What is wrong with the value of each known parameter; null if nothing is. */
const parameterMistakes = {
  sslmode: (value: string) =>
    tlsModes.has(value)
      ? null
      : ['allow', 'prefer'].includes(value)
        ? 'would send the password without encryption where the server asks for it: use verify-full'
        : 'must be disable, require, verify-ca, or verify-full',
  application_name: (value: string) =>
    /^[\x20-\x7e]{1,63}$/.test(value) ? null : 'must have 1 to 63 printable ASCII characters',
  host: (value: string) =>
    value.startsWith('/') ? null : 'must be the folder of a Unix socket, such as /var/run/postgresql',
  sslrootcert: (value: string) =>
    value === 'system' ? null : 'is not supported: set DATABASE_CA_FILE to that file',
  sslcert: instead('the gateway logs in with a password'),
  sslkey: instead('the gateway logs in with a password'),
  password: instead('write the password before the host, or set PGPASSWORD'),
  channel_binding: (value: string) =>
    ['disable', 'prefer'].includes(value)
      ? null
      : 'is not supported: the server is verified by its certificate',
  target_session_attrs: (value: string) =>
    ['any', 'read-write', 'primary'].includes(value)
      ? null
      : 'must be read-write, because the gateway works on the primary server',
} as const satisfies Readonly<Record<string, (value: string) => string | null>>

type Parts = Readonly<{
  user: string
  password: string
  hosts: string
  database: string
  parameters: URLSearchParams
}>

const shape =
  /^postgres(?:ql)?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/i

/** Null if it is not a URL of this kind. More than one host is not a URL by the usual standard. */
function split(url: string): Parts | null {
  const [, user = '', password = '', hosts = '', database = '', query = ''] = shape.exec(url) ?? []
  if (!shape.test(url)) return null
  try {
    return {
      user: decodeURIComponent(user),
      password: decodeURIComponent(password),
      hosts: decodeURIComponent(hosts),
      database: decodeURIComponent(database),
      parameters: new URLSearchParams(query),
    }
  } catch {
    return null
  }
}

function socketFolderOf({ hosts, parameters }: Parts): string | null {
  if (hosts.startsWith('/')) return hosts
  return hosts === '' ? (parameters.get('host') ?? null) : null
}

/** Null if one of them is not valid. */
function hostsOf(parts: Parts): PostgresPlace['hosts'] | null {
  if (socketFolderOf(parts) !== null) return [{ host: 'localhost', port: standardPort }]
  const hosts = parts.hosts === '' ? ['localhost'] : parts.hosts.split(',')
  const parsed = hosts.map((text) => {
    const [, address, name, port = String(standardPort)] =
      /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?$/.exec(text) ?? []
    return { host: address ?? name ?? '', port: Number(port) }
  })
  return parsed.every(({ host, port }) => host !== '' && port >= 1 && port <= 65_535) ? parsed : null
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** A name may hold anything; a message is one line. */
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?')
}
