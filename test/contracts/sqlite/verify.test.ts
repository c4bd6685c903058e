/** What was changed behind the gateway's back is found. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Payment } from '../../../src/core/payment/payment.ts'
import { DatabaseRefused } from '../../../src/platform/database-refused.ts'
import { backUpFile } from '../../../src/storage/backup.ts'
import type { Verification } from '../../../src/storage/verification.ts'
import { isFaultless } from '../../../src/storage/verify.ts'
import { verifyFile } from '../../../src/storage/verify-file.ts'
import { openTestApp, session } from '../../../verification/app/test-app.ts'
import { aCreation, aMerchant, startMs } from '../../support/payments.ts'
import { aDatabaseFile, aFolder, openQuietly } from './database-file.ts'
import { aCopy, fillTemplate, tamper, template } from './tampered.ts'

let refunded: Payment
let declined: Payment
beforeAll(async () => {
  ;({ declined, refunded } = await fillTemplate())
})

const verify = (file: string): Verification => verifyFile(file)

function removePayment(file: string, number: number): void {
  const id = `(select id from payments where number = ${number})`
  tamper(
    file,
    `delete from webhook_events where payment_number = ${number};
     delete from personal_data where payment_number = ${number}; delete from events where payment_number = ${number};
     delete from attempts where payment_id = ${id}; delete from refunds where payment_id = ${id};
     delete from payments where number = ${number}`,
  )
}

describe('a database as the gateway wrote it', () => {
  it('is verified, with one head for all payments', () => {
    const verified = verify(template)
    expect(verified).toMatchObject({
      payments: 4,
      differenceCount: 0,
      differences: [],
      damage: [],
      schemaDifferences: [],
    })
    expect(verified.head).toMatch(/^[0-9a-f]{64}$/)
    expect(isFaultless(verified)).toBe(true)
    expect(verify(aCopy()).head).toBe(verified.head)
  })

  it('is verified after whatever cards, customers and merchants have done', async () => {
    const folder = aFolder()
    const app = await openTestApp({ folder })
    const cards = [
      '4111111111111111',
      '4000000000000002',
      '4000000000000259',
      '4000000000001976',
      '4635440000002223',
    ]
    for (const number of cards) {
      const card = { number, exp_month: 12, exp_year: 2030, cvc: '123', holder_name: 'Ada' }
      const metadata = { '1': 'ü"\\', __proto__x: '🂡', '0': '' }
      const paid = await app.call('POST', '/v1/payments', { amount: 900, currency: 'gbp', card, metadata })
      const { id } = (await paid.json()) as { id: string }
      for (let round = 0; round < 5; round++) {
        await app.clock.advance(90_000)
        await app.work()
      }
      await app.call('POST', `/v1/payments/${id}/refund`, { amount: 300, reason: 'returned' })
    }
    const open = await app.call('POST', '/v1/payments/hpp', { ...session, metadata: { b: '', a: '' } })
    await app.call('POST', `/v1/payments/${((await open.json()) as { id: string }).id}/cancel`)
    const verified = verify(join(folder, 'flowlix.db'))
    await app.close()
    expect(verified).toMatchObject({ payments: 6, differences: [], damage: [] })
  })
})

describe('what was changed behind its back is found', () => {
  const eventsOf = (id: string) => `payment_number = (select number from payments where id = '${id}')`

  it.each<[string, () => string, RegExp]>([
    [
      'an event',
      () =>
        `update events set body = replace(body, 'do_not_honor', 'stolen_card') where ${eventsOf(declined.id)}`,
      /^event 3\.0 was changed/,
    ],
    [
      'the hash of an event',
      () => `update events set hash = '${'0'.repeat(64)}' where version = 2 and ${eventsOf(declined.id)}`,
      /^event 2\.0 was changed/,
    ],
    [
      'a removed event',
      () => `delete from events where ${eventsOf(declined.id)} and version = 3`,
      /^event 4\.0 was changed, or an event before it was changed or removed/,
    ],
    [
      'a removed event of several',
      () => `delete from events where ${eventsOf(declined.id)} and version = 5 and position = 0`,
      /^an event before event 5\.1 is missing/,
    ],
    [
      'a removed newest event',
      () => `delete from events where rowid = (select max(rowid) from events where ${eventsOf(declined.id)})`,
      /^the newest events were removed/,
    ],
    [
      'all events',
      () =>
        `delete from events where ${eventsOf(declined.id)}; delete from personal_data where ${eventsOf(declined.id)}`,
      /^has no events/,
    ],
    [
      'an amount',
      () => `update payments set amount_minor = 1 where id = '${declined.id}'`,
      /^payments\.amount_minor/,
    ],
    [
      'a status',
      () =>
        `update payments set status = 'failed', ending = 'failed', ending_decline_code = 'lost_card' where id = '${declined.id}'`,
      /^payments\.(ending|status)/,
    ],
    [
      'a return URL',
      () =>
        `update personal_data set body = replace(body, 'shop.example', 'evil.example') where ${eventsOf(declined.id)}`,
      /^the personal data of event 1\.0 was changed/,
    ],
    [
      'personal data that is gone',
      () => `update personal_data set body = '  ' where version = 1 and ${eventsOf(declined.id)}`,
      /^the personal data of event 1\.0 was removed, and the payment does not say so/,
    ],
    [
      'a removed row of personal data',
      () => `delete from personal_data where version = 2 and ${eventsOf(declined.id)}`,
      /^the personal data of event 2\.0 is missing/,
    ],
    [
      'personal data without an event',
      () =>
        `update personal_data set version = 99 where version = 2 and ${eventsOf(declined.id)}; insert into personal_data (payment_number, version, position, body) select payment_number, 2, 0, body from personal_data where version = 99`,
      /^has personal data without an event/,
    ],
    [
      'a removal that no event tells of',
      () =>
        `update personal_data set body = '  ' where ${eventsOf(declined.id)}; update payments set personal_data_removed_at_ms = 1 where id = '${declined.id}'`,
      /^payments\.personal_data_removed_at_ms/,
    ],
    [
      'a time to wake',
      () => `update payments set wake_at_ms = 1 where id = '${declined.id}'`,
      /^payments\.wake_at_ms/,
    ],
    [
      'an attempt',
      () => `update attempts set card_last4 = '0000' where number = 2 and payment_id = '${declined.id}'`,
      /^attempts\.card_last4 of number 2/,
    ],
    [
      'a removed attempt',
      () => `delete from attempts where number = 1 and payment_id = '${declined.id}'`,
      /^attempts: there are 1/,
    ],
    [
      'a refund',
      () => `update refunds set amount_minor = 99 where position = 2 and payment_id = '${refunded.id}'`,
      /^refunds\.amount_minor of number 2/,
    ],
    [
      'a public event',
      () => `update webhook_events set type = 'payment.failed' where ${eventsOf(refunded.id)}`,
      /^nothing has happened that evt_\w+ tells/,
    ],
    [
      'a removed payment',
      () => `delete from payments where id = '${declined.id}'`,
      /^has events, but was removed/,
    ],
  ])('%s', (_, sql, expected) => {
    const file = aCopy()
    tamper(file, sql())
    const verified = verify(file)
    expect(isFaultless(verified)).toBe(false)
    expect(verified.differenceCount).toBe(1)
    expect([declined.id, refunded.id]).toContain(verified.differences[0]?.paymentId)
    expect(verified.differences[0]?.difference).toMatch(expected)
  })

  it.each([
    ['a payment', [2], { paymentId: 'payment number 2', difference: 'was removed with all its events' }],
    [
      'payments next to each other',
      [1, 2],
      { paymentId: 'payments number 1 to 2', difference: 'were removed with all their events' },
    ],
  ])('%s removed with all rows', (_, numbers, expected) => {
    const file = aCopy()
    for (const number of numbers) removePayment(file, number)
    const verified = verify(file)
    expect(isFaultless(verified)).toBe(false)
    expect([verified.damage, verified.differences]).toEqual([[], [expected]])
  })

  it.each([
    [
      'a removed guard',
      'drop trigger payments_ending_is_final',
      { schemaDifferences: ['the trigger payments_ending_is_final is missing'] },
    ],
    [
      'a guard that guards nothing',
      `drop trigger payments_stay;
       create trigger payments_stay before delete on payments begin select 1; end`,
      { schemaDifferences: ['the trigger payments_stay was changed'] },
    ],
    [
      'a table that somebody added',
      'create table notes (text)',
      { schemaDifferences: ['the table notes is not part of the schema'] },
    ],
  ])('%s', (_, sql, expected) => {
    const file = aCopy()
    const database = new DatabaseSync(file)
    database.exec(sql)
    database.close()
    const verified = verify(file)
    expect(verified).toMatchObject({ differenceCount: 0, damage: [], ...expected })
    expect(isFaultless(verified)).toBe(false)
  })

  it.each([
    [
      'a key of a merchant that does not exist',
      `insert into api_keys (id, merchant_id, mode, hash, last4, created_at_ms)
       values ('key_1', 'mer_unknown', 'live', '${'a'.repeat(64)}', 'ab12', 1)`,
      /^rows of api_keys refer to rows of merchants that do not exist$/,
    ],
    ['a merchant with an impossible setting', 'update merchants set attempts_max = 99', /CHECK.*merchants/],
  ])('%s', (_, sql, damage) => {
    const file = aCopy()
    tamper(file, sql)
    const verified = verify(file)
    expect(verified).toMatchObject({ schemaDifferences: [], damage: [expect.stringMatching(damage)] })
    expect(isFaultless(verified)).toBe(false)
  })

  it('and the newest payment, removed with all its rows, by the head that was written down', () => {
    const file = join(aFolder(), 'backup.db')
    backUpFile(template, file, startMs)
    removePayment(file, 4)
    const verified = verify(file)
    expect(verified).toMatchObject({ payments: 3, differenceCount: 0 })
    expect(isFaultless(verified)).toBe(false)
  })

  it('only the first of many are named, and all are counted', async () => {
    const file = aDatabaseFile()
    const storage = await openQuietly(file)
    await storage.addMerchant(aMerchant())
    for (let count = 0; count < 450; count++) await storage.create(aCreation())
    await storage.close()
    tamper(file, 'update payments set amount_minor = 7')
    const verified = verify(file)
    expect([verified.payments, verified.differenceCount, verified.differences.length]).toEqual([450, 450, 20])
  })

  it('and a broken page is reported, not thrown', () => {
    const file = aCopy()
    const bytes = readFileSync(file)
    const root = rootPageOf(file, 'payments')
    bytes.fill(0xff, (root - 1) * 4_096, root * 4_096)
    writeFileSync(file, bytes)
    expect(verify(file).damage).not.toEqual([])
    expect(() => backUpFile(file, join(aFolder(), 'backup.db'), startMs)).toThrow(DatabaseRefused)
  })
})

function rootPageOf(file: string, table: string): number {
  const database = new DatabaseSync(file)
  const row = database.prepare('select rootpage from sqlite_schema where name = ?').get(table)
  database.close()
  return Number(row?.rootpage)
}
