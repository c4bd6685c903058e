/** What the two starts ask of the files they find, and what production is warned of. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { warningsOfLimits, warningsOfMachine } from '../../src/cli/start-warnings.ts'
import { sandboxBookOwner } from '../../src/platform/database-file.ts'
import { type Finished, openPlace, type Place, type Process } from '../support/command-line.ts'
import { readConfig } from '../support/read-config.ts'
import { openDesk } from '../support/typed-command.ts'

let place: Place
beforeEach(() => {
  place = openPlace()
})
afterEach(() => place.close())

const inPlace = (path: string): string => join(place.folder, path)

async function statusWith(gateway: Process, key: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}` }
  return (await fetch(`${gateway.url}/v1/payments`, { headers })).status
}

/** A merchant's key in the production database of a folder. */
async function newKey(mode: 'test' | 'live', folder = 'data'): Promise<string> {
  const desk = openDesk(inPlace(folder))
  await desk.type(['init'])
  const merchant = (await desk.type(['merchants', 'create', '--name', 'Shop'])).stdout.split(' ')[0] ?? ''
  return (await desk.type(['keys', 'create', '--merchant', merchant, '--mode', mode])).stdout
}

function expectOneSentence({ code, stdout, stderr }: Finished, sentence: RegExp): void {
  expect(stderr).toMatch(sentence)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stdout).toBe('')
  expect(code).not.toBe(0)
}

async function stop(gateway: Process): Promise<void> {
  gateway.signal('SIGTERM')
  await gateway.finished
}

describe('a sandbox that starts in a production folder', () => {
  it('has its own files, and does not touch production', async () => {
    const production = await place.start('serve')
    const sandbox = await place.start('dev')
    expect(await statusWith(sandbox, documentedTestKey)).toBe(200)
    // Its greeting says that these may be deleted.
    const files = readdirSync(inPlace('data')).filter((name) => name.endsWith('.db'))
    expect(files.sort()).toEqual(['flowlix.db', 'sandbox-acquirer.db', 'sandbox.db'])
    expect(await statusWith(production, documentedTestKey)).toBe(401)
    await stop(production)
    expect(await statusWith(await place.start('serve'), documentedTestKey)).toBe(401)
  })

  it('rejects the production database without changing it', async () => {
    const key = await newKey('test')
    const refused = await place.run(['dev'], { DATABASE_URL: 'sqlite:./data/flowlix.db' })
    expectOneSentence(refused, /\.\/data\/flowlix\.db belongs to a production.*set DATABASE_URL/)
    const production = await place.start('serve')
    expect(await statusWith(production, documentedTestKey)).toBe(401)
    expect(await statusWith(production, key)).toBe(200)
  })
})

describe('a sandbox whose public key was revoked', () => {
  it('says how to start a new one', async () => {
    await stop(await place.start('dev'))
    const listed = await place.run(['keys', 'list', '--sandbox'])
    await place.run(['keys', 'revoke', /key_\w+/.exec(listed.stdout)?.[0] ?? '', '--sandbox'])
    expectOneSentence(
      await place.run(['dev']),
      /revoked in \.\/data\/sandbox\.db.*delete \.\/data\/sandbox\.db and \.\/data\/sandbox-acquirer\.db/,
    )
  })
})

describe("the sandbox acquirer's database", () => {
  it('is not created by a production start until a test payment needs it', async () => {
    const settings = { DATABASE_URL: 'sqlite:./elsewhere/flowlix.db' }
    const production = await place.start('serve', settings)
    expect((await fetch(`${production.url}/sandbox/bank/challenge/x`)).status).toBe(404)
    expect(existsSync(inPlace('data'))).toBe(false)
    const key = await newKey('test', 'elsewhere')
    const paid = await fetch(`${production.url}/v1/payments/hpp`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: '{"amount":100,"currency":"eur","redirect_url":"https://shop.example.com/done"}',
    })
    expect(paid.status).toBe(201)
    expect(existsSync(inPlace('data/test-acquirer.db'))).toBe(true)
  })

  it('is readable only by its owner, no matter who created it', async () => {
    mkdirSync(inPlace('data'), { mode: 0o755 })
    writeFileSync(inPlace('data/sandbox-acquirer.db'), '', { mode: 0o666 })
    await place.start('dev')
    for (const name of ['sandbox-acquirer.db', 'sandbox-acquirer.db-wal', 'sandbox.db'])
      expect(statSync(inPlace(`data/${name}`)).mode & 0o777, name).toBe(0o600)
  })

  it.each([
    ['is a folder', () => mkdirSync(inPlace('bank'))],
    ['is not a database', () => writeFileSync(inPlace('bank'), 'something else'.repeat(100))],
    ['lies below a file', () => writeFileSync(inPlace('below'), ''), 'below/bank'],
    ["is another program's database", () => makeDatabase(inPlace('bank'), 'create table notes (text)')],
    ['is of another version', () => makeDatabase(inPlace('bank'), newerBook)],
  ])('stops the sandbox with one sentence if it %s', async (_, spoil, file = 'bank') => {
    spoil()
    const before = readIfFile(inPlace(file))
    expectOneSentence(
      await place.run(['dev'], { SANDBOX_DATABASE: `sqlite:./${file}` }),
      new RegExp(`\\./${file} .*set SANDBOX_DATABASE to `),
    )
    expect(readIfFile(inPlace(file))).toEqual(before)
  })
})

