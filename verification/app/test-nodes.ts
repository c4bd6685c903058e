/** Several gateways in this process that share one PostgreSQL database, as the nodes of an installation do. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { poolOptions, usualPostgresSettings } from '../../src/platform/postgres/driver-options.ts'
import { PostgresDatabase } from './postgres-database.ts'
import { openTestApp, type TestApp, type TestAppOptions } from './test-app.ts'
import { TestClock } from './test-clock.ts'

export type TestNodes = Readonly<{
  nodes: readonly TestApp[]
  /** Of all of them. */
  clock: TestClock
  databaseUrl: string
  /** From now on, the database takes no writes. */
  readOnly(): Promise<void>
  /** It takes them again. */
  writable(): Promise<void>
  close(): Promise<void>
}>

/** `optionsOf`: what one of them has for itself. */
export async function openTestNodes(
  count: number,
  optionsOf: (index: number) => TestAppOptions = () => ({}),
): Promise<TestNodes> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-nodes-'))
  const clock = new TestClock()
  const { url } = await PostgresDatabase.of(folder)
  const pool = poolOptions(url, { ...usualPostgresSettings, connectionsMax: 4 })
  const shared = { folder, engine: 'postgres', clock, sandboxDatabase: pool } as const
  const nodes: TestApp[] = []
  // The first one makes what the others find.
  for (let i = 0; i < count; i++) nodes.push(await openTestApp({ ...shared, ...optionsOf(i) }))
  return {
    nodes,
    clock,
    databaseUrl: url,
    readOnly: () => setReadOnly(url, 'on'),
    writable: () => setReadOnly(url, 'off'),
    close: async () => {
      await Promise.all(nodes.map((node) => node.close()))
      await new PostgresDatabase(url).remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Connections that are open do not notice, so they are ended. */
async function setReadOnly(url: string, value: 'on' | 'off'): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const name = new URL(url).pathname.slice(1)
  await sql`set default_transaction_read_only = off`
  await sql.unsafe(`alter database ${name} set default_transaction_read_only = ${value}`)
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and pid <> pg_backend_pid()`
  await sql.end()
}
