/** `flowlix doctor`: what keeps a gateway from working is found before it starts. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseNetwork } from '../../src/platform/ip-address.ts'
import { systemClock } from '../../src/platform/system-clock.ts'
import { type ListeningApp, openListeningApp } from '../api/listening-app.ts'
import { type Desk, openDesk, type Typed } from '../support/typed-command.ts'

const key = randomBytes(32)
const networks = ['127.0.0.0/8', '10.0.0.0/8'].flatMap((text) => parseNetwork(text) ?? [])

/** What it has to do is late for everyone else. */
const twoMinutesAgo = { ...systemClock, nowMs: () => systemClock.nowMs() - 120_000 }

let desk: Desk
let gateway: ListeningApp
/** The endpoint in this machine, and the one in a private network. */
let ids: readonly string[]
beforeAll(async () => {
  desk = openDesk()
  expect((await desk.type(['init'])).code).toBe(0)
  gateway = await openListeningApp({
    ...{ folder: desk.folder, databaseUrl: desk.settings.DATABASE_URL ?? '', engine: 'sqlite' },
    ...{ isSandbox: false, createDatabase: 'production', clock: twoMinutesAgo },
    sandboxDatabase: join(desk.folder, 'sandbox-acquirer.db'),
    ...{ encryptionKeys: [key], webhooks: { allowedNetworks: networks, proxy: null } },
  })
  const authorization = `Bearer ${await gateway.app.newKey('test')}`
  const create = async (url: string): Promise<string> => {
    const created = await gateway.app.call('POST', '/v1/webhook_endpoints', { url }, { authorization })
    return ((await created.json()) as { id: string }).id
  }
  ids = [await create('http://127.0.0.1:3000/hooks'), await create('http://10.1.2.3:3000/hooks')]
})
afterAll(async () => {
  await gateway.close()
  desk.close()
})

const doctor = (more: Readonly<Record<string, string>> = {}): Promise<Typed> => {
  const url = `http://127.0.0.1:${gateway.port}`
  return desk.type(['doctor'], {
    ...{ API_URL: url, PAY_URL: url, ALLOW_INSECURE_HTTP: 'true' },
    ...{ ENCRYPTION_KEY: key.toString('base64'), WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8,10.0.0.0/8' },
    ...more,
  })
}

const linesOf = ({ stdout }: Typed, level: string): string =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith(level))
    .join('\n')

describe('flowlix doctor', () => {
  it('says what is in order', async () => {
    const healthy = await doctor()
    expect([healthy.stderr, linesOf(healthy, 'problem')]).toEqual(['', ''])
    // There may be warnings about this machine.
    expect([0, 3]).toContain(healthy.code)
    for (const good of [
      'The settings of "flowlix serve" are valid.',
      `The gateway responds at http://127.0.0.1:${gateway.port}.`,
      'flowlix.db can be opened, and the clock agrees with it.',
      'ENCRYPTION_KEY decrypts the secrets of all webhook endpoints.',
      'No payment is waiting for a worker, and no event is waiting to be sent.',
      `Webhook endpoint ${ids[0]} of ${gateway.app.merchantId}: events can be sent to http://127.0.0.1:3000/hooks.`,
      ' MB left.',
    ])
      expect(linesOf(healthy, 'ok')).toContain(good)
  })

  it('finds settings, secrets, and endpoints with which the gateway would not work', async () => {
    const sick = await doctor({
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
      ATTEMPTS_MAX: '9',
      API_URL: 'http://127.0.0.1:2',
    })
    expect(sick.code).toBe(1)
    const problems = linesOf(sick, 'problem')
    expect(problems).toContain('ATTEMPTS_MAX must be an integer from 1 to 5.')
    expect(problems).toContain('ENCRYPTION_KEY must contain every key')
    expect(problems).toContain(
      `${ids[1]} of ${gateway.app.merchantId}: the URL http://10.1.2.3:3000/hooks must `,
    )
    expect(problems).not.toContain(ids[0])
    expect(linesOf(sick, 'warning')).toContain('The gateway does not respond at http://127.0.0.1:2')
    expect(sick.stdout.split('\n').at(-1)).toMatch(/^3 problems and \d+ warnings?\.$/)
  })

  it('reports all settings at once even if the database cannot be found with them', async () => {
    const blind = await doctor({ DATABASE_POOLER: 'session', ATTEMPTS_MAX: '9', TRUSTED_PROXIES: 'proxy' })
    expect([blind.code, blind.stdout]).toEqual([2, ''])
    for (const name of ['DATABASE_POOLER', 'ATTEMPTS_MAX', 'TRUSTED_PROXIES'])
      expect(blind.stderr).toContain(`\n  - ${name} must be `)
  })

  it('finds keys that nobody can pay with, and work that nobody does', async () => {
    await gateway.app.newKey('live')
    const authorization = `Bearer ${await gateway.app.newKey('test')}`
    const [first = ''] = ids
    await gateway.app.call('POST', `/v1/webhook_endpoints/${first}/test`, undefined, { authorization })
    await gateway.app.call('POST', `/v1/webhook_endpoints/${ids[1]}/disable`, undefined, { authorization })
    const warnings = linesOf(await doctor(), 'warning')
    expect(warnings).toMatch(/An event has waited to be sent for 12\d s: does a process serve webhooks\?/)
    expect(warnings).toMatch(/There are live keys, but LIVE_ACQUIRER is not set: .* \(keys 1\)\.$/m)
    expect(warnings).toContain(
      `${ids[1]} of ${gateway.app.merchantId} (http://10.1.2.3:3000/hooks) is disabled: requested.`,
    )
  })

  it('finds that there is no database, and reports everything else all the same', async () => {
    const lost = await doctor({ DATABASE_URL: `sqlite:${join(desk.folder, 'other.db')}` })
    expect(lost.code).toBe(1)
    expect(linesOf(lost, 'problem')).toContain('other.db')
    expect(lost.stdout).toContain('The gateway responds at')
  })

  it("finds that the database is a sandbox's", async () => {
    const sandbox = await openListeningApp({ engine: 'sqlite' })
    const { url } = sandbox.app.database
    const found = await doctor({ DATABASE_URL: url })
    expect(linesOf(found, 'problem')).toContain('is the database of a sandbox, which "flowlix serve" refuses')
    await sandbox.close()
  })
})
