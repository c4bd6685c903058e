/**
 * The PostgreSQL server dies, and its standby takes over under the same address. With `synchronous_commit=remote_apply`,
 * nothing is lost. Without it, the newest changes can be lost: `flowlix reconcile` finds what the acquirer knows of them.
 */
import postgres, { type Sql } from 'postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { PostgresProxy } from '../../verification/postgres/proxy/postgres-proxy.ts'
import { PostgresServer } from '../../verification/postgres/server.ts'
import {
  createSession,
  type PaymentView,
  passTime,
  payDirectly,
  payOnPage,
  read,
} from '../stories/payments.ts'
import { runReconcile } from '../support/run-reconcile.ts'
import { create, expectUnavailable } from './two-nodes.ts'

const hourMs = 3_600_000
const database = 'failing_over'
let primary: PostgresServer
let standby: PostgresServer
let proxy: PostgresProxy
let app: TestApp

beforeEach(async () => {
  primary = await PostgresServer.start()
  await asAdmin(primary, (sql) => sql.unsafe(`create database ${database}`))
  standby = await primary.standby()
  // As the address of a cluster does, it leads to whichever server is the primary one.
  proxy = await PostgresProxy.start(addressOf(primary))
})
afterEach(async () => {
  await app.close()
  await proxy.close()
  await standby.remove()
  await primary.remove()
})

const addressOf = ({ port }: PostgresServer) => ({ host: '127.0.0.1', port })

async function asAdmin(server: PostgresServer, act: (sql: Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(server.url(), { max: 1, onnotice: () => {} })
  await act(sql)
  await sql.end()
}

async function openGateway(): Promise<void> {
  app = await openTestApp({ databaseUrl: proxy.through(primary.url(database)) })
}

async function isStreaming(): Promise<boolean> {
  let isOn = false
  await asAdmin(standby, async (sql) => {
    isOn = (await sql`select from pg_stat_wal_receiver where status = 'streaming'`).length > 0
  })
  return isOn
}

async function failOver(): Promise<void> {
  await primary.kill()
  await expectUnavailable(await create(app, 'while-nobody-serves'))
  await standby.promote()
  proxy.leadTo(addressOf(standby))
  await expect.poll(async () => (await create(app, 'while-nobody-serves')).status).toBe(201)
}

describe('a standby that has everything that was acknowledged', () => {
  it('takes over without a loss', async () => {
    await asAdmin(primary, async (sql) => {
      await sql`alter system set synchronous_commit = remote_apply`
      await sql`alter system set synchronous_standby_names = standby`
      await sql`select pg_reload_conf()`
    })
    await openGateway()
    const acknowledged = new Map<string, string>()
    let isOver = false
    const client = async (name: number): Promise<void> => {
      for (let i = 0; !isOver; i++) {
        const response = await create(app, `client-${name}-${i}`)
        if (response.status !== 201) return expectUnavailable(response)
        acknowledged.set(`client-${name}-${i}`, ((await response.json()) as PaymentView).id)
      }
    }
    const load = Promise.all([1, 2, 3, 4].map(client))
    const paid = await payDirectly(app)
    await expect.poll(() => acknowledged.size).toBeGreaterThan(40)
    await failOver()
    isOver = true
    await load
    expect((await read(app, paid.id)).status).toBe('succeeded')
    for (const [key, id] of acknowledged) {
      const repeated = await create(app, key)
      expect(repeated.headers.get('idempotent-replayed')).toBe('true')
      expect(((await repeated.json()) as PaymentView).id).toBe(id)
    }
  })
})

describe('a standby that misses the newest changes', () => {
  it('leaves payments that only the acquirer knows, which are found and repaired', async () => {
    await openGateway()
    const kept = await payDirectly(app)
    const open = await createSession(app)
    await expect.poll(isStreaming).toBe(true)
    await expect.poll(() => lagBytes()).toBe(0)
    await asAdmin(standby, async (sql) => {
      await sql`alter system set primary_conninfo = ''`
      await sql`select pg_reload_conf()`
    })
    await expect.poll(isStreaming).toBe(false)
    await payOnPage(app, open.id)
    const forgotten = [await payDirectly(app), await payDirectly(app)]
    const key = 'acknowledged-and-lost'
    const session = (await (await create(app, key)).json()) as PaymentView
    await failOver()

    expect((await read(app, kept.id)).status).toBe('succeeded')
    expect((await read(app, open.id)).status).toBe('pending')
    for (const { id } of [...forgotten, session])
      expect((await app.call('GET', `/v1/payments/${id}`)).status).toBe(404)
    // What is asked for again is a new request for a server that has forgotten the first one.
    const again = await create(app, key)
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, null])

    await passTime(app, hourMs, hourMs)
    const found = await reconcile()
    expect(found.text).toContain('only_theirs 3')
    expect(found.text.match(/can be adopted/g)).toHaveLength(1)
    expect(found.text.match(/can be reversed/g)).toHaveLength(2)
    const repaired = await reconcile('--repair', '--yes')
    expect(repaired.text).toContain('No unresolved differences.')
    await passTime(app, hourMs, hourMs)
    expect((await reconcile()).exitCode).toBe(0)
    expect((await read(app, open.id)).status).toBe('succeeded')
    expect(await heldByAcquirer()).toBe(2 * 2_500)
  })
})

const reconcile = (...args: readonly string[]) => runReconcile(app.app.gateway, ['--mode', 'test', ...args])

async function lagBytes(): Promise<number> {
  let lag = Number.NaN
  await asAdmin(primary, async (sql) => {
    const [row] = await sql`select pg_current_wal_lsn() - replay_lsn as lag from pg_stat_replication`
    lag = Number(row?.lag)
  })
  return lag
}

async function heldByAcquirer(): Promise<number> {
  const all = await app.app.sandbox.book.transactions()
  const approved = all.filter(({ kind, state }) => kind === 'authorization' && state === 'approved')
  return approved.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
}
