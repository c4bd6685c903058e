/** PostgreSQL for the storage contract. */
import postgres from 'postgres'
import type { Storage } from '../../../src/ports.ts'
import { PostgresProxy } from '../../../verification/postgres/proxy/postgres-proxy.ts'
import type { BrokenRule, Engine, Opened, RawDatabase, RawRow } from '../storage/engine.ts'
import { aDatabase, openQuietly } from './open-quietly.ts'

/** Waiting for a lock is not what the contract is about. */
const waits = { lockTimeoutMs: 100, deadlineMs: 3_000 }

export const postgresDatabase: Engine = { name: 'PostgreSQL', lacks: [], open }

async function open(): Promise<Opened> {
  const database = await aDatabase()
  const { hostname: host, port } = new URL(database.url)
  const proxy = await PostgresProxy.start({ host, port: Number(port) })
  let users = 0
  const leave = async (): Promise<void> => {
    users -= 1
    if (users > 0) return
    await proxy.close()
    await database.drop()
  }
  const closing = (storage: Storage): Storage => ({
    ...storage,
    close: async () => {
      await storage.close()
      await leave()
    },
  })
  const openStorage = async () => closing(await openQuietly(proxy.through(database.url), waits))
  users += 1
  return {
    storage: await openStorage(),
    // The first one is left as it is, and never closed: only what the server has counts.
    reopen: openStorage,
    raw: async () => {
      users += 1
      return rawPostgres(database.url, leave)
    },
    failing: {
      stopWrites: () => lockTables(database.url),
      loseNextCommit: (isMade) => {
        void proxy.nextCommit(isMade ? 'after' : 'before', 'reset')
      },
    },
  }
}

const rules: Readonly<Record<string, BrokenRule>> = {
  '23514': 'check',
  '23503': 'reference',
  '23505': 'unique',
  '22P02': 'type',
}

const options = { max: 1, onnotice: () => {}, types: { int8: int8() } } as const

/** The numbers of payments may be larger than the integers that a program is sure of. */
function int8() {
  const parse = (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : text)
  return { to: 20, from: [20], serialize: String, parse }
}

function rawPostgres(url: string, leave: () => Promise<void>): RawDatabase {
  const sql = postgres(url, options)
  const run = (text: string, values: readonly unknown[]) => {
    let position = 0
    return sql.unsafe(
      text.replaceAll('?', () => `$${++position}`),
      values as never[],
    )
  }
  return {
    eventsOfPayment: 'payment_number = (select number from payments where id = ?)',
    ownColumns: ['payments.number'],
    brokenRule: (error) => (error instanceof postgres.PostgresError ? (rules[error.code] ?? null) : null),
    async rows(text, ...values) {
      return (await run(text, values)) as unknown as RawRow[]
    },
    async tryOut(...statements) {
      await sql.unsafe('begin')
      try {
        let count = 0
        for (const [text, ...values] of statements) count = (await run(text, values)).count
        return count
      } finally {
        await sql.unsafe('rollback')
      }
    },
    async close() {
      await sql.end()
      await leave()
    },
  }
}

/** Reading goes on; nothing can be written until what is returned is called. */
async function lockTables(url: string): Promise<() => Promise<void>> {
  const sql = postgres(url, options)
  const tables = await sql`select tablename from pg_tables where schemaname = 'public'`
  await sql.unsafe(
    `begin; lock table ${tables.map(({ tablename }) => tablename).join(', ')} in exclusive mode`,
  )
  return () => sql.end()
}
