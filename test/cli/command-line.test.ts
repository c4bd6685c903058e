/** The built gateway on the command line: what it starts with, what it refuses, and how it says so. */
import { execFile } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bookPlace, openBookFile } from '../../src/acquirers/sandbox/open-book.ts'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { usage } from '../../src/cli/usage.ts'
import { openStorage } from '../../src/storage/open.ts'
import { quietLog } from '../contracts/sqlite-file.ts'
import { type Finished, openPlace, type Place, type Settings } from '../support/command-line.ts'

const shell = promisify(execFile)
const safe = { API_URL: 'https://api.example.com', PAY_URL: 'https://pay.example.com' }
const module = (name: string): string => fileURLToPath(new URL(`../support/${name}.ts`, import.meta.url))

let place: Place
beforeEach(() => {
  place = openPlace()
})
afterEach(() => place.close())

const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })

const sandboxSession = {
  method: 'POST',
  headers: { ...bearer(documentedTestKey).headers, 'content-type': 'application/json' },
  body: '{"amount":100,"currency":"eur","redirect_url":"https://shop.example.com/done"}',
}

function expectRefused({ code, stdout, stderr }: Finished): void {
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^flowlix: /)
  expect(stderr).not.toMatch(/^\s+at /m)
}

describe('flowlix dev', () => {
  it('prints a command that creates a payment', async () => {
    const gateway = await place.start('dev')
    const printed = /curl -X POST [\s\S]*?\}'/.exec(gateway.output())?.[0] ?? ''
    const { stdout } = await shell('sh', ['-c', printed])
    const payment = JSON.parse(stdout)
    expect(payment).toMatchObject({ status: 'pending', amount: 2500, currency: 'eur', livemode: false })
    expect((await fetch(payment.redirect_url)).status).toBe(200)
  })

  it('accepts the key of the documentation, and keeps its data in ./data', async () => {
    const gateway = await place.start('dev')
    expect((await fetch(`${gateway.url}/v1/payments`, bearer(documentedTestKey))).status).toBe(200)
    expect(existsSync(join(place.folder, 'data/sandbox.db'))).toBe(true)
    expect(existsSync(join(place.folder, 'data/sandbox-bank.db'))).toBe(true)
  })

  it.each(['0.0.0.0', '::', '192.0.2.1', 'example.com'])('does not listen on %s', async (host) => {
    const refused = await place.run(['dev'], { HOST: host })
    expectRefused(refused)
    expect(refused.stderr).toMatch(/HOST must be a loopback address/)
    expect(existsSync(join(place.folder, 'data'))).toBe(false)
  })

  it('says in a sentence that its port is taken', async () => {
    const gateway = await place.start('dev')
    const refused = await place.run(['dev'], { PORT: new URL(gateway.url).port, LOG_LEVEL: 'error' })
    expectRefused(refused)
    expect(refused.stderr).toMatch(/in use/)
  })
})

