/** `flowlix move`, as it is typed, on the data of a gateway and its sandbox acquirer. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasBook } from '../../src/acquirers/sandbox/open-book.ts'
import { poolOptions, usualPostgresSettings } from '../../src/platform/postgres/driver-options.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { createDatabase, type TestDatabase } from '../../verification/postgres/databases.ts'
import { createSession, payOnPage } from '../stories/payments.ts'
import { type Desk, openDesk } from '../support/typed-command.ts'

let app: TestApp
let desk: Desk
let target: TestDatabase
let from: string
beforeEach(async () => {
  target = await createDatabase()
  desk = openDesk()
  app = await openTestApp({ engine: 'sqlite', folder: desk.folder })
  from = `sqlite:${join(desk.folder, 'flowlix.db')}`
})
afterEach(async () => {
  await app.close()
  desk.close()
  await target.drop()
})

const move = (...more: readonly string[]) => desk.type(['move', '--from', from, '--to', target.url, ...more])
/** On a sandbox's data, no key is needed. */
const deliverCallbacks = () => desk.type(['merchants', 'set', app.merchantId, '--deliver-callbacks', 'test'])
const password = (): string => new URL(target.url).password

describe('move', () => {
  it('moves the data and the ledger of the sandbox, and says what to do next', async () => {
    const { id } = await createSession(app, { callback_url: 'https://shop.example.com/callback' })
    await deliverCallbacks()
    await payOnPage(app, id)
    const inUse = await move()
    expect([inUse.code, inUse.stdout]).toEqual([2, ''])
    expect(inUse.stderr).toMatch(/^flowlix: The database \S+ is in use: stop the gateway/)
    await app.close()
    const book = join(desk.folder, 'sandbox-acquirer.db')
    expect(existsSync(book)).toBe(true)
    const moved = await move('--sandbox-from', `sqlite:${book}`)
    expect(moved.code).toBe(0)
    expect(moved.stdout).toMatch(/^payments: 1$/m)
    expect(moved.stdout).toMatch(/^webhook_deliveries: 1$/m)
    expect(moved.stdout).toMatch(/^sandbox acquirer, authorizations: 1$/m)
    expect(moved.stdout).toMatch(
      /^Everything in \S+ was moved to \w+ on 127\.0\.0\.1:\d+ and compared row by row\.$/m,
    )
    expect(moved.stderr).toMatch(/^Next: grant .* set DATABASE_URL .* start the gateway\./)
    expect(desk.logged.at(-1)).toMatchObject({ security: 'database_moved' })
    const there = { DATABASE_URL: target.url }
    const verified = await desk.type(['verify'], there)
    expect([verified.code, verified.stderr]).toEqual([0, ''])
    expect(verified.stdout).toMatch(/: 1 payment with [3-9] events\n/)
    const explained = (await desk.type(['explain', id], there)).stdout
    expect(explained).toMatch(/succeeded/)
    expect(explained).toMatch(/to the callback_url \(we_\w+\): waiting to be sent/)
    const left = await desk.type(['keys', 'list'])
    expect(left.code).toBe(2)
    expect(left.stderr).toMatch(/ was moved to \w+ on \S+: set DATABASE_URL to that database\.$/)
    const printed = [inUse, moved, verified, left].map(({ stdout, stderr }) => stdout + stderr).join('')
    expect(printed + JSON.stringify(desk.logged)).not.toContain(password())
  }, 60_000)

  it.each([
    [['--from', 'postgres://x@y/z', '--to', 'postgres://x@y/z'], /--from must be sqlite:<file>/],
    [['--from', 'sqlite:./x.db', '--to', 'sqlite:./y.db'], /--to must be postgres:/],
    [
      ['--from', 'sqlite:./x.db', '--to', 'postgres://x:hunter2@y/z?sslmode=prefer'],
      /--to has the parameter sslmode/,
    ],
    [
      ['--from', 'sqlite:./none.db', '--to', 'postgres://x:hunter2@y/z'],
      /There is no database at \.\/none\.db: set --from to an existing one\.$/,
    ],
    [['--to', 'postgres://x:hunter2@y/z'], /--from/],
  ])('refuses %j in one sentence, without the password', async (args, reason) => {
    const { code, stdout, stderr } = await desk.type(['move', ...args])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(reason)
    expect(stderr.split('\n')).toHaveLength(1)
    expect(stderr).not.toContain('hunter2')
  })

  it.each(['none.db', 'empty.db'])('refuses a sandbox ledger that is not there: %s', async (name) => {
    await app.close()
    const file = join(desk.folder, name)
    if (name === 'empty.db') writeFileSync(file, '')
    const { code, stderr } = await move('--sandbox-from', `sqlite:${file}`)
    expect(code).toBe(2)
    expect(stderr).toMatch(/: set --sandbox-from to (?:an existing one|a database)\.$/)
    // The move has not begun.
    expect((await desk.type(['keys', 'list'])).code).toBe(0)
  })

  it('is given up only where it has begun', async () => {
    await app.close()
    const { code, stderr } = await move('--cancel')
    expect(code).toBe(2)
    expect(stderr).toMatch(/^flowlix: No move of the database \S+ to \S+ on \S+ has begun\.$/)
  })
})

describe('on PostgreSQL', () => {
  it('init makes the database, and every other command finds it', async () => {
    const there = { DATABASE_URL: target.url }
    const before = await desk.type(['merchants', 'list'], there)
    expect([before.code, before.stdout]).toEqual([2, ''])
    expect(before.stderr).toMatch(/does not belong to an installation of Flowlix: set DATABASE_URL/)
    const made = await desk.type(['init'], there)
    expect([made.code, made.stdout]).toEqual([
      0,
      expect.stringMatching(/^The production database \w+ on \S+ is ready/),
    ])
    expect(await hasBook(poolOptions(target.url, usualPostgresSettings))).toBe(true)
    expect((await desk.type(['merchants', 'create', '--name', 'Shop'], there)).code).toBe(0)
    for (const args of [
      ['merchants', 'list'],
      ['keys', 'list'],
      ['payments', 'list'],
      ['verify'],
      ['init'],
    ]) {
      expect([args, (await desk.type(args, there)).code]).toEqual([args, 0])
    }
    const backup = await desk.type(['backup', join(desk.folder, 'b.db')], there)
    expect([backup.code, backup.stdout]).toEqual([1, ''])
    expect(backup.stderr).toMatch(/is backed up with pg_dump or pg_basebackup/)
  }, 60_000)
})
