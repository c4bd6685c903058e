/**
 * Databases of earlier versions, as their releases left them in test/fixtures/releases, and one of this version under a
 * version that does not exist yet: they are brought up to date, verified, and served.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundleGateway } from '../../build/bundle-gateway.ts'
import { migrate } from '../../src/storage/sqlite/migrate.ts'
import { databaseFile, freePort, GatewayProcess } from '../../verification/gateway-process.ts'
import { type Fixture, makeFixture, readFixture, unpackFixture } from '../../verification/release/fixture.ts'
import { call, readPayment } from '../../verification/release/recorded-payments.ts'
import { aMigration, migrations, rebuildText } from '../contracts/sqlite/rebuilt.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const thisVersion = join(root, 'dist/flowlix.js')
const releases = globSync(join(root, 'test/fixtures/releases/*.json')).map((file) =>
  file.replace(/\.json$/, ''),
)
const builds = mkdtempSync(join(tmpdir(), 'flowlix-builds-'))
let nextVersion: string
let current: Fixture

beforeAll(async () => {
  current = await makeFixture()
  nextVersion = await buildNextVersion()
})
afterAll(() => rmSync(builds, { recursive: true, force: true }))

/** With one more migration, which rebuilds the table of payments. */
async function buildNextVersion(): Promise<string> {
  const open = new DatabaseSync(':memory:')
  migrate(open, 'in memory', migrations, 1)
  const { version, sql } = aMigration(rebuildText(open))
  open.close()
  const name = `${String(version).padStart(4, '0')}_next_version.sql`
  return bundleGateway(root, 'src/main.ts', builds, 'next.js', {
    moreMigrations: { sqlite: [{ name, sql }] },
  })
}

let folder: string
let gateway: GatewayProcess | null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowlix-upgrade-'))
  gateway = null
})
afterEach(async () => {
  await gateway?.kill()
  rmSync(folder, { recursive: true, force: true })
})

async function start(program: string): Promise<string> {
  gateway = new GatewayProcess({ folder, port: await freePort(), program })
  await gateway.ready()
  return gateway.url
}

function verify(program: string): string {
  const env = { PATH: '', DATABASE_URL: `sqlite:${databaseFile(folder)}` }
  return execFileSync(process.execPath, [program, 'verify'], { env, encoding: 'utf8' })
}

/** A fixture may be years old, so its open sessions have expired. */
function lasting({ status, ...payment }: Fixture['recorded']['payments'][number]): object {
  const isFinal = ['succeeded', 'failed', 'expired', 'canceled'].includes(String(status))
  const { id, amount, currency, metadata } = payment
  return isFinal ? { status, ...payment } : { id, amount, currency, metadata }
}

const cases: readonly (readonly [string, () => Fixture, () => string])[] = [
  ...releases.map((name) => [basename(name), () => readFixture(name), () => thisVersion] as const),
  ['this version, opened by a version with another migration', () => current, () => nextVersion],
]

describe.each(cases)('a database of %s', (_, fixture, program) => {
  it('is brought up to date, verified, and served', async () => {
    const { recorded } = fixture()
    unpackFixture(fixture(), folder)
    const url = await start(program())
    for (const payment of recorded.payments)
      expect(await readPayment(url, String(payment.id))).toMatchObject(lasting(payment))
    const { data } = await call(url, 'GET', '/v1/payments?limit=100')
    expect(data).toHaveLength(recorded.payments.length)
    await gateway?.stop()
    expect(verify(program())).toContain(`${recorded.payments.length} payments`)
  })

  it('takes new payments and refunds', async () => {
    const { recorded } = fixture()
    unpackFixture(fixture(), folder)
    const url = await start(program())
    const { id } = await call(url, 'POST', '/v1/payments/hpp', recorded.repeated.body)
    await call(url, 'POST', `/sandbox/v1/payments/${id}/pay`, { test_card: 'approved' })
    const refund = { amount: 100, reason: 'returned' }
    await call(url, 'POST', `/v1/payments/${id}/refund`, refund)
    expect(await readPayment(url, String(id))).toMatchObject({ status: 'succeeded', refunded_amount: 100 })
    await gateway?.stop()
    expect(verify(program())).toContain('Verification passed.')
  })
})

it('a request that an earlier version has answered gets the same response', async () => {
  unpackFixture(current, folder)
  const url = await start(nextVersion)
  const { key, body, response } = current.recorded.repeated
  expect(await call(url, 'POST', '/v1/payments/hpp', body, { 'idempotency-key': key })).toEqual(response)
})

it('a database that a newer version has opened is refused by this one, in a sentence', async () => {
  unpackFixture(current, folder)
  await start(nextVersion)
  await gateway?.stop()
  const env = { PATH: '', DATABASE_URL: `sqlite:${databaseFile(folder)}` }
  const { status, stderr } = spawnSync(process.execPath, [thisVersion, 'dev'], {
    env,
    cwd: folder,
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(/^flowlix: The database .* use a newer Flowlix\.\n$/),
  ])
})
