/** Moving a SQLite database to PostgreSQL: everything arrives, once, and never are both of them in service. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Sql } from 'postgres'
import { describe, expect, it } from 'vitest'
import { DatabaseRefused } from '../../../src/platform/database-refused.ts'
import { systemClock } from '../../../src/platform/system-clock.ts'
import type { Storage } from '../../../src/ports/storage.ts'
import { cancelMove, type MoveOptions, moveDatabase } from '../../../src/storage/move/move-database.ts'
import { movedTables } from '../../../src/storage/move/tables.ts'
import { openStorage } from '../../../src/storage/open.ts'
import { referenceTables } from '../../../src/storage/reference-tables.ts'
import { isFaultless, verifyDatabase } from '../../../src/storage/verify.ts'
import { Prng } from '../../../verification/seeded-random.ts'
import {
  aCreation,
  aMerchant,
  anApiKey,
  anIdempotencyRecord,
  approveCommand,
  changeBy,
  refundCommand,
  startCommand,
} from '../../support/payments.ts'
import { openQuietly, surroundings } from '../sqlite/database-file.ts'
import { aCopy, fillTemplate, tamper } from '../sqlite/tampered.ts'
import { aConnection } from './database.ts'

const { declined, refunded } = await fillTemplate()
const source = aCopy()
const aSource = () => aCopy(source)
const key = anApiKey()
const awkwardKey = `k"\\'1`
await fillMore()

async function fillMore(): Promise<void> {
  const storage = await openQuietly(source)
  const bytes = Uint8Array.of(0, 255, 92, 39)
  const logo = { type: 'image/png', hash: 'ab'.repeat(16), width: 10, height: 20, bytes } as const
  await storage.addMerchant(aMerchant({ id: 'mer_with_logo', logo, poweredBy: false }))
  await storage.addApiKey(key)
  await storage.revokeApiKey(key.id, 5)
  await storage.installationSecret('links')
  await storage.keepClock({ bootId: 'boot', history: [] })
  const record = anIdempotencyRecord({
    keyId: key.id,
    key: awkwardKey,
    body: JSON.stringify({ a: '\0"\\\'' }),
  })
  await storage.create({ ...aCreation(), idempotency: record })
  await storage.close()
}

const move = (from: string, toUrl: string, options: Partial<MoveOptions> = {}) =>
  moveDatabase({ from, toUrl, clock: systemClock, tell: () => {}, moveMore: async () => {}, ...options })

const opened = (url: string, create: 'production' | null = null): Promise<Storage> =>
  openStorage(url, { ...surroundings, create })

async function isServed(url: string): Promise<boolean> {
  try {
    await (await opened(url)).close()
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(DatabaseRefused)
    return false
  }
}

/** Every row of every table that holds data, with SQLite's notion of booleans. */
async function rowsIn(sql: Sql): Promise<Record<string, unknown>> {
  const tables: Record<string, unknown> = {}
  for (const { name } of movedTables) {
    const rows = await sql.unsafe(`select row_to_json(found)::text as row from ${name} as found`)
    tables[name] = rows.map(({ row }) => String(row)).sort()
  }
  return tables
}

