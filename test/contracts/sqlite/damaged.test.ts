/** A database with broken pages or rows: detected, reported, closed to new payments, and still readable. */
import { closeSync, copyFileSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Payment, wakeAtMs } from '../../../src/core/payment/payment.ts'
import { type Storage, StorageUnavailable } from '../../../src/ports/storage.ts'
import type { LogFields } from '../../../src/ports/system.ts'
import { openSqlite } from '../../../src/storage/sqlite/open-sqlite.ts'
import { openTestApp, session } from '../../../verification/app/test-app.ts'
import { Prng } from '../../../verification/seeded-random.ts'
import {
  aCreation,
  aMerchant,
  approveCommand,
  changeBy,
  refundCommand,
  startCommand,
  startMs,
} from '../../support/payments.ts'
import { aDatabaseFile, aFolder, openQuietly, quietLog, surroundings } from './database-file.ts'

const pageBytes = 4_096
const template = aDatabaseFile()
const payments: Payment[] = []

beforeAll(async () => {
  const storage = await openQuietly(template)
  await storage.addMerchant(aMerchant())
  for (let index = 0; index < 120; index++) payments.push(await aLife(storage, index))
  await storage.close()
})

/** Open, waiting for an answer, paid, or partly refunded. */
async function aLife(storage: Storage, index: number): Promise<Payment> {
  const creation = aCreation({ description: 'A thing', metadata: { order: `${index}` } })
  await storage.create(creation)
  let { payment } = creation
  const steps = [startCommand, approveCommand, () => refundCommand(100)].slice(0, index % 4)
  for (const step of steps) {
    const change = changeBy(payment, step(payment))
    await storage.save(change)
    payment = change.after
  }
  return payment
}

function aCopy(): string {
  const file = aDatabaseFile()
  copyFileSync(template, file)
  return file
}

/** Overwrites 64 bytes of a page, not the first one. */
function breakPage(file: string, page: number, random: Prng): void {
  const bytes = random.bytes(64)
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, bytes, 0, bytes.length, (page - 1) * pageBytes + random.between(0, pageBytes - 64))
  closeSync(descriptor)
}

function changeRow(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  const triggers = database.prepare("select name from sqlite_schema where type = 'trigger'").all()
  for (const { name } of triggers) database.exec(`drop trigger ${name}`)
  database.exec(`pragma ignore_check_constraints = on; pragma foreign_keys = off; ${sql}`)
  database.close()
}

const checkedLater = { completely: 0, quickly: 0 }

type Opened = Readonly<{ storage: Storage; alarms: LogFields[] }>

async function open(
  file: string,
  options: { checkLimits?: { completely: number; quickly: number }; isChecked?: boolean } = {},
): Promise<Opened> {
  const alarms: LogFields[] = []
  const error = (fields: LogFields) => {
    if (fields.alarm !== undefined) alarms.push(fields)
  }
  const log = { ...quietLog, error }
  const storage = await openSqlite(file, {
    ...surroundings,
    log,
    create: 'production',
    isChecked: true,
    ...options,
  })
  return { storage, alarms }
}

async function expectKnown({ storage, alarms }: Opened): Promise<void> {
  await expect(storage.ping()).rejects.toBeInstanceOf(StorageUnavailable)
  await expect(storage.create(aCreation())).rejects.toBeInstanceOf(StorageUnavailable)
  expect(alarms).toEqual([{ alarm: 'database_damaged', detail: expect.any(String) }])
}

/** Whatever is done with it succeeds, or says that the storage is not available. */
async function expectNoFault(storage: Storage): Promise<void> {
  const query = {
    limit: 100,
    startingAfter: null,
    endingBefore: null,
    createdFromMs: null,
    createdBeforeMs: null,
  }
  const { merchantId, mode } = payments[0] as Payment
  const uses: Promise<unknown>[] = [
    storage.listPayments({ ...query, merchantId, mode, filters: {} }),
    storage.claimDue({ nowMs: () => startMs * 2, leaseMs: 1_000, limit: 200 }),
    storage.listMerchants(),
    ...payments.flatMap(({ id }) => [storage.findPayment(id), storage.listEvents(id)]),
  ]
  for (const result of await Promise.allSettled(uses)) {
    if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(StorageUnavailable)
  }
}

describe('broken pages', () => {
  const pages = () => statSync(template).size / pageBytes

  it('that SQLite cannot read are noticed at the start, and make no fault', async () => {
    let noticed = 0
    for (let seed = 1; seed <= 12; seed++) {
      const random = new Prng(seed)
      const file = aCopy()
      for (let count = 0; count < 4; count++) breakPage(file, random.between(2, pages()), random)
      const opened = await open(file).catch((error: unknown) => error)
      if (opened instanceof Error) {
        noticed += 1
        continue
      }
      const { storage, alarms } = opened as Opened
      await expectNoFault(storage)
      if (alarms.length > 0) await expectKnown({ storage, alarms })
      noticed += alarms.length
      await storage.close()
    }
    expect(noticed).toBeGreaterThanOrEqual(9)
  })

  it('of a large file are noticed while it is already served', async () => {
    const file = aCopy()
    changeRow(file, "update attempts set state = 'lost' where number = 1")
    const opened = await open(file, { checkLimits: checkedLater })
    expect(opened.alarms).toEqual([])
    await expect.poll(() => opened.alarms.length).toBe(1)
    await expectKnown(opened)
    await opened.storage.close()
  })

  it('may be where the program cannot even look for them', async () => {
    const file = aCopy()
    const opened = await open(file, { checkLimits: checkedLater })
    await opened.storage.close()
    expect(opened.alarms).toEqual([])
  })
})

