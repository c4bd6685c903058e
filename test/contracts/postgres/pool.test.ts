/** Connections are used one piece of work at a time, and each piece of work ends within its deadline. */
import { afterEach, expect, it } from 'vitest'
import type { Client } from '../../../src/platform/postgres/client.ts'
import { poolOptions, usualPostgresSettings } from '../../../src/platform/postgres/driver-options.ts'
import { ConnectionLost, NotConnected } from '../../../src/platform/postgres/errors.ts'
import { Pool } from '../../../src/platform/postgres/pool.ts'
import { aConnection } from './database.ts'

const pools: Pool[] = []
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close()
})

async function aPool(connectionsMax: number): Promise<Pool> {
  const { url } = await aConnection()
  const usual = poolOptions(url, { ...usualPostgresSettings, connectionsMax })
  const pool = new Pool({ ...usual, deadlineMs: 5_000 })
  pools.push(pool)
  return pool
}

const pidOf = async (client: Client): Promise<unknown> =>
  (await client.query('select pg_backend_pid() as pid'))[0]?.pid
const sleep = (seconds: number) => (client: Client) => client.query(`select pg_sleep(${seconds})`)

it('work that finds no free connection within its deadline is not begun', async () => {
  const pool = await aPool(1)
  const busy = pool.use(sleep(0.6))
  let isBegun = false
  const late = pool.use(async () => {
    isBegun = true
  }, 200)
  await expect(late).rejects.toBeInstanceOf(NotConnected)
  expect(pool.state).toEqual({ max: 1, open: 1, busy: 1, waiting: 0 })
  await busy
  expect(isBegun).toBe(false)
  await pool.use(async () => {
    isBegun = true
  })
  expect(isBegun).toBe(true)
})

it('work that waits gets the connection that becomes free', async () => {
  const pool = await aPool(2)
  const pids = await Promise.all(Array.from({ length: 20 }, () => pool.use(pidOf)))
  expect(new Set(pids).size).toBe(2)
  expect(pool.state).toEqual({ max: 2, open: 2, busy: 0, waiting: 0 })
})

it('a connection that does not answer in time is given up, and the one who waits gets another', async () => {
  const pool = await aPool(1)
  const first = await pool.use(pidOf)
  const hanging = pool.use(sleep(30), 300)
  const waiting = pool.use(pidOf)
  await expect(hanging).rejects.toEqual(new ConnectionLost('PostgreSQL did not answer in time'))
  expect(await waiting).not.toBe(first)
})

it('after closing, nothing is begun', async () => {
  const pool = await aPool(1)
  const busy = pool.use(pidOf)
  const waiting = pool.use(pidOf)
  const closing = pool.close()
  await expect(waiting).rejects.toBeInstanceOf(NotConnected)
  await expect(pool.use(pidOf)).rejects.toBeInstanceOf(NotConnected)
  await Promise.all([busy, closing])
})
