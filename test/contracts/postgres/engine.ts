/** PostgreSQL for the storage contract. */
import postgres from 'postgres'
import { usualPostgresSettings } from '../../../src/platform/postgres/driver-options.ts'
import type { Storage } from '../../../src/ports/storage.ts'
import { PostgresProxy } from '../../../verification/postgres/proxy/postgres-proxy.ts'
import type { BrokenRule, Engine, Opened, RawDatabase, RawRow } from '../storage/engine.ts'
import { aDatabase, openQuietly } from './open-quietly.ts'

/** Waiting for a lock is not what the contract is about. */
const waits = { lockTimeoutMs: 100, deadlineMs: 3_000 }

export const postgresDatabase: Engine = { name: 'PostgreSQL', lacks: [], open: () => open() }

/** The same database at another address, behind a pooler that gives each transaction another session. */
export const pooledDatabase = (pooled: (url: string) => string): Engine => ({
  name: 'PostgreSQL behind PgBouncer',
  // They are the same database's, and the other suite has seen them.
  lacks: ['raw access'],
  open: () => open(pooled, { ...usualPostgresSettings, isPooled: true }),
})

async function open(address = (url: string) => url, settings = usualPostgresSettings): Promise<Opened> {
  const database = await aDatabase()
  // A pooled session takes its limits from the database.
  if (settings.isPooled) await limitLockWaits(database.url)
  const { deadlineMs } = waits
  const limits = settings.isPooled ? { deadlineMs } : waits
  const place = address(database.url)
  const { hostname: host, port } = new URL(place)
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
  const openStorage = async () =>
    closing(await openQuietly(proxy.through(place), { ...limits, postgres: settings }))
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

async function limitLockWaits(url: string): Promise<void> {
  const sql = postgres(url, options)
  const name = new URL(url).pathname.slice(1)
  await sql.unsafe(`alter database ${name} set lock_timeout = ${waits.lockTimeoutMs}`)
  await sql.end()
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
