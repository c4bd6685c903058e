/** Which PostgreSQL databases a start takes, and what it says of the others. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DatabaseRefused } from '../../../src/platform/database-refused.ts'
import {
  type PostgresSettings,
  usualPostgresSettings,
} from '../../../src/platform/postgres/driver-options.ts'
import { StorageUnavailable } from '../../../src/ports/storage.ts'
import type { Log } from '../../../src/ports/system.ts'
import { openStorage } from '../../../src/storage/open.ts'
import type { StorageOptions } from '../../../src/storage/options.ts'
import { checkServer } from '../../../src/storage/postgres/start-checks.ts'
import { PostgresServer } from '../../../verification/postgres/server.ts'
import { makeCertificate } from '../../support/own-certificate.ts'
import { aMerchant } from '../../support/payments.ts'
import { surroundings } from '../sqlite/database-file.ts'
import { aConnection } from './database.ts'

type Options = Partial<StorageOptions> & Readonly<{ settings?: Partial<PostgresSettings> }>

async function opened(url: string, { settings = {}, ...options }: Options = {}): Promise<Error | 'opened'> {
  try {
    const postgres = { ...usualPostgresSettings, ...settings }
    const storage = await openStorage(url, { ...surroundings, create: 'production', ...options, postgres })
    await storage.listMerchants()
    await storage.close()
    return 'opened'
  } catch (error) {
    return error as Error
  }
}

describe('a PostgreSQL database', () => {
  it('is set up by the first start, and found by the next one', async () => {
    const { url } = await aConnection()
    const first = await openStorage(url, { ...surroundings, create: 'production' })
    await first.addMerchant(aMerchant())
    const second = await openStorage(url, { ...surroundings, create: null })
    expect(await second.installation()).toEqual(await first.installation())
    expect(await second.listMerchants()).toHaveLength(1)
    await first.close()
    await second.close()
  })

  it('belongs to one installation, however many nodes set it up at the same time', async () => {
    const { url } = await aConnection()
    const nodes = await Promise.all(
      Array.from({ length: 6 }, () => openStorage(url, { ...surroundings, create: 'production' })),
    )
    const found = await Promise.all(nodes.map((node) => node.installation()))
    expect(new Set(found.map(({ id }) => id)).size).toBe(1)
    await Promise.all(nodes.map((node) => node.close()))
  })

  it('is not filled by a command that only reads', async () => {
    const { url, sql } = await aConnection()
    const refusal = await opened(url, { create: null })
    expect(refusal).toBeInstanceOf(DatabaseRefused)
    expect(String(refusal)).toMatch(/ is empty: .*"flowlix init"\.$/)
    expect(await sql`select from pg_tables where schemaname = 'public'`).toHaveLength(0)
  })

  it.each(['create table orders (id integer)', 'create table schema_migrations (version text)'])(
    'of another program is left as it is: %s',
    async (statement) => {
      const { url, sql } = await aConnection()
      await sql.unsafe(statement)
      const refusal = await opened(url)
      expect(refusal).toBeInstanceOf(DatabaseRefused)
      expect(String(refusal)).toMatch(
        / has tables of another program: set DATABASE_URL to a database that is only for the gateway\.$/,
      )
      expect(await sql`select from pg_tables where schemaname = 'public'`).toHaveLength(1)
    },
  )

  it('of one kind is not opened as the other one', async () => {
    const { url } = await aConnection()
    expect(await opened(url, { create: 'sandbox' })).toBe('opened')
    expect(String(await opened(url))).toMatch(/belongs to a sandbox and cannot be used in production/)
    expect(await opened(url, { create: null })).toBe('opened')
  })

  it.each([
    ['synchronous_commit = off', /: synchronous_commit is off, so a crash .* set it to on\.$/],
    ['session_replication_role = replica', /: session_replication_role turns off the guards/],
  ])('is refused with %s', async (setting, reason) => {
    const { url, sql } = await aConnection()
    const [database] = await sql`select current_database() as name`
    await sql.unsafe(`alter database ${database?.name} set ${setting}`)
    const refusal = await opened(url)
    expect(refusal).toBeInstanceOf(DatabaseRefused)
    expect(refusal).toHaveProperty('message', expect.stringMatching(reason))
  })

  it('that accepts only reads cannot be used now', async () => {
    const { url, sql } = await aConnection()
    const [database] = await sql`select current_database() as name`
    await sql.unsafe(`alter database ${database?.name} set default_transaction_read_only = on`)
    const refusal = await opened(url)
    expect(refusal).toBeInstanceOf(StorageUnavailable)
    expect(String(refusal)).toMatch(/accepts only reads/)
  })
})

describe('a PostgreSQL server', () => {
  it('that is too old is refused', async () => {
    const state = {
      ...{ server_version_num: '140011', server_version: '14.11', server_encoding: 'UTF8', fsync: 'on' },
      ...{ full_page_writes: 'on', synchronous_commit: 'on', session_replication_role: 'origin' },
    }
    const answering = { unsafe: async () => [state] } as unknown as Parameters<typeof checkServer>[0]
    await expect(checkServer(answering, 'x on y', usualPostgresSettings, null)).rejects.toThrow(
      'The database x on y cannot be used for payments: its server is PostgreSQL 14.11, and Flowlix needs version 15 or newer.',
    )
    const managed = { ...usualPostgresSettings, isManaged: true }
    await expect(checkServer(answering, 'x on y', managed, null)).resolves.toBeUndefined()
  })

  it.each([
    [
      'wrong password',
      (url: URL) => Object.assign(url, { password: 'hunter2' }),
      DatabaseRefused,
      /the password is wrong/,
    ],
    [
      'unknown database',
      (url: URL) => Object.assign(url, { pathname: '/nowhere' }),
      DatabaseRefused,
      /no such database/,
    ],
    [
      'unknown host',
      (url: URL) => Object.assign(url, { hostname: 'nowhere.invalid' }),
      Error,
      /the name of the host|the host is not known/,
    ],
    [
      'free port',
      (url: URL) => Object.assign(url, { port: '1' }),
      StorageUnavailable,
      /nothing listens there/,
    ],
  ])('is not reached with a %s, and the password stays secret', async (_, change, kind, reason) => {
    const { url } = await aConnection()
    const changed = change(new URL(url))
    changed.searchParams.set('sslmode', 'disable')
    const refusal = await opened(changed.href)
    expect(refusal).toBeInstanceOf(kind)
    expect(String(refusal)).toMatch(reason)
    expect(String(refusal)).toMatch(/^\w+: The database \w+ on \S+ cannot be opened: [^\n]+\.$/)
    expect(JSON.stringify(refusal) + String(refusal)).not.toContain(changed.password)
  })
})

describe('a server of a test', () => {
  const certificate = makeCertificate('localhost')
  let server: PostgresServer
  beforeAll(async () => {
    server = await PostgresServer.start({ fsync: 'off', full_page_writes: 'off' })
  })
  afterAll(() => server.remove())

  const at = (host: string, query = '') => `${server.url().replace('127.0.0.1', host)}${query}`
  const managed = { isManaged: true }

  it('that may lose what it has acknowledged is refused, with all reasons at once', async () => {
    const refusal = await opened(at('127.0.0.1', '?application_name=x'))
    expect(refusal).toBeInstanceOf(DatabaseRefused)
    expect(refusal).toHaveProperty(
      'message',
      expect.stringMatching(
        /^The database postgres on 127\.0\.0\.1:\d+ cannot be used for payments:\n {2}- fsync is off, so .*\n {2}- full_page_writes is off, so .*$/,
      ),
    )
  })

  it('is taken if its durability is managed, with warnings about what else it is', async () => {
    const warned: unknown[] = []
    const log: Log = { ...surroundings.log, warn: (fields) => warned.push(fields.setting) }
    expect(await opened(at('127.0.0.1'), { settings: managed, log, isChecked: true })).toBe('opened')
    expect(warned).toEqual(['DATABASE_URL'])
    await opened(at('127.0.0.1'), { settings: { ...managed, isPooled: true }, log, isChecked: true })
    expect(warned.slice(1)).toEqual([
      'DATABASE_URL',
      'statement_timeout',
      'lock_timeout',
      'idle_in_transaction_session_timeout',
    ])
  })

  it('without TLS is not used where TLS is asked for', async () => {
    const refusal = await opened(at('localhost', '?sslmode=verify-full'), { settings: managed })
    expect(String(refusal)).toMatch(/TLS/)
  })

  describe('with TLS', () => {
    beforeAll(async () => {
      server.put('own.key', certificate.key)
      server.put('own.pem', certificate.cert)
      server.put('postgresql.auto.conf', "ssl = on\nssl_key_file = 'own.key'\nssl_cert_file = 'own.pem'\n")
      await server.restart()
    })

    const trusting = { ...managed, certificates: certificate.cert }

    it.each([
      ['localhost', '?sslmode=verify-full'],
      ['127.0.0.1', '?sslmode=verify-ca'],
    ])('is used if its certificate is trusted and is for %s%s', async (host, query) => {
      expect(await opened(at(host, query), { settings: trusting })).toBe('opened')
    })

    it('is not used if nobody vouches for its certificate', async () => {
      const refusal = await opened(at('localhost', '?sslmode=require'), { settings: managed })
      expect(refusal).toBeInstanceOf(DatabaseRefused)
      expect(String(refusal)).toMatch(/certificate is not trusted: set DATABASE_CA_FILE/)
    })

    it('is not used if its certificate is for another host', async () => {
      const refusal = await opened(at('127.0.0.1', '?sslmode=verify-full'), { settings: trusting })
      expect(refusal).toBeInstanceOf(DatabaseRefused)
      expect(String(refusal)).toMatch(/certificate is for another host/)
    })
  })
})
