/** Statements about payments that the database itself refuses. */
import { afterAll, beforeAll, describe, it } from 'vitest'
import { startMs } from '../../support/payments.ts'
import type { Engine, RawValue } from './engine.ts'
import { type Guarded, guarded } from './guarded.ts'

export function describeGuards(engine: Engine): void {
  describe('payments', () => {
    let the: Guarded
    beforeAll(async () => {
      the = await guarded(engine)
    })
    afterAll(() => the.raw.close())

    const change = (assignments: string, id: string, ...values: RawValue[]) =>
      [`update payments set ${assignments} where id = ?`, ...values, id] as const

    it.each([
      ['merchant_id', 'mer_other'],
      ['mode', 'live'],
      ['kind', 'direct'],
      ['amount_minor', 1],
      ['currency', 'usd'],
      ['attempts_max', 9],
      ['extensions_max', 9],
      ['created_at_ms', 1],
      ['expires_at_ms', startMs * 2],
      ['id', 'pay_other'],
    ])('never change their %s', async (column, value) => {
      await the.refuses(change(`${column} = ?, version = 9`, the.open.id, value), /never changes?/)
    })

    it.each([
      ["ending = null, ended_at_ms = null, ending_decline_code = null, status = 'pending'"],
      ["ending = 'canceled', ending_decline_code = null, status = 'canceled'"],
      ['ended_at_ms = 1'],
      ["ending_decline_code = 'lost_card'"],
    ])('never leave their ending: %s', async (assignments) => {
      await the.refuses(change(`${assignments}, version = 99`, the.failed.id), /an ending never changes/)
    })

    it('succeed only by an approved attempt', async () => {
      const succeed = "ending = 'succeeded', ended_at_ms = 1, status = 'succeeded', version = 9"
      await the.refuses(change(succeed, the.sending.id), /by an approved attempt/)
      await the.refuses(change(succeed, the.open.id), [/by an approved attempt/, 'check'])
    })

    it('do not fail with an approved attempt', async () => {
      const { id } = the.sending
      const approval =
        "update attempts set state = 'approved', acquirer_transaction_id = 't' where payment_id = ?"
      const expire = "ending = 'expired', ended_at_ms = 1, status = 'expired', version = 9"
      await the.refuses([[approval, id], change(expire, id)], /can only succeed/)
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
    ])('hold no %s like %s', async (column, value) => {
      const refused = change(`${column} = ?, version = 9`, the.sending.id, value)
      await the.refuses(refused, ['check', 'reference', 'type'])
    })

    it('never lower their version or their epoch', async () => {
      await the.refuses(change('version = version', the.open.id), /only increase/)
      await the.refuses(change('version = 9, epoch = -1', the.open.id), [/only increase/, 'check'])
    })

    it('are never deleted', async () => {
      await the.refuses(['delete from payments where id = ?', the.open.id], /never deleted/)
    })

    it.each([
      [{ merchant_id: 'mer_unknown' }, 'reference'],
      [{ amount_minor: 0 }, 'check'],
      [{ amount_minor: 1_000_000_000_000 }, 'check'],
      [{ currency: 'jpy' }, 'reference'],
      [{ mode: 'sandbox' }, 'check'],
      [{ kind: 'other' }, 'check'],
      [{ ending: 'succeeded', ended_at_ms: 1, status: 'succeeded', attempt_count: 1 }, 'check'],
    ] as const)('are not created with %o', async (changes, rule) => {
      const copy = await the.copied('payments', ['id = ?', the.open.id], { id: 'pay_copy', ...changes })
      await the.refuses(copy, rule)
    })

    it('are created as the gateway creates them', async () => {
      await the.takes(await the.copied('payments', ['id = ?', the.open.id], { id: 'pay_copy' }))
    })
  })
}