describe('flowlix serve', () => {
  it.each<readonly [string, Settings, readonly RegExp[]]>([
    ['nothing is set', {}, [/API_URL must be set/, /PAY_URL must be set/]],
    ['one origin is missing', { API_URL: safe.API_URL }, [/PAY_URL must be set/]],
    [
      'the origins are not https',
      { API_URL: 'http://api.example.com', PAY_URL: 'http://pay.example.com' },
      [/API_URL must be https/, /PAY_URL must be https/],
    ],
    ['faults are switched on', { ...safe, SANDBOX_FAULTS: 'outage=1' }, [/SANDBOX_FAULTS/]],
    [
      'everything is wrong',
      { PORT: 'x', ATTEMPTS_MAX: '9', API_URL: 'http://api.example.com', SANDBOX_FAULTS: 'outage=1' },
      [/PORT/, /ATTEMPTS_MAX/, /API_URL must be https/, /PAY_URL must be set/, /SANDBOX_FAULTS/],
    ],
    ['the privacy text is not there', { ...safe, PRIVACY_FILE: 'gone.txt' }, [/PRIVACY_FILE must name/]],
    ['the acquirer is not there', { ...safe, LIVE_ACQUIRER: './gone.js' }, [/LIVE_ACQUIRER must name/]],
    [
      'the acquirer cannot be made',
      { ...safe, LIVE_ACQUIRER: module('unfit-acquirers/failing') },
      [/LIVE_ACQUIRER has a createAcquirer\(\) that failed: Error: no credentials/],
    ],
    [
      'the module is no acquirer',
      { ...safe, LIVE_ACQUIRER: module('unfit-acquirers/without-create') },
      [/LIVE_ACQUIRER must export createAcquirer/],
    ],
    [
      'the acquirer cannot be asked',
      { ...safe, LIVE_ACQUIRER: module('unfit-acquirers/without-inquiry') },
      [/inquiry and reversal by our reference/],
    ],
    [
      'the acquirer cannot undo',
      { ...safe, LIVE_ACQUIRER: module('unfit-acquirers/without-reversal') },
      [/inquiry and reversal by our reference/],
    ],
    [
      'the acquirer lacks a method',
      { ...safe, LIVE_ACQUIRER: module('unfit-acquirers/without-refund') },
      [/LIVE_ACQUIRER must have refund/],
    ],
    ['the engine is another one', { ...safe, DATABASE_URL: 'postgres://db/x' }, [/not supported yet/]],
  ])('does not start when %s', async (_, settings, mistakes) => {
    const refused = await place.run(['serve'], settings)
    expectRefused(refused)
    for (const mistake of mistakes) expect(refused.stderr).toMatch(mistake)
    expect(refused.stderr.split('\n').filter((line) => line.startsWith('  - '))).toHaveLength(mistakes.length)
  })

  it('does not start when the acquirer has a syntax error, and lists it with the other mistakes', async () => {
    writeFileSync(join(place.folder, 'acquirer.mjs'), 'export const =')
    const refused = await place.run(['serve'], { LIVE_ACQUIRER: './acquirer.mjs', PRIVACY_FILE: 'gone.txt' })
    expectRefused(refused)
    expect(refused.stderr).toMatch(/LIVE_ACQUIRER names a module that cannot be loaded: SyntaxError/)
    expect(refused.stderr).toMatch(/PRIVACY_FILE must name a text file/)
  })

  it('does not start with a database of the sandbox start', async () => {
    const sandbox = await place.start('dev')
    sandbox.signal('SIGTERM')
    await sandbox.finished
    const refused = await place.run(['serve'], { ...safe, DATABASE_URL: 'sqlite:./data/sandbox.db' })
    expectRefused(refused)
    expect(refused.stderr).toMatch(/belongs to a sandbox.*DATABASE_URL/)
  })

  it('does not know the key of the documentation', async () => {
    const gateway = await place.start('serve')
    const answer = await fetch(`${gateway.url}/v1/payments`, bearer(documentedTestKey))
    expect(answer.status).toBe(401)
  })

  it('starts with https origins, and builds its links from them', async () => {
    await place.run(['merchants', 'create', '--name', 'Shop'])
    const [merchant] = (await place.run(['merchants', 'list'])).stdout.split(' ')
    const created = await place.run(['keys', 'create', '--merchant', merchant ?? '', '--mode', 'test'])
    const [key] = created.stdout.split('\n')
    const gateway = await place.start('serve', { ...safe, ALLOW_INSECURE_HTTP: 'false' })
    const answer = await fetch(`${gateway.url}/v1/payments/hpp`, {
      method: 'POST',
      headers: { ...bearer(key ?? '').headers, 'content-type': 'application/json' },
      body: '{"amount":100,"currency":"eur","redirect_url":"https://shop.example.com/done"}',
    })
    expect(answer.status).toBe(201)
    const { redirect_url: link } = (await answer.json()) as { redirect_url: string }
    expect(link).toMatch(/^https:\/\/pay\.example\.com\/hpp\/pay_/)
  })
})

describe('whoever watches the process', () => {
  it('hears that it is alive and ready', async () => {
    const gateway = await place.start('serve')
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200)
  })

  it.each([
    ['is gone', (file: string) => rmSync(file)],
    [
      'was replaced by something else',
      (file: string) => {
        rmSync(file)
        writeFileSync(file, 'something else')
      },
    ],
  ])('hears that it is not ready when the database file %s, and nothing is taken', async (_, spoil) => {
    const gateway = await place.start('dev')
    spoil(join(place.folder, 'data/sandbox.db'))
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(503)
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${gateway.url}/v1/payments/hpp`, sandboxSession)).status).toBe(503)
  })
})

describe('what it does not offer', () => {
  beforeEach(async () => {
    const url = `sqlite:${join(place.folder, 'data/flowlix.db')}`
    await (await openStorage(url, { log: quietLog, create: 'production' })).close()
    openBookFile(bookPlace(join(place.folder, 'data/sandbox-bank.db'), true), quietLog).close()
  })

  it.each([
    [[]],
    [['pay']],
    [['constructor']],
    [['serve', '--port', '1']],
    [['dev', 'now']],
    [['reconcile', '--fast']],
    [['merchants', 'create', '--name', 'Shop', '--currency', 'eur']],
    [['keys', 'create', '--mode']],
  ])('is answered with the usage: %j', async (args) => {
    const refused = await place.run(args, args[0] === 'serve' ? safe : {})
    expectRefused(refused)
    expect(refused.stderr).toContain(usage.trim())
  })

  it.each([
    [['merchants']],
    [['merchants', 'delete']],
    [['merchants', 'list', 'all']],
    [['merchants', 'create']],
    [['merchants', 'create', '--name', ' ']],
    [['merchants', 'create', '--name', 'Shop', '--country', 'de']],
    [['merchants', 'create', '--name', 'Shop', '--support-email', 'nobody']],
    [['merchants', 'create', '--name', 'Shop', '--terms-url', 'http://shop.example.com']],
    [['merchants', 'create', '--name', 'Shop', '--terms-url', 'https://']],
    [['keys']],
    [['keys', 'create', '--merchant', 'mer_unknown', '--mode', 'test']],
    [['keys', 'create', '--mode', 'production']],
    [['keys', 'revoke']],
    [['keys', 'revoke', 'key_unknown']],
    [['explain']],
    [['explain', 'pay_unknown']],
    [['reconcile', '--mode', 'both']],
    [['reconcile', '--mode', 'live']],
  ])('is refused in a sentence: %j', async (args) => {
    expectRefused(await place.run(args))
  })

  it('help is no mistake', async () => {
    expect(await place.run(['--help'])).toEqual({ code: 0, stdout: usage, stderr: '' })
  })
})