describe('a move from SQLite to PostgreSQL', () => {
  it('knows every table of the source', () => {
    const database = new DatabaseSync(source)
    const tables = database.prepare("select name from sqlite_schema where type = 'table'").all()
    database.close()
    const others = [
      'installation',
      'moves',
      'schema_migrations',
      ...referenceTables.map(({ table }) => table),
    ]
    expect(tables.map(({ name }) => String(name)).sort()).toEqual(
      [...others, ...movedTables.map(({ name }) => name)].sort(),
    )
  })

  it('takes everything along, so that the gateway goes on where it was', async () => {
    const file = aSource()
    const { url } = await aConnection()
    const before = await openQuietly(file)
    const expected = {
      installation: await before.installation(),
      merchants: await before.listMerchants(),
      logo: await before.findLogo('ab'.repeat(16)),
      keys: await before.listApiKeys(null),
      secret: await before.installationSecret('links'),
      record: await before.findIdempotencyRecord(key.id, awkwardKey),
      clock: await before.keptClock(),
      payments: [await before.findPayment(declined.id), await before.findPayment(refunded.id)],
      events: await before.listEvents(refunded.id),
    }
    await before.close()
    const verified = await verifyDatabase(`sqlite:${file}`)
    await move(file, url)
    const after = await opened(url)
    expect({
      installation: await after.installation(),
      merchants: await after.listMerchants(),
      logo: await after.findLogo('ab'.repeat(16)),
      keys: await after.listApiKeys(null),
      secret: await after.installationSecret('links'),
      record: await after.findIdempotencyRecord(key.id, awkwardKey),
      clock: await after.keptClock(),
      payments: [await after.findPayment(declined.id), await after.findPayment(refunded.id)],
      events: await after.listEvents(refunded.id),
    }).toEqual(expected)
    expect(expected.record).not.toBeNull()
    expect(expected.logo).not.toBeNull()
    const again = await verifyDatabase(url)
    expect(isFaultless(again)).toBe(true)
    expect(again).toEqual(verified)
    const creation = aCreation()
    expect(await after.create(creation)).toBe('saved')
    expect(await after.save(changeBy(creation.payment, startCommand(creation.payment)))).toBe('saved')
    const paid = await after.findPayment(refunded.id)
    expect(await after.save(changeBy(paid as never, refundCommand(1)))).toBe('saved')
    await after.close()
  })

  it('leaves a file that is not served any more, and says where the data is', async () => {
    const file = aSource()
    const { url } = await aConnection()
    await move(file, url)
    await expect(openQuietly(file)).rejects.toThrow(
      / was moved to \S+ on \S+: set DATABASE_URL to that database\.$/,
    )
    await move(file, url)
    expect(await isServed(url)).toBe(true)
  })

  it('refuses a file that a gateway has open, even one without work', async () => {
    const file = aSource()
    const { url, sql } = await aConnection()
    const running = await openQuietly(file)
    await expect(move(file, url)).rejects.toThrow(/is in use: stop the gateway/)
    await running.close()
    expect(await sql`select from pg_tables where schemaname = 'public'`).toHaveLength(0)
    expect(await isServed(`sqlite:${file}`)).toBe(true)
  })

  it('keeps others out of the file while it lasts', async () => {
    const file = aSource()
    const { url } = await aConnection()
    let refusal: unknown = null
    const moveMore = async (): Promise<void> => {
      try {
        new DatabaseSync(file).exec('select id from payments')
      } catch (error) {
        refusal = String(error)
      }
    }
    await move(file, url, { moveMore })
    expect(refusal).toMatch(/locked/)
  })

  it('refuses a file that fails verification', async () => {
    const file = aSource()
    tamper(file, 'update payments set amount_minor = 1 where id = (select id from payments limit 1)')
    const { url } = await aConnection()
    await expect(move(file, url)).rejects.toThrow(/failed verification/)
  })

  it.each([
    ['of another installation', async (url: string) => (await opened(url, 'production')).close()],
    ['that another move has begun to fill', async (url: string) => void (await interrupted(aSource(), url))],
  ])('refuses a target %s', async (_, fill) => {
    const { url, sql } = await aConnection()
    await fill(url)
    const before = await rowsIn(sql)
    const file = aSource()
    await expect(move(file, url)).rejects.toThrow(/is not empty: move to a new and empty database\.$/)
    expect(await rowsIn(sql)).toEqual(before)
    expect(await isServed(`sqlite:${file}`)).toBe(true)
  })

  it('serves nobody while it is not finished, and can be given up until then', async () => {
    const file = aSource()
    const { url } = await aConnection()
    await interrupted(file, url)
    expect([await isServed(`sqlite:${file}`), await isServed(url)]).toEqual([false, false])
    await expect(opened(url, 'production')).rejects.toThrow(/move to the database .* is not finished/)
    const options = { from: file, toUrl: url, clock: systemClock, tell: () => {} }
    await cancelMove(options)
    expect([await isServed(`sqlite:${file}`), await isServed(url)]).toEqual([true, false])
    const fresh = await aConnection()
    await move(file, fresh.url)
    await expect(cancelMove({ ...options, toUrl: fresh.url })).rejects.toThrow(
      /is finished, so it cannot be given up/,
    )
    expect([await isServed(`sqlite:${file}`), await isServed(fresh.url)]).toEqual([false, true])
  })

  it('notices a row that somebody has changed in the target', async () => {
    const file = aSource()
    const { url, sql } = await aConnection()
    await interrupted(file, url)
    await sql`update merchants set name = 'Another'`
    await expect(move(file, url)).rejects.toThrow(/The copy of merchants differs from the source/)
    expect([await isServed(`sqlite:${file}`), await isServed(url)]).toEqual([false, false])
  })

  it('is finished by running it again, whenever it was killed', async () => {
    const seed = Number(process.env.MOVE_SEED ?? Date.now() % 1_000_000)
    const random = new Prng(seed)
    const file = aSource()
    await addMany(file, 200)
    const expected = await verifyDatabase(`sqlite:${file}`)
    const { url } = await aConnection()
    let kills = 0
    for (; ; kills++) {
      const isDone = await moveFor(file, url, kills < 5 ? random.between(100, 1_000) : null)
      const served = [await isServed(`sqlite:${file}`), await isServed(url)]
      expect(served.filter(Boolean).length, `seed ${seed}`).toBeLessThanOrEqual(1)
      if (isDone) break
    }
    expect([await isServed(`sqlite:${file}`), await isServed(url)], `seed ${seed}`).toEqual([false, true])
    expect(await verifyDatabase(url), `seed ${seed}`).toEqual(expected)
  }, 120_000)
})

/** As far as it comes before the last step. */
async function interrupted(file: string, url: string): Promise<void> {
  const moveMore = () => Promise.reject(new Error('interrupted'))
  await expect(move(file, url, { moveMore })).rejects.toThrow('interrupted')
}

async function addMany(file: string, count: number): Promise<void> {
  const storage = await openQuietly(file)
  const add = async (): Promise<void> => {
    const creation = aCreation({ description: 'x'.repeat(200) })
    await storage.create(creation)
    const started = changeBy(creation.payment, startCommand(creation.payment))
    await storage.save(started)
    await storage.save(changeBy(started.after, approveCommand(started.after)))
  }
  await Promise.all(Array.from({ length: count }, add))
  await storage.close()
}

const child = fileURLToPath(new URL('./move-until-killed.ts', import.meta.url))

/** Whether it came to its end. Null: it has all the time that it needs. */
async function moveFor(file: string, url: string, lifeMs: number | null): Promise<boolean> {
  const process_ = spawn(process.execPath, [child, file, url], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(process_, 'exit')
  await Promise.race([once(process_.stdout, 'data'), ended])
  if (lifeMs !== null) await Promise.race([sleep(lifeMs), ended])
  if (lifeMs !== null) process_.kill('SIGKILL')
  const [code] = await ended
  return code === 0
}
