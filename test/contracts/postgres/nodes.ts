/** Gateways' storages on one database, each behind a proxy of its own, until the test is over. */
import postgres, { type Sql } from 'postgres'
import { onTestFinished } from 'vitest'
import type { Storage } from '../../../src/ports/storage.ts'
import { PostgresProxy } from '../../../verification/postgres/proxy/postgres-proxy.ts'
import { aMerchant } from '../../support/payments.ts'
import { aDatabase, type OpenOptions, openQuietly } from './open-quietly.ts'

export type Node = Readonly<{ storage: Storage; proxy: PostgresProxy }>

export type Nodes = Readonly<{
  url: string
  /** Past every storage and proxy. */
  sql: Sql
  add(options?: OpenOptions): Promise<Node>
}>

/** On a new database with one merchant. */
export async function aDatabaseOfNodes(): Promise<Nodes> {
  const { url, drop } = await aDatabase()
  onTestFinished(drop)
  const sql = postgres(url, { max: 2, onnotice: () => {} })
  onTestFinished(() => sql.end({ timeout: 1 }))
  const { hostname: host, port } = new URL(url)
  const add = async (options: OpenOptions = {}): Promise<Node> => {
    const proxy = await PostgresProxy.start({ host, port: Number(port) })
    onTestFinished(() => proxy.close())
    const storage = await openQuietly(proxy.through(url), options)
    onTestFinished(() => storage.close())
    return { storage, proxy }
  }
  const first = await add()
  await first.storage.addMerchant(aMerchant())
  return { url, sql, add }
}
