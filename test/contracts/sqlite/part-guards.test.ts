/** What SQLite refuses by itself about attempts, refunds, events and keys, whoever asks and by whatever statement. */
import { describe, expect, it } from 'vitest'
import { guarded } from '../storage/guarded.ts'

const { database, failed, key, open, refunded, refuses, reversing, sending } = await guarded()

const copyAttempt = (set: string) =>
  `insert into attempts select payment_id, number + 1, reference || 'x', ${set} card_brand, card_last4,
    card_exp_month, card_exp_year, card_country, decline_code, acquirer_transaction_id, challenge_url,
    challenge_expires_at_ms, inquiries, not_found_count, next_at_ms, started_at_ms, settled_at_ms,
    pay_back_decided_at_ms
  from attempts where payment_id = ? and number = ?`
const undecided = 'null, null, null,'

const copyRefund = (amountMinor: number, reference = "'another'") =>
  `insert into refunds select payment_id, position + 1, id || 'x', ${amountMinor}, reason, 'sending', ${reference},
    null, null, 0, 0, null, created_at_ms, updated_at_ms, null
  from refunds where payment_id = ?`

describe('attempts in SQLite', () => {
  it('are never live twice on one payment', () => {
    const sql = copyAttempt(`'sending', ${undecided}`)
    refuses(sql, /UNIQUE constraint failed: attempts.payment_id/, sending.id, 1)
  })

  it('never start on an ended payment', () => {
    refuses(copyAttempt(`'declined', ${undecided}`), /has no new attempt/, failed.id, 2)
  })

  it('are never approved on an ended payment', () => {
    const sql = "update attempts set state = 'approved', acquirer_transaction_id = 't' where payment_id = ?"
    refuses(sql, /CHECK|no new approval/, reversing.id)
  })

  it('never lose a decision, nor change it', () => {
    const undone =
      "state = 'unknown', decided_at_ms = null, decision_payment_waits = null, decision_decline_code = null"
    refuses(`update attempts set ${undone} where payment_id = ?`, /never unset/, reversing.id)
    const other = "update attempts set decision_decline_code = 'lost_card' where payment_id = ?"
    refuses(other, /never unset/, reversing.id)
  })

  it('never leave a settled state', () => {
    refuses("update attempts set state = 'unknown' where payment_id = ?", /settled/, failed.id)
    const paid = "update attempts set state = 'paid_back' where payment_id = ?"
    database.exec('begin')
    database.prepare(paid).run(reversing.id)
    const revive = database.prepare("update attempts set state = 'reversing' where payment_id = ?")
    expect(() => revive.run(reversing.id)).toThrow(/settled/)
    database.exec('rollback')
  })

  it('leave the reversed state only for being paid back', () => {
    database.exec('begin')
    database.prepare("update attempts set state = 'reversed' where payment_id = ?").run(reversing.id)
    const setAside = database.prepare("update attempts set state = 'set_aside' where payment_id = ?")
    expect(() => setAside.run(reversing.id)).toThrow(/settled/)
    const set = "state = 'paying_back', pay_back_decided_at_ms = 1"
    const payBack = database.prepare(`update attempts set ${set} where payment_id = ?`)
    expect(payBack.run(reversing.id).changes).toBe(1)
    database.exec('rollback')
  })

  it('are paid back only after a decision to reverse', () => {
    refuses("update attempts set state = 'paid_back' where payment_id = ?", /CHECK/, sending.id)
    refuses("update attempts set state = 'paying_back' where payment_id = ?", /CHECK/, reversing.id)
  })

  it('have references of their own', () => {
    const used = sending.attempts[0]?.reference ?? ''
    refuses(
      copyAttempt(`'declined', ${undecided}`).replace("reference || 'x'", `'${used}'`),
      /UNIQUE/,
      sending.id,
      1,
    )
  })

  it.each([
    ['reference', 'another'],
    ['card_last4', '0000'],
    ['number', 2],
    ['started_at_ms', 1],
  ])('never change their %s', (column, value) => {
    refuses(`update attempts set ${column} = ? where payment_id = ?`, /never changes/, value, sending.id)
  })

  it('hold no full card number and no unknown word', () => {
    const copy = copyAttempt(`'declined', ${undecided}`)
    refuses(copy.replace('card_last4', "'4111111111111111'"), /CHECK/, sending.id, 1)
    refuses("update attempts set state = 'lost' where payment_id = ?", /CHECK/, sending.id)
    refuses("update attempts set decline_code = 'because' where payment_id = ?", /FOREIGN KEY/, sending.id)
  })

  it('never vanish', () => {
    refuses('delete from attempts where payment_id = ?', /never vanishes/, sending.id)
  })
})

describe('refunds in SQLite', () => {
  it('never exceed the amount together', () => {
    refuses(copyRefund(1_001), /within the amount/, refunded.id)
    database.exec('begin')
    expect(database.prepare(copyRefund(1_000)).run(refunded.id).changes).toBe(1)
    database.exec('rollback')
  })

  it('have references of their own', () => {
    refuses(copyRefund(1, 'reference'), /UNIQUE constraint failed: refunds.reference/, refunded.id)
  })

  it('are for money taken only', () => {
    const sql = copyRefund(1).replace('select payment_id', `select '${open.id}'`)
    refuses(sql, /only money taken/, refunded.id)
  })

  it('never change their amount, and never leave a settled state', () => {
    refuses('update refunds set amount_minor = 1 where payment_id = ?', /never changes/, refunded.id)
    database.exec('begin')
    database.prepare("update refunds set state = 'failed' where payment_id = ?").run(refunded.id)
    const revive = database.prepare("update refunds set state = 'pending' where payment_id = ?")
    expect(() => revive.run(refunded.id)).toThrow(/settled/)
    database.exec('rollback')
  })

  it('never vanish', () => {
    refuses('delete from refunds where payment_id = ?', /never vanishes/, refunded.id)
  })
})

describe('other tables in SQLite', () => {
  it('keep events as they were written', () => {
    const eventsOf = 'payment_number = (select number from payments where id = ?)'
    refuses(`update events set body = '{}' where ${eventsOf}`, /append-only/, open.id)
    refuses(`delete from events where ${eventsOf}`, /append-only/, open.id)
    const hash = 'a'.repeat(64)
    const copied = "insert into events select payment_number, 1, 0, '{}', ? from events"
    refuses(`${copied} where ${eventsOf}`, /UNIQUE/, hash, open.id)
    refuses("insert into events values (999, 1, 0, '{}', ?)", /FOREIGN KEY/, hash)
  })

  it('never undo a revocation', () => {
    refuses('update api_keys set revoked_at_ms = null where id = ?', /never undone/, key.id)
    refuses('delete from api_keys where id = ?', /not deleted/, key.id)
    refuses("update api_keys set mode = 'live' where id = ?", /never changes/, key.id)
  })

  it('are all strict', () => {
    const loose = database
      .prepare("select name from pragma_table_list where schema = 'main' and strict = 0")
      .all()
    expect(loose.map((table) => table.name)).toEqual(['sqlite_schema'])
  })
})