const newerBook = `pragma application_id = ${sandboxBookOwner.applicationId}; create table x (y); pragma user_version = 99`

function makeDatabase(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  database.exec(`pragma journal_mode = wal; ${sql}`)
  database.close()
}

function readIfFile(file: string): Buffer | null {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file) : null
}

describe('production', () => {
  it('warns that live keys are useless without an acquirer', async () => {
    await newKey('live')
    expect((await place.start('serve')).output()).toMatch(
      /"warn".*"keys":1.*LIVE_ACQUIRER is not set: live payments are rejected/,
    )
  })

  it('warns of a merchant whose acquirer is not configured', async () => {
    const settings = { TEST_ACQUIRER: 'stripe' }
    const desk = openDesk(inPlace('data'))
    await newKey('test')
    const merchant = /mer_\w+/.exec((await desk.type(['merchants', 'list'])).stdout)?.[0] ?? ''
    await desk.type(['merchants', 'set', merchant, '--test-acquirer', 'stripe'], settings)
    expect((await place.start('serve')).output()).toMatch(
      /"warn".*"acquirer":"stripe","mode":"test".*payments of this merchant are rejected: its acquirer is not in TEST_ACQUIRER/,
    )
  })

  it('warns of a merchant with live keys whose details are not complete', async () => {
    await newKey('test')
    const quiet = await place.start('serve')
    expect(quiet.output()).not.toContain('live payments of this merchant')
    await stop(quiet)
    await newKey('live')
    expect((await place.start('serve')).output()).toMatch(
      /"warn".*"merchantId":"mer_\w+","missing":"the merchant's legal name, the merchant's city, .*live payments of this merchant are rejected/,
    )
  })

  const safe = { host: '127.0.0.1', apiUrl: 'https://api.example.com', payUrl: 'https://pay.example.com' }
  const limits = (core: string): string =>
    `Limit                     Soft Limit           Hard Limit           Units\nMax core file size        ${core}                    unlimited            bytes\n`
  const fine = { userId: 1000, limits: limits('0') }

  it.each([
    ['every address', { ...safe, host: '0.0.0.0' }, fine, /other machines can reach/],
    ['an address of the network', { ...safe, host: '192.0.2.1' }, fine, /other machines can reach/],
    ['an API without https', { ...safe, apiUrl: 'http://api.example.com' }, fine, /not https/],
    ['a page without https', { ...safe, payUrl: 'http://pay.example.com' }, fine, /not https/],
    ['the user root', safe, { ...fine, userId: 0 }, /running as root/],
    ['core files of any size', safe, { ...fine, limits: limits('unlimited') }, /core file/],
    ['core files of some size', safe, { ...fine, limits: limits('1024') }, /core file/],
  ] as const)('warns about %s', (_, config, machine, sentence) => {
    const warnings = warningsOfMachine(config, machine)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]?.[1]).toMatch(sentence)
  })

  it("warns that limits by address need the proxy's address", () => {
    expect(warningsOfLimits(readConfig({}))).toMatchObject([
      [{ setting: 'TRUSTED_PROXIES' }, expect.stringMatching(/not limited by address: set TRUSTED_PROXIES/)],
    ])
    expect(warningsOfLimits(readConfig({ TRUSTED_PROXIES: '10.0.0.5' }))).toEqual([])
    expect(warningsOfLimits(readConfig({ THROTTLES: 'off' }))).toEqual([])
  })

  it('warns that several nodes need a secret in common', () => {
    const usual = { TRUSTED_PROXIES: '10.0.0.5', DATABASE_URL: 'postgres://flowlix@db.example.com/flowlix' }
    expect(warningsOfLimits(readConfig(usual))).toMatchObject([
      [{ setting: 'NODE_SECRET' }, expect.stringMatching(/set NODE_SECRET to the same random secret/)],
    ])
    expect(warningsOfLimits(readConfig({ ...usual, NODE_SECRET: 'x'.repeat(32) }))).toEqual([])
    expect(warningsOfLimits(readConfig({ ...usual, THROTTLES: 'off' }))).toEqual([])
  })

  it('does not warn about what is fine or cannot be known', () => {
    expect(warningsOfMachine(safe, fine)).toEqual([])
    expect(warningsOfMachine({ ...safe, host: '::1' }, { userId: null, limits: null })).toEqual([])
  })
})
