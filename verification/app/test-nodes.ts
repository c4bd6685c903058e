/** Several gateways in this process that share one PostgreSQL database, as the nodes of an installation do. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PostgresDatabase } from './postgres-database.ts'
import { openTestApp, type TestApp, type TestAppOptions } from './test-app.ts'
import { TestClock } from './test-clock.ts'

export type TestNodes = Readonly<{
  nodes: readonly TestApp[]
  /** Of all of them. */
  clock: TestClock
  databaseUrl: string
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
  const pool = { url, driver: {}, prepares: true, connectionsMax: 4, deadlineMs: 10_000 }
  const shared = { folder, engine: 'postgres', clock, sandboxDatabase: pool } as const
  const nodes: TestApp[] = []
  // The first one makes what the others find.
  for (let i = 0; i < count; i++) nodes.push(await openTestApp({ ...shared, ...optionsOf(i) }))
  return {
    nodes,
    clock,
    databaseUrl: url,
    close: async () => {
      await Promise.all(nodes.map((node) => node.close()))
      await new PostgresDatabase(url).remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
