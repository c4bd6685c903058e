/** Personal data in a SQLite file: what was removed is in no file any more. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { Change, Storage } from '../../../src/ports/storage.ts'
import { isFaultless } from '../../../src/storage/verify.ts'
import { verifyFile } from '../../../src/storage/verify-file.ts'
import {
  aCreation,
  aMerchant,
  anIdempotencyRecord,
  approveCommand,
  changeBy,
  refundCommand,
  startCommand,
  startMs,
} from '../../support/payments.ts'
import { aFolder, openQuietly } from './database-file.ts'

const dayMs = 24 * 3_600_000

function removal(payment: Payment): Change {
  const command = { type: 'remove_personal_data', by: 'operator', keepMs: 0 } as const
  return changeBy(payment, command, { atMs: startMs + 3 * dayMs })
}

/** In lower case, so that no case hides it; null where it is nowhere. */
function findInFiles(file: string, text: string): string | null {
  const folder = dirname(file)
  for (const name of readdirSync(folder)) {
    if (readFileSync(join(folder, name), 'latin1').toLowerCase().includes(text)) return name
  }
  return null
}

/** Of very different lengths, so that rows fill and split pages, and some need pages of their own. */
function aLongText(index: number): string {
  return `planted-description ${'x'.repeat(index % 50 === 0 ? 9_000 : (index * 37) % 400)}`.slice(0, 9_000)
}

async function paid(storage: Storage, index: number): Promise<Payment> {
  const metadata = { note: aLongText(index) }
  const idempotency = anIdempotencyRecord({ body: '{"customer":{"email":"planted@example.com"}}' })
  const creation = aCreation({ description: 'planted description', metadata }, { idempotency })
  await storage.create(creation)
  const customer = { email: `planted-${index}@example.com`, name: 'Planted Person' }
  const start = { ...startCommand(creation.payment), customer } as ReturnType<typeof startCommand>
  const started = changeBy(creation.payment, start)
  await storage.save(started)
  const approved = changeBy(started.after, approveCommand(started.after))
  await storage.save(approved)
  return approved.after
}

describe('what was removed', () => {
  it('is in no file any more, however the rows were written and in whatever order they are removed', async () => {
    const file = join(aFolder(), 'gateway.db')
    const storage = await openQuietly(file)
    await storage.addMerchant(aMerchant())
    const all = await Promise.all(Array.from({ length: 400 }, (_, index) => paid(storage, index)))
    expect(findInFiles(file, 'planted')).not.toBeNull()
    // Every third first: the rows between them are moved, if rows are ever moved.
    const order = [...all.keys()].sort((a, b) => (a % 3) - (b % 3) || a - b)
    for (const index of order) await storage.save(removal(all[index] as Payment))
    while ((await storage.purgeIdempotencyRecords(startMs + dayMs, 100)) > 0);
    expect(await storage.discardOverwritten()).toBe(true)
    expect(findInFiles(file, 'planted')).toBeNull()
    expect(isFaultless(verifyFile(file))).toBe(true)
    const [one] = all
    const refunded = await storage.findPayment(one?.id ?? '')
    expect(
      await storage.save(changeBy(refunded as Payment, refundCommand(100), { atMs: startMs + 4 * dayMs })),
    ).toBe('saved')
    await storage.close()
  })

  it('leaves the log only when no other connection reads, and does not wait for readers', async () => {
    const file = join(aFolder(), 'gateway.db')
    const storage = await openQuietly(file)
    await storage.addMerchant(aMerchant())
    const payment = await paid(storage, 1)
    const reader = new DatabaseSync(file)
    reader.exec('begin; select count(*) from payments')
    await storage.save(removal(payment))
    expect(await storage.discardOverwritten()).toBe(false)
    expect(findInFiles(file, 'planted-1@')).not.toBeNull()
    reader.exec('commit')
    expect(await storage.discardOverwritten()).toBe(true)
    expect(findInFiles(file, 'planted-1@')).toBeNull()
    reader.close()
    await storage.close()
  })

  it('is noticed by another process that remembers the payment', async () => {
    const file = join(aFolder(), 'gateway.db')
    const [here, there] = [await openQuietly(file), await openQuietly(file)]
    await here.addMerchant(aMerchant())
    const payment = await paid(here, 1)
    expect((await there.findPayment(payment.id))?.customer).not.toBeNull()
    await here.save(removal(payment))
    expect((await there.findPayment(payment.id))?.customer).toBeNull()
    await here.close()
    await there.close()
  })

  it('but is reported by verify where a row of it came back', async () => {
    const file = join(aFolder(), 'gateway.db')
    const storage = await openQuietly(file)
    await storage.addMerchant(aMerchant())
    await storage.save(removal(await paid(storage, 1)))
    await storage.close()
    const database = new DatabaseSync(file)
    database.exec("drop trigger personal_data_is_only_overwritten; update personal_data set body = '{}'")
    database.close()
    expect(verifyFile(file).differences[0]?.difference).toBe(
      'the personal data of event 1.0 is still there, and the payment says that it was removed',
    )
  })
})
