/** What the proxy of the fault tests does to a plain client: the other tests rely on it. */
import postgres, { type Sql } from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../verification/postgres/databases.ts'
import type { Moment } from '../../verification/postgres/proxy/faults.ts'
import { PostgresProxy } from '../../verification/postgres/proxy/postgres-proxy.ts'

const options = { onnotice: () => {}, backoff: () => 0.05 }
let database: TestDatabase
let server: Readonly<{ host: string; port: number }>
let direct: Sql
let proxy: PostgresProxy
let through: Sql

beforeAll(async () => {
  database = await createDatabase()
  const { hostname, port } = new URL(database.url)
  server = { host: hostname, port: Number(port) }
  direct = postgres(database.url, { ...options, max: 1 })
  await direct`create table things (name text)`
})
afterAll(async () => {
  await direct.end()
  await database.drop()
})
beforeEach(async () => {
  await direct`delete from things`
  proxy = await PostgresProxy.start(server)
  through = postgres(proxy.through(database.url), { ...options, max: 2 })
})
afterEach(async () => {
  await through.end({ timeout: 0 })
  await proxy.close()
})

async function count(): Promise<number> {
  return Number((await direct`select count(*) from things`)[0]?.count)
}

const ways: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['a statement without parameters', async () => await through`insert into things values ('one')`],
  ['a statement with parameters', async () => await through`insert into things values (${'one'})`],
  ['a transaction', () => through.begin((sql) => sql`insert into things values (${'one'})`)],
]
const moments: readonly (readonly [Moment, number])[] = [
  ['before', 0],
  ['after', 1],
]

describe.each(ways)('%s that commits', (_, insert) => {
  it.each(moments)('can be cut off %s it is carried out', async (moment, stored) => {
    const happened = proxy.nextCommit(moment, 'reset')
    await expect(insert()).rejects.toThrow()
    await happened
    expect(await count()).toBe(stored)
    await insert()
    expect(await count()).toBe(stored + 1)
  })

  it.each(moments)('can be held up %s it is carried out', async (moment, stored) => {
    const happened = proxy.nextCommit(moment, 'hold')
    let isTold = false
    const told = insert().then(() => {
      isTold = true
    })
    const { release } = await happened
    expect([await count(), isTold]).toEqual([stored, false])
    release()
    await told
    expect(await count()).toBe(1)
  })

  it.each(moments)('can get lost without a word %s it is carried out', async (moment, stored) => {
    const happened = proxy.nextCommit(moment, 'silence')
    let isTold = false
    const tell = (): void => {
      isTold = true
    }
    insert().then(tell, tell)
    await happened
    // A round trip of another connection: long enough to hear of it, if anything came.
    expect(await count()).toBe(stored)
    expect(isTold).toBe(false)
  })
})

it('chooses the commit by what is written', async () => {
  const happened = proxy.nextCommit('before', 'reset', /two/)
  await through`insert into things values (${'one'})`
  await expect(through.begin((sql) => sql`insert into things values (${'two'})`)).rejects.toThrow()
  await happened
  expect((await direct`select name from things`).map(({ name }) => name)).toEqual(['one'])
})

it('refuses connections and loses those it has, until it listens again', async () => {
  await through`select 1`
  await proxy.refuse()
  await expect(through`select 1`).rejects.toThrow('ECONNRE')
  const newcomer = postgres(proxy.through(database.url), { ...options, max: 1, connect_timeout: 1 })
  await expect(newcomer`select 1`).rejects.toThrow('ECONNREFUSED')
  await proxy.listenAgain()
  expect(await newcomer`select 1 as one`).toEqual([{ one: 1 }])
  await newcomer.end()
})

it('counts connections, queries, and commits', async () => {
  await through`select 1`
  const before = proxy.traffic
  await through`insert into things values ('one')`
  await through.begin((sql) => sql`insert into things values ('two')`)
  const { connections, queries, commits } = proxy.traffic
  expect(connections).toBeLessThanOrEqual(before.connections + 2)
  expect(queries - before.queries).toBeGreaterThanOrEqual(4)
  expect(commits - before.commits).toBe(2)
})
