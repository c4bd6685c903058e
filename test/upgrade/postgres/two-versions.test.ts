/**
 * Two versions on one PostgreSQL database: the newer one brings the schema up to date while the older one serves, both
 * serve for a while, and the older one goes. No request notices.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bundleGateway } from '../../../build/bundle-gateway.ts'
import { migrationFiles } from '../../../src/storage/migration-files.ts'
import { freePort, GatewayProcess } from '../../../verification/gateway-process.ts'
import { createDatabase, type TestDatabase } from '../../../verification/postgres/databases.ts'
import { call, readPayment } from '../../../verification/release/recorded-payments.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const customers = 4
const session = { amount: 2_500, currency: 'eur', redirect_url: 'https://shop.example.com/complete' }

let folder: string
let database: TestDatabase
let gateways: GatewayProcess[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowlix-versions-'))
  database = await createDatabase()
  gateways = []
})
afterEach(async () => {
  await Promise.all(gateways.map((gateway) => gateway.kill()))
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** What the first step of a change does to the schema: it only adds, so that the version before can go on. */
function buildNextVersion(): Promise<string> {
  const version = String(migrationFiles('postgres').length + 1).padStart(4, '0')
  const sql = `
    alter table payments add column note text check (length(note) < 9);
    create index payments_by_note on payments (note) where note is not null;`
  return bundleGateway(root, 'src/main.ts', folder, 'next.js', {
    moreMigrations: { postgres: [{ name: `${version}_next_version.sql`, sql }] },
  })
}

async function start(program?: string): Promise<GatewayProcess> {
  const gateway = new GatewayProcess({
    folder,
    port: await freePort(),
    environment: { DATABASE_URL: database.url },
    ...(program !== undefined && { program }),
  })
  gateways.push(gateway)
  await gateway.ready()
  return gateway
}

/** A balancer's view of the nodes: requests go to those in its list, in turn. */
class Traffic {
  readonly nodes: GatewayProcess[] = []
  readonly succeeded: string[] = []
  #requests = 0
  #isOver = false
  readonly #customers: Promise<void>[]

  constructor(first: GatewayProcess) {
    this.nodes.push(first)
    this.#customers = Array.from({ length: customers }, () => this.#pay())
  }

  /** Until so many more payments have been made by customers, whichever node they met. */
  async more(count: number): Promise<void> {
    const until = this.succeeded.length + count
    while (this.succeeded.length < until) await Promise.race([sleep(20), ...this.#customers])
  }

  /** Rejects if any request has failed. */
  async end(): Promise<void> {
    this.#isOver = true
    await Promise.all(this.#customers)
  }

  get #url(): string {
    const node = this.nodes[this.#requests++ % this.nodes.length]
    if (node === undefined) throw new Error('there is no node')
    return node.url
  }

  /** Each request may go to another node than the one before. */
  async #pay(): Promise<void> {
    while (!this.#isOver) {
      const { id } = await call(this.#url, 'POST', '/v1/payments/hpp', session)
      await call(this.#url, 'POST', `/sandbox/v1/payments/${id}/pay`, { test_card: 'approved' })
      await call(this.#url, 'POST', `/v1/payments/${id}/refund`, { amount: 100, reason: 'returned' })
      await call(this.#url, 'GET', '/v1/payments?limit=3')
      const payment = await readPayment(this.#url, String(id))
      expect(payment).toMatchObject({ status: 'succeeded', refunded_amount: 100 })
      this.succeeded.push(String(id))
    }
  }
}

async function columns(): Promise<readonly unknown[]> {
  const sql = postgres(database.url, { max: 1 })
  const found = await sql`select column_name from information_schema.columns
    where table_name = 'payments' and column_name = 'note'`
  await sql.end()
  return found.map((row) => row.column_name)
}

it('serve together, and only the older one is refused from then on', async () => {
  const building = buildNextVersion()
  const older = await start()
  const traffic = new Traffic(older)
  await traffic.more(8)
  const next = await building
  expect(await columns()).toEqual([])

  const newer = await start(next)
  expect(await columns()).toEqual(['note'])
  traffic.nodes.push(newer)
  await traffic.more(16)

  traffic.nodes.shift()
  await traffic.more(2 * customers)
  await older.stop()
  await traffic.more(8)
  await traffic.end()

  const env = { PATH: '', DATABASE_URL: database.url }
  const program = join(root, 'dist/flowlix.js')
  const verified = spawnSync(process.execPath, [next, 'verify'], { env, encoding: 'utf8' })
  expect([verified.status, verified.stdout]).toEqual([0, expect.stringContaining('Verification passed.')])
  const refused = spawnSync(process.execPath, [program, 'dev'], { env, cwd: folder, encoding: 'utf8' })
  expect([refused.status, refused.stderr]).toEqual([
    2,
    expect.stringMatching(/^flowlix: The database .* use a newer Flowlix\.\n$/),
  ])
  expect(refused.stderr).not.toContain(new URL(database.url).password)
})
