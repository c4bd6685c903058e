/** PostgreSQL's URLs: what they mean, what is wrong with them, and that nothing repeats a password. */
import { describe, expect, it } from 'vitest'
import { databaseName, databaseUrlMistake } from '../../src/platform/database-url.ts'
import { parsePostgresUrl } from '../../src/platform/postgres/postgres-url.ts'

const mistakeIn = (url: string): string | null => databaseUrlMistake(url, 'sqlite:./x.db')

describe('the URL of a PostgreSQL database', () => {
  it('says where the server is, and as whom to log in', () => {
    expect(parsePostgresUrl('postgres://shop:p%40ss%2Fword@db.example.com:6432/payments')).toEqual({
      hosts: [{ host: 'db.example.com', port: 6_432 }],
      socketFolder: null,
      database: 'payments',
      user: 'shop',
      password: 'p@ss/word',
      tls: 'verify-full',
      applicationName: 'flowlix',
    })
  })

  it('may name several servers, one of which is the primary', () => {
    const { hosts } = parsePostgresUrl('postgresql://me@db1,db2:6432,[2001:db8::1]:7000/payments')
    expect(hosts).toEqual([
      { host: 'db1', port: 5_432 },
      { host: 'db2', port: 6_432 },
      { host: '2001:db8::1', port: 7_000 },
    ])
  })

  it.each([
    'postgres://me@/payments?host=/var/run/postgresql',
    'postgres://me@%2Fvar%2Frun%2Fpostgresql/payments',
  ])('may name a Unix socket: %s', (url) => {
    expect(parsePostgresUrl(url)).toMatchObject({ socketFolder: '/var/run/postgresql', tls: 'off' })
    expect(databaseName(url)).toBe('payments on /var/run/postgresql')
  })

  it.each([
    ['postgres://me@127.0.0.1/payments', 'off'],
    ['postgres://me@localhost/payments', 'off'],
    ['postgres://me@[::1]/payments', 'off'],
    ['postgres://me@127.0.0.1,db2/payments', 'verify-full'],
    ['postgres://me@10.0.0.5/payments', 'verify-full'],
    ['postgres://me@10.0.0.5/payments?sslmode=disable', 'off'],
    ['postgres://me@localhost/payments?sslmode=require', 'verify-full'],
    ['postgres://me@db/payments?sslmode=verify-ca', 'verify-ca'],
    ['postgres://me@db/payments?sslmode=verify-full&sslrootcert=system', 'verify-full'],
  ])('is protected as it says, and fully where it says nothing and leaves the machine: %s', (url, tls) => {
    expect(mistakeIn(url)).toBeNull()
    expect(parsePostgresUrl(url).tls).toBe(tls)
  })

  it.each([
    ['postgres:db/payments', /^must be sqlite:<file>.* or postgres:\/\//],
    ['postgres://me:secret@db', /^must name a database/],
    ['postgres://me:secret@db:99999/payments', /^must name hosts, each with a port from 1 to 65535/],
    ['postgres://me:se@cret@db/payments', /^must have the form postgres:\/\//],
    ['postgres://me:%E0%A4%A@db/payments', /^must have the form/],
    ['postgres://me:secret@db/payments?sslmode=prefer', /sslmode, which would send the password/],
    [
      'postgres://me:secret@db/payments?sslmode=yes',
      /sslmode, which must be disable, require, verify-ca, or verify-full$/,
    ],
    ['postgres://me:secret@db/payments?sslrootcert=/a.pem', /sslrootcert, which .* set DATABASE_CA_FILE/],
    ['postgres://me:secret@db/payments?sslcert=/a.pem', /sslcert, which is not supported/],
    ['postgres://me@db/payments?password=secret', /password, which is not supported/],
    ['postgres://me:secret@db/payments?channel_binding=require', /channel_binding, which is not supported/],
    ['postgres://me:secret@db/payments?options=-c%20fsync%3Doff', /options, which is not a parameter/],
  ])('is refused with the reason, and without the password: %s', (url, reason) => {
    expect(mistakeIn(url)).toMatch(reason)
    expect(mistakeIn(url)).not.toMatch(/secret|cret/)
  })

  it('has all its mistakes named at once', () => {
    expect(mistakeIn('postgres://me:secret@db:0?sslmode=allow&x=secret')).toMatch(
      /name a database.* and must name hosts.* and has the parameter sslmode.* and has the parameter x, /,
    )
  })

  it('is called by its database and its server in messages', () => {
    expect(databaseName('postgres://me:secret@db1:1,db2:2/payments')).toBe('payments on db1:1,db2:2')
    expect(databaseName('postgres://me:secret@[::1]/pay%0Aments')).toBe('pay?ments on [::1]:5432')
  })
})
