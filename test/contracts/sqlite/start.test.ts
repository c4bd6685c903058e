/** Opening a database: new, old, newer, changed, and by many processes at the same time. */
import { execFile } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { prepareFile } from '../../../src/platform/database-file.ts'
import { DatabaseRefused } from '../../../src/platform/database-refused.ts'
import { readMigrations } from '../../../src/storage/migrations.ts'
import { openStorage } from '../../../src/storage/open.ts'
import { openFile } from '../../../src/storage/sqlite/open-file.ts'
import { aCreation, aMerchant, changeBy } from '../../support/payments.ts'
import { aDatabaseFile, aFolder, openQuietly, surroundings } from './database-file.ts'

const run = promisify(execFile)

function open(url: string) {
  return openStorage(url, { ...surroundings, create: 'production' })
}

describe('a database URL', () => {
  it('creates folders and a file that only its owner can read', async () => {
    const file = join(aFolder(), 'deep', 'er', 'gateway.db')
    const storage = await open(`sqlite:${file}`)
    await storage.addMerchant(aMerchant())
    for (const name of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(name).mode & 0o777).toBe(0o600)
    await storage.close()
  })

  it('may name a file with signs that mean something in a URL', async () => {
    const file = join(aFolder(), 'a b?c#d%41.db')
    const storage = await open(`sqlite:${file}`)
    await storage.close()
    expect(existsSync(file)).toBe(true)
  })

  it('may ask for a database in memory, which leaves no file', async () => {
    const storage = await open('sqlite::memory:')
    await storage.addMerchant(aMerchant())
    expect(await storage.listMerchants()).toHaveLength(1)
    await storage.close()
    expect(existsSync(':memory:')).toBe(false)
  })

  it.each(['mysql://user:hunter2@host/db', 'sqlite:', './file.db', ''])(
    'of another kind is refused without repeating it: %s',
    async (url) => {
      const error = await open(url).catch((refusal: Error) => refusal)
      expect(String(error)).toMatch(/database URL/)
      expect(String(error)).not.toContain('hunter2')
    },
  )
})

describe('a database', () => {
  it('is not created by reading it', async () => {
    const file = join(aFolder(), 'none', 'gateway.db')
    const reading = { ...surroundings, create: null }
    await expect(openStorage(`sqlite:${file}`, reading)).rejects.toThrow(`There is no database at ${file}`)
    expect(existsSync(dirname(file))).toBe(false)
    await expect(openStorage('sqlite::memory:', reading)).rejects.toBeInstanceOf(DatabaseRefused)
  })

  it('of one kind is not opened as the other one', async () => {
    const file = aDatabaseFile()
    await (await openStorage(`sqlite:${file}`, { ...surroundings, create: 'production' })).close()
    const asSandbox = openStorage(`sqlite:${file}`, { ...surroundings, create: 'sandbox' })
    await expect(asSandbox).rejects.toThrow(/belongs to a production installation.*DATABASE_URL/)
    const storage = await openStorage(`sqlite:${file}`, { ...surroundings, create: null })
    expect((await storage.installation()).kind).toBe('production')
    await storage.close()
  })
})

describe('the settings of a connection', () => {
  it('make commits durable and the file private to what we trust', () => {
    const place = { file: aDatabaseFile(), setting: 'DATABASE_URL', mayCreate: true }
    prepareFile(place)
    const database = openFile(place, 5_000)
    const setting = (name: string) => Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0]
    expect(setting('journal_mode')).toBe('wal')
    expect(setting('synchronous')).toBe(2)
    expect(setting('foreign_keys')).toBe(1)
    expect(setting('busy_timeout')).toBe(5_000)
    expect(setting('trusted_schema')).toBe(0)
    expect(setting('temp_store')).toBe(2)
    database.close()
  })
})

describe('migrations', () => {
  it('are applied once by twenty processes that start at the same time', async () => {
    const file = aDatabaseFile()
    const script = fileURLToPath(new URL('./open-and-add-merchant.ts', import.meta.url))
    const ids = Array.from({ length: 20 }, (_, index) => `mer_${index}`)
    await Promise.all(ids.map((id) => run(process.execPath, [script, file, id])))
    const storage = await openQuietly(file)
    expect((await storage.listMerchants()).map((merchant) => merchant.id).sort()).toEqual(ids.sort())
    await storage.close()
    const applied = new DatabaseSync(file)
      .prepare('select version, name, checksum from schema_migrations')
      .all()
    const known = readMigrations('sqlite').map(({ version, name, checksum }) => ({ version, name, checksum }))
    expect(applied.map((row) => ({ ...row }))).toEqual(known)
  }, 60_000)

  it('are numbered from 1 without gaps', () => {
    expect(readMigrations('sqlite').map(({ version }, index) => version - index)).toEqual(
      readMigrations('sqlite').map(() => 1),
    )
  })

  it('refuse a database of a newer program', async () => {
    const file = aDatabaseFile()
    await (await openQuietly(file)).close()
    const database = new DatabaseSync(file)
    database
      .prepare('insert into schema_migrations values (?, ?, ?, ?)')
      .run(9_999, 'later', 'a'.repeat(64), 1)
    database.close()
    await expect(openQuietly(file)).rejects.toThrow(/schema version 9999.*use a newer Flowlix/)
    await expect(openQuietly(file)).rejects.toBeInstanceOf(DatabaseRefused)
  })

  it('refuse a database made by another text of the same migration', async () => {
    const file = aDatabaseFile()
    await (await openQuietly(file)).close()
    const database = new DatabaseSync(file)
    database.prepare('update schema_migrations set checksum = ?').run('a'.repeat(64))
    database.close()
    await expect(openQuietly(file)).rejects.toThrow(/made with another 0001_initial.sql/)
  })
})

describe('two processes on one file', () => {
  it('see what the other committed, and one of two changes wins', async () => {
    const file = aDatabaseFile()
    const [one, other] = [await openQuietly(file), await openQuietly(file)]
    await one.addMerchant(aMerchant())
    const { payment, ...creation } = aCreation()
    await one.create({ ...creation, payment })
    expect(await other.findPayment(payment.id)).toEqual(payment)
    const change = changeBy(payment, { type: 'cancel' })
    const results = await Promise.all([one.save(change), other.save(change)])
    expect(results.sort()).toEqual(['lost_race', 'saved'])
    expect(await one.installationSecret('form')).toBe(await other.installationSecret('form'))
    await one.close()
    await other.close()
  })
})
