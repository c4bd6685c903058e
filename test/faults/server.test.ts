/**
 * What befalls the PostgreSQL server itself: it is killed, refuses to write, has no connection or no room left, waits for
 * somebody else's lock, or prefers somebody else's transaction. The gateway says 503 and when to come back, keeps what it
 * has acknowledged, and goes on without a restart.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { changeAndRespond, changePayment } from '../../src/operations/change-payment.ts'
import { usualPostgresSettings } from '../../src/platform/postgres/driver-options.ts'
import { PostgresServer } from '../../verification/postgres/server.ts'
import { type PaymentView, read } from '../stories/payments.ts'
import { create, expectUnavailable, openTwoNodes, type TwoNodes } from './two-nodes.ts'

const connectionsMax = 40
let server: PostgresServer
let databases = 0
let nodes: TwoNodes
/** Somebody else at the same database. */
let other: Sql
let keys = 0

beforeAll(async () => {
  // Its log is read below, and statements are long.
  const quiet = { log_min_error_statement: 'panic' }
  server = await PostgresServer.start({ max_connections: String(connectionsMax), ...quiet })
})
afterAll(() => server.remove())
beforeEach(() => openDatabase())
afterEach(async () => {
  await other.end({ timeout: 1 })
  await nodes.close()
})

async function openDatabase(options = ''): Promise<void> {
  const admin = connect(server.url())
  const name = `fault_${databases++}`
  await admin.unsafe(`create database ${name} ${options}`)
  await admin.end()
  nodes = await openTwoNodes(server.url(name))
  other = connect(server.url(name))
  await other`select 1`
}

function connect(url: string): Sql {
  return postgres(url, { max: 1, onnotice: () => {}, backoff: () => 0.05 })
}

const nextKey = (): string => `fault-${keys++}`

async function createOne(): Promise<string> {
  const response = await create(nodes.disturbed, nextKey())
  expect(response.status).toBe(201)
  return ((await response.json()) as PaymentView).id
}

/** Both nodes, without a restart. */
async function expectServiceAgain(): Promise<void> {
  for (const app of [nodes.disturbed, nodes.calm]) {
    await expect.poll(async () => (await create(app, nextKey())).status).toBe(201)
  }
}

/** Each of these requests was carried out once or not at all, and is carried out now. */
async function expectOnceEach(keys: readonly string[], known: ReadonlyMap<string, string>): Promise<void> {
  // Past the API: all were created at one moment of the virtual clock, and a list shows only 100.
  const before = new Set((await other<{ id: string }[]>`select id from payments`).map(({ id }) => id))
  for (const [key, id] of known) expect(before.has(id), key).toBe(true)
  const ids: string[] = []
  for (const key of keys) {
    const response = await create(nodes.calm, key)
    expect(response.status).toBe(201)
    ids.push(((await response.json()) as PaymentView).id)
    expect(known.get(key) ?? ids.at(-1)).toBe(ids.at(-1))
  }
  expect(new Set(ids).size).toBe(keys.length)
}

describe('a PostgreSQL server that is killed under load', () => {
  it('loses nothing that was acknowledged, and is used again as soon as it is back', async () => {
    const acknowledged = new Map<string, string>()
    const asked: string[] = []
    let refused = 0
    let isOver = false
    const client = async (app: TwoNodes['calm']): Promise<void> => {
      while (!isOver) {
        const key = nextKey()
        asked.push(key)
        const response = await create(app, key)
        if (response.status === 201) {
          acknowledged.set(key, ((await response.json()) as PaymentView).id)
        } else {
          await expectUnavailable(response)
          refused += 1
          await sleep(20)
        }
      }
    }
    const load = Promise.all([nodes.disturbed, nodes.calm, nodes.disturbed, nodes.calm].map(client))
    for (let round = 0; round < 2; round++) {
      const sofar = acknowledged.size
      await expect.poll(() => acknowledged.size).toBeGreaterThan(sofar + 10)
      await server.kill()
      const refusedSoFar = refused
      await expect.poll(() => refused).toBeGreaterThan(refusedSoFar + 5)
      await server.start()
      const answered = acknowledged.size
      await expect.poll(() => acknowledged.size).toBeGreaterThan(answered + 10)
    }
    isOver = true
    await load
    await expectOnceEach(asked.slice(-90), new Map([...acknowledged].slice(-80)))
    const { app } = nodes.calm
    for (const id of acknowledged.values()) expect(await app.storage.findPayment(id)).not.toBe(null)
  })
})

