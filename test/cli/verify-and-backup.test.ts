/** `flowlix verify` and `flowlix backup`, while a gateway is running. */
import { existsSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { createSession, payOnPage } from '../stories/payments.ts'
import { type Desk, openDesk } from '../support/typed-command.ts'

let app: TestApp
let desk: Desk
beforeEach(async () => {
  app = await openTestApp()
  desk = openDesk(app.folder)
  await payOnPage(app, (await createSession(app)).id)
})
afterEach(() => app.close())

const inFolder = (name: string): string => join(app.folder, name)

/** Acts like someone who can write to the file: removes the guard and changes the past. */
function forge(file: string): void {
  const database = new DatabaseSync(file)
  const guards = database.prepare(
    "select name from sqlite_schema where type = 'trigger' and tbl_name = 'events'",
  )
  for (const { name } of guards.all()) database.exec(`drop trigger ${name}`)
  database.exec(`update events set body = replace(body, '1111', '2222') where body like '%1111%'`)
  database.close()
}

describe('verify', () => {
  it('passes for an intact database', async () => {
    const { code, stdout, stderr } = await desk.type(['verify'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(
      /^Installation \w{8} \(sandbox\): 1 payment with [3-9] events\nHead [0-9a-f]{64}\n/,
    )
    expect(stdout).toMatch(/\nVerification passed\.$/)
    expect(desk.logged.at(-1)).toMatchObject({ security: 'verified' })
  })

  it('notices that an event was changed, and exits with status 3', async () => {
    forge(inFolder('flowlix.db'))
    const { code, stdout } = await desk.type(['verify'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/^pay_\S+: /m)
    expect(stdout).toMatch(/\nVerification failed: /)
  })

  it('exits with status 3 if the database is too damaged to be opened', async () => {
    await desk.type(['backup', inFolder('copy.db')])
    truncateSync(inFolder('copy.db'), 8_192)
    const { code, stdout, stderr } = await desk.type(['verify'], {
      DATABASE_URL: `sqlite:${inFolder('copy.db')}`,
    })
    expect([code, stderr]).toEqual([3, ''])
    expect(stdout).toMatch(/copy\.db cannot be opened: it is damaged\.\nVerification failed: /)
  })
})

describe('backup', () => {
  it('is readable only by its owner, and matches the head recorded next to it', async () => {
    const made = await desk.type(['backup', inFolder('copy.db')])
    expect([made.code, made.stderr]).toEqual([0, ''])
    expect(made.stdout).toMatch(
      /copy\.db: \d+ bytes, 1 payment with \d+ events\n\S+copy\.db\.head\.json: head [0-9a-f]{64}$/,
    )
    expect(statSync(inFolder('copy.db')).mode & 0o777).toBe(0o600)
    expect(desk.logged.at(-1)).toMatchObject({ security: 'backup_made', object: inFolder('copy.db') })
    const verified = await desk.type(['verify'], { DATABASE_URL: `sqlite:${inFolder('copy.db')}` })
    expect(verified.code).toBe(0)
    expect(verified.stdout).toContain('The head matches the one recorded with this backup.')
  })

  it('that was changed is noticed by its head, and exits with status 3', async () => {
    await desk.type(['backup', inFolder('copy.db')])
    forge(inFolder('copy.db'))
    const { code } = await desk.type(['verify'], { DATABASE_URL: `sqlite:${inFolder('copy.db')}` })
    expect(code).toBe(3)
  })

  it('never overwrites a file', async () => {
    const { code, stderr } = await desk.type(['backup', inFolder('flowlix.db')])
    expect([code, stderr]).toEqual([
      2,
      `flowlix: The file ${inFolder('flowlix.db')} exists already: choose another name for the backup.`,
    ])
  })
})

it.each([['verify'], ['backup', 'copy.db']])('%s creates no database', async (...args) => {
  const elsewhere = { DATABASE_URL: `sqlite:${inFolder('nope.db')}` }
  const { code, stderr } = await desk.type(args, elsewhere)
  expect(code).toBe(2)
  expect(stderr).toMatch(/^flowlix: There is no database at \S+nope\.db: set DATABASE_URL/)
  expect(existsSync(inFolder('nope.db'))).toBe(false)
})
