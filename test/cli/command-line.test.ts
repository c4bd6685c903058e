/** The built gateway on the command line: what it starts with, what it refuses, and how it says so. */
import { execFile } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { type Finished, openPlace, type Place } from '../support/command-line.ts'

const shell = promisify(execFile)
const safe = { API_URL: 'https://api.example.com', PAY_URL: 'https://pay.example.com' }

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

function expectRefused({ code, stdout, stderr }: Finished, status: number): void {
  expect(code).toBe(status)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^flowlix: /)
  expect(stderr).not.toMatch(/^\s+at /m)
}

describe('flowlix dev', () => {
  it('prints a command that leads to a payment page', async () => {
    const gateway = await place.start('dev')
    const command = /curl -X POST [\s\S]*?\}'/
    // It responds a moment before it greets.
    await expect.poll(gateway.output).toMatch(command)
    const printed = command.exec(gateway.output())?.[0] ?? ''
    const { stdout } = await shell('sh', ['-c', printed])
    const payment = JSON.parse(stdout)
    expect(payment).toMatchObject({ status: 'pending', amount: 2500, currency: 'eur', livemode: false })
    expect((await fetch(payment.redirect_url)).status).toBe(200)
    const paid = await fetch(`${gateway.url}/sandbox/v1/payments/${payment.id}/pay`, {
      ...{ ...sandboxSession, body: '{"test_card":"approved"}' },
    })
    const { return_url: wayBack } = (await paid.json()) as { return_url: string }
    const origin = gateway.url.replace('127.0.0.1', 'localhost')
    expect(wayBack).toBe(`${origin}/sandbox/complete?payment_id=${payment.id}&status=succeeded`)
    expect(await (await fetch(wayBack)).text()).toContain(payment.id)
  })

  it('says where the documentation, the test cards, and both databases are', async () => {
    const gateway = await place.start('dev')
    const greeting = gateway.output()
    expect(greeting).toMatch(/^ {2}Documentation {2}http:\/\/localhost:\d+\/docs$/m)
    expect(greeting).toMatch(
      /^ {2}Data +\.\/data\/sandbox\.db and \.\/data\/sandbox-acquirer\.db \(to start over/m,
    )
    expect(greeting).toContain('"Test cards" on that page has a button for each outcome')
  })

  it('suggests deleting only files that it has named itself', async () => {
    const gateway = await place.start('dev', { SANDBOX_DATABASE: 'sqlite:./data/test-acquirer.db' })
    expect(gateway.output()).toMatch(/^ {2}Data +\.\/data\/sandbox\.db and \.\/data\/test-acquirer\.db$/m)
  })

  it('accepts the documented key, and keeps its data in ./data', async () => {
    const gateway = await place.start('dev')
    expect((await fetch(`${gateway.url}/v1/payments`, bearer(documentedTestKey))).status).toBe(200)
    expect(existsSync(join(place.folder, 'data/sandbox.db'))).toBe(true)
    expect(existsSync(join(place.folder, 'data/sandbox-acquirer.db'))).toBe(true)
  })

  it.each(['0.0.0.0', '::', '192.0.2.1', 'example.com'])('does not listen on %s', async (host) => {
    const refused = await place.run(['dev'], { HOST: host })
    expectRefused(refused, 2)
    expect(refused.stderr).toMatch(/HOST must be a loopback address/)
    expect(existsSync(join(place.folder, 'data'))).toBe(false)
  })

  it('says in a sentence that its port is in use', async () => {
    const gateway = await place.start('dev')
    const refused = await place.run(['dev'], { PORT: new URL(gateway.url).port, LOG_LEVEL: 'error' })
    expectRefused(refused, 1)
    expect(refused.stderr).toMatch(/^flowlix: Port \d+ is already in use: .*set PORT to another port\.\n$/)
  })
})

describe('flowlix serve', () => {
  it('does not start when the acquirer has a syntax error, and lists it with the other mistakes', async () => {
    writeFileSync(join(place.folder, 'acquirer.mjs'), 'export const =')
    const refused = await place.run(['serve'], { LIVE_ACQUIRER: './acquirer.mjs', PRIVACY_FILE: 'gone.txt' })
    expectRefused(refused, 2)
    expect(refused.stderr).toMatch(/LIVE_ACQUIRER names a module that cannot be loaded: SyntaxError/)
    expect(refused.stderr).toMatch(/PRIVACY_FILE must name a readable text file/)
  })

  it('does not start with the database of a sandbox', async () => {
    const sandbox = await place.start('dev')
    sandbox.signal('SIGTERM')
    await sandbox.finished
    const refused = await place.run(['serve'], { ...safe, DATABASE_URL: 'sqlite:./data/sandbox.db' })
    expectRefused(refused, 2)
    expect(refused.stderr).toMatch(/belongs to a sandbox.*DATABASE_URL/)
  })

  it('does not accept the documented key', async () => {
    const gateway = await place.start('serve')
    const answer = await fetch(`${gateway.url}/v1/payments`, bearer(documentedTestKey))
    expect(answer.status).toBe(401)
  })

  it('starts with https origins, and builds its links from them', async () => {
    await place.run(['init'])
    const [merchant] = (await place.run(['merchants', 'create', '--name', 'Shop'])).stdout.split(' ')
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

describe('a health check', () => {
  it('reports that the gateway is alive and ready', async () => {
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
  ])(
    'reports that the gateway is not ready when the database file %s, and no payment is accepted',
    async (_, spoil) => {
      const gateway = await place.start('dev')
      spoil(join(place.folder, 'data/sandbox.db'))
      expect((await fetch(`${gateway.url}/readyz`)).status).toBe(503)
      expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200)
      expect((await fetch(`${gateway.url}/v1/payments/hpp`, sandboxSession)).status).toBe(503)
    },
  )
})

describe('the process', () => {
  it('prints help to standard output, and exits with status 0', async () => {
    const { code, stdout, stderr } = await place.run(['--help'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Usage: flowlix <command>/)
  })

  it('prints one sentence to standard error when it is misused, and exits with status 2', async () => {
    expectRefused(await place.run(['serve', '--port', '1']), 2)
    expectRefused(await place.run(['serve'], { PORT: 'x' }), 2)
  })
})