describe('a PostgreSQL server that refuses', () => {
  it('to write is still read, and is written again once it allows it', async () => {
    const id = await createOne()
    await other`alter system set default_transaction_read_only = on`
    await other`select pg_reload_conf()`
    await expect.poll(async () => (await create(nodes.disturbed, nextKey())).status).toBe(503)
    await expectUnavailable(await create(nodes.calm, nextKey()))
    expect((await read(nodes.disturbed, id)).id).toBe(id)
    await other`begin read write`
    await other`rollback`
    await other.unsafe('set default_transaction_read_only = off')
    await other`alter system reset default_transaction_read_only`
    await other`select pg_reload_conf()`
    await expectServiceAgain()
  })

  it('new connections, because others have taken all of them, is asked again until there is one', async () => {
    const { proxy, disturbed } = nodes
    await createOne()
    await proxy.refuse()
    const others = await takeAllConnections()
    await proxy.listenAgain()
    await expectUnavailable(await create(disturbed, nextKey()))
    await Promise.all(others.map((one) => one.end()))
    await expectServiceAgain()
  })
})

async function takeAllConnections(): Promise<readonly Sql[]> {
  const taken: Sql[] = []
  for (;;) {
    const one = connect(server.url())
    taken.push(one)
    const isRefused = await one`select 1`.then(
      () => false,
      () => true,
    )
    if (isRefused) return taken
  }
}

describe("somebody else's transaction", () => {
  it('that locks the payments delays no answer for ever, and more requests than connections are refused', async () => {
    const first = await createOne()
    await other`begin`
    await other`lock table payments in exclusive mode`
    const asked = Array.from({ length: 60 }, nextKey)
    const answers = await Promise.all(asked.map((key) => create(nodes.disturbed, key)))
    for (const answer of answers) await expectUnavailable(answer)
    expect((await read(nodes.disturbed, first)).id).toBe(first)
    await other`rollback`
    await expectServiceAgain()
    await expectOnceEach(asked, new Map())
  })

  it('that is preferred in a deadlock lets our change happen after it', async () => {
    const id = await createOne()
    const record = { keyId: 'key', key: nextKey(), fingerprint: 'f', status: 200, body: '{}', createdAtMs: 0 }
    await other`set deadlock_timeout = '1h'`
    await other`begin`
    await other`insert into idempotency_records values
      (${record.keyId}, ${record.key}, 'theirs', ${record.status}, ${record.body}, ${record.createdAtMs})`
    const { gateway } = nodes.disturbed.app
    const change = changeAndRespond(gateway, id, { type: 'cancel' }, () => ({ response: null, record }))
    // It waits for the record, and has locked the payment.
    await expect.poll(() => waitingSessions()).toBe(1)
    await other`select from payments where id = ${id} for update`
    await other`rollback`
    expect((await change).kind).toBe('changed')
    expect(server.log()).toContain('deadlock detected')
    expect((await read(nodes.calm, id)).status).toBe('canceled')
  })

  it('that changes the same payment first is followed by ours, where a pooler keeps us from choosing how strict the server is', async () => {
    const { database } = other.options
    await other.unsafe(`alter database ${database} set default_transaction_isolation = 'repeatable read'`)
    await nodes.close()
    nodes = await openTwoNodes(server.url(database), {
      postgres: { ...usualPostgresSettings, isPooled: true },
    })
    const id = await createOne()
    await other`begin`
    await other`update payments set version = version + 1 where id = ${id}`
    const change = changePayment(nodes.disturbed.app.gateway, id, { type: 'cancel' })
    await expect.poll(() => waitingSessions()).toBe(1)
    await other`commit`
    expect((await change).kind).toBe('changed')
    expect(server.log()).toContain('could not serialize access')
    expect((await read(nodes.calm, id)).status).toBe('canceled')
  })
})

async function waitingSessions(): Promise<number> {
  const admin = connect(server.url())
  const [row] = await admin`select count(*)::int from pg_stat_activity where wait_event_type = 'Lock'`
  await admin.end()
  return Number(row?.count)
}
