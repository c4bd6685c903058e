/** What SQLite refuses by itself about payments, whoever asks and by whatever statement. */
import { describe, expect, it } from 'vitest'
import { startMs } from '../../support/payments.ts'
import { guarded } from '../storage/guarded.ts'

const { database, failed, open, refuses, sending } = await guarded()

describe('payments in SQLite', () => {
  it.each([
    ['merchant_id', 'mer_other'],
    ['mode', 'live'],
    ['kind', 'direct'],
    ['amount_minor', 1],
    ['currency', 'usd'],
    ['description', 'another'],
    ['metadata', '{}'],
    ['return_url', 'https://evil.example'],
    ['callback_url', 'https://evil.example'],
    ['supplied_customer', '{}'],
    ['attempts_max', 9],
    ['created_at_ms', 1],
    ['expires_at_ms', startMs * 2],
    ['id', 'pay_other'],
    ['number', 999],
  ])('never change their %s', (column, value) => {
    refuses(`update payments set ${column} = ?, version = 9 where id = ?`, /never changes/, value, open.id)
  })

  it.each([
    ["ending = null, ended_at_ms = null, ending_decline_code = null, status = 'pending'"],
    ["ending = 'canceled', ending_decline_code = null, status = 'canceled'"],
    ['ended_at_ms = 1'],
    ["ending_decline_code = 'lost_card'"],
  ])('never leave their ending: %s', (change) => {
    refuses(`update payments set ${change}, version = 99 where id = ?`, /an ending never changes/, failed.id)
  })

  it('succeed only by an approved attempt', () => {
    const change = "ending = 'succeeded', ended_at_ms = 1, status = 'succeeded', version = 9"
    const sql = `update payments set ${change} where id = ?`
    refuses(sql, /by an approved attempt/, sending.id)
    refuses(sql, /by an approved attempt/, open.id)
  })

  it('do not fail with an approved attempt', () => {
    database.exec('begin')
    const id = sending.id
    const approval =
      "update attempts set state = 'approved', acquirer_transaction_id = 't' where payment_id = ?"
    database.prepare(approval).run(id)
    const sql =
      "update payments set ending = 'expired', ended_at_ms = 1, status = 'expired', version = 9 where id = ?"
    expect(() => database.prepare(sql).run(id)).toThrow(/has succeeded/)
    database.exec('rollback')
  })

  it.each([
    ['card_last4', '4111111111111111'],
    ['card_last4', 'abcd'],
    ['card_brand', 'diner'],
    ['card_exp_month', 13],
    ['card_country', 'DEU'],
    ['status', 'succeeded'],
    ['status', 'open'],
    ['wake_at_ms', -1],
    ['epoch', 0.5],
    ['event_hash', 'short'],
  ])('hold no %s like %s', (column, value) => {
    refuses(
      `update payments set ${column} = ?, version = 9 where id = ?`,
      /CHECK|FOREIGN KEY|cannot store/,
      value,
      sending.id,
    )
  })

  it('never lower their version or their epoch', () => {
    refuses('update payments set version = version where id = ?', /only rises/, open.id)
    refuses('update payments set version = 9, epoch = -1 where id = ?', /only rises|CHECK/, open.id)
  })

  it('are never deleted', () => {
    refuses('delete from payments where id = ?', /never deleted/, open.id)
  })

  it('belong to a merchant that exists, and cost between 1 and twelve digits', () => {
    const columns = database.prepare('select * from payments where id = ?').get(open.id) ?? {}
    delete columns.number
    const copyWith = (changes: object) => {
      const copy = Object.entries({ ...columns, id: 'pay_copy', ...changes }) as [
        string,
        string | number | null,
      ][]
      const names = copy.map(([name]) => name).join(', ')
      const marks = copy.map(() => '?').join(', ')
      return [`insert into payments (${names}) values (${marks})`, ...copy.map(([, value]) => value)] as const
    }
    const refusesCopy = (changes: object, reason: RegExp) => {
      const [sql, ...values] = copyWith(changes)
      refuses(sql, reason, ...values)
    }
    refusesCopy({ merchant_id: 'mer_unknown' }, /FOREIGN KEY/)
    refusesCopy({ amount_minor: 0 }, /CHECK/)
    refusesCopy({ amount_minor: 1_000_000_000_000 }, /CHECK/)
    refusesCopy({ currency: 'jpy' }, /FOREIGN KEY/)
    refusesCopy({ mode: 'sandbox' }, /CHECK/)
    refusesCopy({ kind: 'other' }, /CHECK/)
    refusesCopy({ ending: 'succeeded', ended_at_ms: 1, status: 'succeeded', attempt_count: 1 }, /CHECK/)
    const [sql, ...values] = copyWith({})
    database.exec('begin')
    expect(database.prepare(sql).run(...values).changes).toBe(1)
    database.exec('rollback')
  })
})
