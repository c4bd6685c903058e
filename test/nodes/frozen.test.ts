/** A node that dies or freezes in the middle of a payment, as real processes on one PostgreSQL database. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { expect, it } from 'vitest'
import { freePort, GatewayProcess, sandboxKey } from '../../verification/gateway-process.ts'
import { createDatabase, type TestDatabase } from '../../verification/postgres/databases.ts'

type Nodes = Readonly<{ one: GatewayProcess; other: GatewayProcess; database: TestDatabase }>

async function withTwoNodes(test: (nodes: Nodes) => Promise<void>): Promise<void> {
  const database = await createDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-frozen-'))
  const nodes: GatewayProcess[] = []
  const start = async (name: string): Promise<GatewayProcess> => {
    const environment = {
      ...{ DATABASE_URL: database.url, SANDBOX_DATABASE: database.url },
      // The answers of the bank come after the node has ended.
      SANDBOX_FAULTS: 'answer_delay_ms=1500',
    }
    const own = join(folder, name)
    mkdirSync(own)
    const node = new GatewayProcess({ folder: own, port: await freePort(), environment })
    nodes.push(node)
    await node.ready(60_000)
    return node
  }
  try {
    await test({ one: await start('one'), other: await start('other'), database })
  } finally {
    await Promise.all(nodes.map((node) => node.kill()))
    rmSync(folder, { recursive: true, force: true })
    await database.drop()
  }
}

// Most of the time, they wait for a lease to end.
it.concurrent.each([
  ['dies', 'SIGKILL'],
  ['freezes, and wakes up after the others have done its work', 'SIGSTOP'],
] as const)('a node that %s is replaced, and does no harm', (_, signal) =>
  withTwoNodes(async ({ one, other, database }) => {
    const { id } = await call(one, '/v1/payments', {
      ...{ amount: 2500, currency: 'eur' },
      card: {
        number: '4111111111111111',
        exp_month: 12,
        exp_year: 2040,
        cvc: '123',
        holder_name: 'Ada Lovelace',
      },
    })
    await sleep(300)
    one.signal(signal)
    const status = async () => (await call(other, `/v1/payments/${id}`)).status
    await expect.poll(status, { interval: 200 }).toBe('succeeded')
    if (signal === 'SIGSTOP') {
      one.signal('SIGCONT')
      await sleep(3_000)
      expect((await call(one, `/v1/payments/${id}`)).status).toBe('succeeded')
    }
    expect(await atBank(database)).toEqual([{ state: 'approved' }])
  }),
)

async function call(
  node: GatewayProcess,
  path: string,
  body?: object,
): Promise<{ id: string; status: string }> {
  const headers = { authorization: `Bearer ${sandboxKey}`, 'content-type': 'application/json' }
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(node.url + path, init)
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return JSON.parse(text) as { id: string; status: string }
}

async function atBank(database: TestDatabase): Promise<readonly object[]> {
  const sql = postgres(database.url, { max: 1 })
  try {
    return [...(await sql`select state from flowlix_sandbox.authorizations`)]
  } finally {
    await sql.end()
  }
}