describe('an index that has lost a row', () => {
  /** Overwrites part of the key in the index of ids, as a bad disk does. The page stays readable. */
  function loseFromIndex(file: string, id: string): void {
    const database = new DatabaseSync(file)
    const index = "select pageno from dbstat where name = 'sqlite_autoindex_payments_1'"
    const pages = database.prepare(index).all()
    database.exec('pragma wal_checkpoint(truncate)')
    database.close()
    const bytes = readFileSync(file)
    for (const { pageno } of pages) {
      const page = bytes.subarray((Number(pageno) - 1) * pageBytes, Number(pageno) * pageBytes)
      const at = page.indexOf(id)
      if (at >= 0) page.write('!', at + id.length - 1)
    }
    writeFileSync(file, bytes)
  }

  it.each([
    ['before anything is served', undefined],
    ['while it is already served', checkedLater],
  ])('is noticed %s, and the row is not denied', async (_, checkLimits) => {
    const file = aCopy()
    const { id } = payments[0] as Payment
    loseFromIndex(file, id)
    const opened = await open(file, checkLimits === undefined ? {} : { checkLimits })
    await expect.poll(() => opened.alarms.length).toBe(1)
    await expect(opened.storage.findPayment(id)).rejects.toBeInstanceOf(StorageUnavailable)
    const other = payments[1] as Payment
    expect((await opened.storage.findPayment(other.id))?.id).toBe(other.id)
    await expect(opened.storage.findMerchant('mer_unknown')).rejects.toBeInstanceOf(StorageUnavailable)
    await expect(opened.storage.findActiveApiKey('unknown', startMs)).rejects.toBeInstanceOf(
      StorageUnavailable,
    )
    await expectKnown(opened)
    await opened.storage.close()
  })
})

describe('a row that cannot be ours', () => {
  it.each([
    'update personal_data set body = \'{"salt":\'',
    'delete from personal_data',
    "update payments set currency = 'xyz'",
    "update payments set ending = 'lost' where ending is not null",
    "update attempts set state = 'lost'",
    "update refunds set state = 'lost'",
    "update refunds set decline_code = 'lost'",
    'delete from attempts',
  ])('is noticed by whoever reads it: %s', async (sql) => {
    const file = aCopy()
    changeRow(file, sql)
    const opened = await open(file, { isChecked: false })
    const { storage } = opened
    const refunded = payments.find(({ refunds }) => refunds.length > 0) as Payment
    await storage.ping()
    await expect(storage.findPayment(refunded.id)).rejects.toBeInstanceOf(StorageUnavailable)
    await expectKnown(opened)
    await expectNoFault(storage)
    await storage.close()
  })

  it('is noticed in the events, too', async () => {
    const file = aCopy()
    changeRow(file, "update events set body = '{'")
    const opened = await open(file, { isChecked: false })
    await expect(opened.storage.listEvents(payments[0]?.id ?? '')).rejects.toBeInstanceOf(StorageUnavailable)
    await expectKnown(opened)
    await opened.storage.close()
  })

  it('does not keep the worker from the others', async () => {
    const file = aCopy()
    const nowMs = startMs + 300_000
    const due = payments.filter((payment) => (wakeAtMs(payment) ?? nowMs) < nowMs)
    const [damaged, ...others] = due.map(({ id }) => id)
    changeRow(file, `update attempts set state = 'lost' where payment_id = '${damaged}'`)
    const { storage } = await open(file)
    const claimed = await storage.claimDue({ nowMs: () => nowMs, leaseMs: 1_000, limit: 200 })
    expect(claimed.map(({ id }) => id).sort()).toEqual(others.sort())
    await storage.close()
  })
})

describe('on a damaged database', () => {
  it('work in progress is finished, and nothing new begins', async () => {
    const file = aCopy()
    const started = payments.find(({ attempts, ending }) => attempts.length > 0 && ending === null) as Payment
    const paid = payments.find(({ ending, refunds }) => ending !== null && refunds.length === 0) as Payment
    const unpaid = payments.find(({ attempts }) => attempts.length === 0) as Payment
    changeRow(
      file,
      "update payments set currency = 'xyz' where id = 'pay_none'; update refunds set state = 'lost'",
    )
    const { storage } = await open(file)
    await expect(storage.save(changeBy(unpaid, startCommand(unpaid)))).rejects.toBeInstanceOf(
      StorageUnavailable,
    )
    await expect(storage.save(changeBy(paid, refundCommand(1)))).rejects.toBeInstanceOf(StorageUnavailable)
    expect(await storage.save(changeBy(started, approveCommand(started)))).toBe('saved')
    expect((await storage.findPayment(started.id))?.ending?.kind).toBe('succeeded')
    await storage.close()
  })

  it('the gateway is not ready and accepts no payments, but still shows its data', async () => {
    const folder = aFolder()
    const whole = await openTestApp({ folder })
    const created = await whole.call('POST', '/v1/payments/hpp', session)
    const { id } = (await created.json()) as { id: string }
    await whole.close()
    changeRow(join(folder, 'flowlix.db'), 'update events set version = 0')
    const app = await openTestApp({ folder })
    expect((await app.request('/readyz')).status).toBe(503)
    expect((await app.request('/healthz')).status).toBe(200)
    expect((await app.call('POST', '/v1/payments/hpp', session)).status).toBe(503)
    expect((await app.call('GET', `/v1/payments/${id}`)).status).toBe(200)
    expect(app.logLines.filter((line) => line.includes('"alarm":"database_damaged"'))).toHaveLength(1)
    await app.close()
  })
})
