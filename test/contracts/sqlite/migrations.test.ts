/** What a SQLite database is like after a migration that succeeds, and after one that fails. */
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { Payment } from '../../../src/core/payment/payment.ts'
import { DatabaseRefused } from '../../../src/platform/database-refused.ts'
import { migrate } from '../../../src/storage/sqlite/migrate.ts'
import { isFaultless } from '../../../src/storage/verify.ts'
import { verifyFile } from '../../../src/storage/verify-file.ts'
import { aCreation, changeBy, refundCommand, startCommand } from '../../support/payments.ts'
import { aDatabaseFile, openQuietly } from './database-file.ts'
import { aMigration, migrations, rebuildPayments, rebuildText } from './rebuilt.ts'
import { aCopy, fillTemplate } from './tampered.ts'

const { refunded } = await fillTemplate()

/** Everything that the file holds. */
function contentOf(file: string): unknown {
  const database = new DatabaseSync(file)
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all()
  const rows = tables.map(({ name }) => database.prepare(`select * from ${name}`).all())
  const schema = database.prepare('select type, name, sql from sqlite_schema').all()
  database.close()
  return { schema, rows }
}

async function readPayment(file: string, id: string): Promise<Payment> {
  const storage = await openQuietly(file)
  const payment = await storage.findPayment(id)
  await storage.close()
  if (payment === null) throw new Error('the payment is gone')
  return payment
}

describe('a migration that rebuilds the table of payments', () => {
  it('keeps every row, chain and reference', async () => {
    const file = aCopy()
    const before = verifyFile(file)
    const paid = await readPayment(file, refunded.id)
    rebuildPayments(file)
    const after = verifyFile(file)
    expect(isFaultless(before)).toBe(true)
    // The rebuilt table has one column more, and everything else is as it was.
    expect(after).toEqual({ ...before, schemaDifferences: ['the table payments was changed'] })
    const storage = await openQuietly(file)
    expect(await storage.findPayment(refunded.id)).toEqual(paid)
    const creation = aCreation()
    expect(await storage.create(creation)).toBe('saved')
    const started = changeBy(creation.payment, startCommand(creation.payment))
    expect(await storage.save(started)).toBe('saved')
    expect(await storage.save(changeBy(paid, refundCommand(1)))).toBe('saved')
    await storage.close()
  })

  it('leaves everything as it was when it loses rows that others refer to', () => {
    const file = aCopy()
    const before = contentOf(file)
    const database = new DatabaseSync(file)
    const losing = aMigration(rebuildText(database, `id <> '${refunded.id}'`))
    const migrating = () => migrate(database, file, [...migrations, losing], 1)
    expect(migrating).toThrow(DatabaseRefused)
    expect(migrating).toThrow(/rows of \w+ refer to rows of payments that do not exist/)
    expect(database.prepare('pragma foreign_keys').get()).toEqual({ foreign_keys: 1 })
    database.close()
    expect(contentOf(file)).toEqual(before)
  })

  it('leaves everything as it was when its last statement fails', () => {
    const file = aCopy()
    const before = contentOf(file)
    const database = new DatabaseSync(file)
    const failing = aMigration(`${rebuildText(database)};\ncreate tabel`)
    expect(() => migrate(database, file, [...migrations, failing], 1)).toThrow(/syntax error/)
    database.close()
    expect(contentOf(file)).toEqual(before)
  })
})

describe('a set of migrations', () => {
  it('leaves nothing in a new database when one of them fails', () => {
    const database = new DatabaseSync(':memory:')
    const broken = aMigration('create tabel')
    expect(() => migrate(database, 'x.db', [...migrations, broken], 1)).toThrow(/syntax error/)
    expect(database.prepare('select name from sqlite_schema').all()).toEqual([])
  })

  it('is applied from where the database is', () => {
    const database = new DatabaseSync(':memory:')
    migrate(database, 'x.db', migrations, 1)
    migrate(database, 'x.db', [...migrations, aMigration('create table two (id integer) strict')], 2)
    const applied = database.prepare('select applied_at_ms as atMs from schema_migrations').all()
    expect(applied.map(({ atMs }) => atMs)).toEqual([...migrations.map(() => 1), 2])
  })
})

describe('values that grow with the program', () => {
  it('are added by the start of a program that has more of them', async () => {
    const file = aDatabaseFile()
    await (await openQuietly(file)).close()
    const database = new DatabaseSync(file)
    database.exec(
      "delete from currencies where code = 'gbp'; delete from decline_codes where code = 'lost_card'",
    )
    await (await openQuietly(file)).close()
    const codes = 'select code from currencies union select code from decline_codes'
    const stored = database
      .prepare(codes)
      .all()
      .map(({ code }) => code)
    database.close()
    expect(stored).toEqual(expect.arrayContaining(['eur', 'gbp', 'lost_card']))
  })

  it('refuse a program that does not know one of them', async () => {
    const file = aDatabaseFile()
    await (await openQuietly(file)).close()
    const database = new DatabaseSync(file)
    database.exec("insert into currencies values ('jpy')")
    database.close()
    await expect(openQuietly(file)).rejects.toThrow(/has the value jpy in currencies.*use a newer Flowlix/)
    await expect(openQuietly(file)).rejects.toBeInstanceOf(DatabaseRefused)
  })
})
