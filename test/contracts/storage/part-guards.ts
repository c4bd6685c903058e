/** Statements about attempts, refunds, events, and keys that the database itself refuses. */
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { Engine, RawRow } from './engine.ts'
import { type Guarded, guarded } from './guarded.ts'

export function describePartGuards(engine: Engine): void {
  let the: Guarded
  beforeAll(async () => {
    the = await guarded(engine)
  })
  afterAll(() => the.raw.close())

  const undecided = { decided_at_ms: null, decision_payment_waits: null, decision_decline_code: null }
  const copyAttempt = ({ id }: Payment, number: number, changes: RawRow) =>
    the.copied('attempts', ['payment_id = ? and number = ?', id, number], {
      number: number + 1,
      reference: 'another',
      ...undecided,
      ...changes,
    })
  const copyRefund = (changes: RawRow) =>
    the.copied('refunds', ['payment_id = ?', the.refunded.id], {
      position: 2,
      id: 'ref_another',
      reference: 'another',
      state: 'sending',
      ...changes,
    })
  const changeAttempts = (assignments: string, { id }: Payment) =>
    [`update attempts set ${assignments} where payment_id = ?`, id] as const

  describe('attempts', () => {
    it('never block each other on one payment', async () => {
      await the.refuses(await copyAttempt(the.sending, 1, { state: 'sending' }), 'unique')
    })

    it('never start on an ended payment', async () => {
      await the.refuses(await copyAttempt(the.failed, 2, { state: 'declined' }), /has no new attempt/)
    })

    it('are never approved on an ended payment', async () => {
      const approval = changeAttempts("state = 'approved', acquirer_transaction_id = 't'", the.reversing)
      await the.refuses(approval, ['check', /no new approval/])
    })

    it('never lose a decision, nor change it', async () => {
      const undone =
        "state = 'unknown', decided_at_ms = null, decision_payment_waits = null, decision_decline_code = null"
      await the.refuses(changeAttempts(undone, the.reversing), /is final/)
      await the.refuses(changeAttempts("decision_decline_code = 'lost_card'", the.reversing), /is final/)
    })

    it('never leave a settled state', async () => {
      await the.refuses(changeAttempts("state = 'unknown'", the.failed), /settled/)
      const paid = changeAttempts("state = 'paid_back'", the.reversing)
      await the.refuses([paid, changeAttempts("state = 'reversing'", the.reversing)], /settled/)
    })

    it('leave the reversed state only for being paid back', async () => {
      const reversed = changeAttempts("state = 'reversed'", the.reversing)
      await the.refuses([reversed, changeAttempts("state = 'set_aside'", the.reversing)], /settled/)
      const payBack = changeAttempts("state = 'paying_back', pay_back_decided_at_ms = 1", the.reversing)
      await the.takes([reversed, payBack])
    })

    it('are paid back only after a decision to reverse', async () => {
      await the.refuses(changeAttempts("state = 'paid_back'", the.sending), 'check')
      await the.refuses(changeAttempts("state = 'paying_back'", the.reversing), 'check')
    })

    it('end the 3-D Secure method once', async () => {
      const end = (completion: string) =>
        changeAttempts(
          `method_url = 'https://acs.example', method_data = 'e30', method_completion = ${completion}`,
          the.sending,
        )
      await the.takes(end("'Y'"))
      await the.refuses([end("'Y'"), end("'N'")], /ends once/)
      await the.refuses([end("'Y'"), end('null')], /ends once/)
      await the.refuses(changeAttempts("method_completion = 'Y'", the.sending), 'check')
    })

    it('have references of their own', async () => {
      const reference = the.sending.attempts[0]?.reference ?? ''
      await the.refuses(await copyAttempt(the.sending, 1, { state: 'declined', reference }), 'unique')
    })

    it.each([
      ['reference', "'another'"],
      ['card_last4', "'0000'"],
      ['number', '2'],
      ['started_at_ms', '1'],
    ])('never change their %s', async (column, value) => {
      await the.refuses(changeAttempts(`${column} = ${value}`, the.sending), /never changes?/)
    })

    it('hold no full card number and no unknown word', async () => {
      const full = { state: 'declined', card_last4: '4111111111111111' }
      await the.refuses(await copyAttempt(the.sending, 1, full), 'check')
      await the.refuses(changeAttempts("state = 'lost'", the.sending), 'check')
      await the.refuses(changeAttempts("decline_code = 'because'", the.sending), 'reference')
    })

    it('are never deleted', async () => {
      await the.refuses(['delete from attempts where payment_id = ?', the.sending.id], /never deleted/)
    })
  })

  describe('refunds', () => {
    it('never exceed the amount together', async () => {
      await the.refuses(await copyRefund({ amount_minor: 1_001 }), /never exceed the amount/)
      await the.takes(await copyRefund({ amount_minor: 1_000 }))
    })

    it('have references of their own', async () => {
      const reference = the.refunded.refunds[0]?.reference ?? ''
      await the.refuses(await copyRefund({ amount_minor: 1, reference }), 'unique')
    })

    it('are for charged payments only', async () => {
      await the.refuses(
        await copyRefund({ amount_minor: 1, payment_id: the.open.id }),
        /only a charged payment/,
      )
    })

    it('never change their amount, and never leave a settled state', async () => {
      const change = (assignments: string) =>
        [`update refunds set ${assignments} where payment_id = ?`, the.refunded.id] as const
      await the.refuses(change('amount_minor = 1'), /never changes?/)
      await the.refuses([change("state = 'failed'"), change("state = 'pending'")], /settled/)
    })

    it('are never deleted', async () => {
      await the.refuses(['delete from refunds where payment_id = ?', the.refunded.id], /never deleted/)
    })
  })

  describe('other tables', () => {
    it('keep events as they were written', async () => {
      const { id } = the.open
      const { eventsOfPayment } = the.raw
      await the.refuses([`update events set body = '{}' where ${eventsOfPayment}`, id], /append-only/)
      await the.refuses([`delete from events where ${eventsOfPayment}`, id], /append-only/)
      await the.refuses(await the.copied('events', [eventsOfPayment, id], { body: '{}' }), 'unique')
    })

    it('never undo a revocation', async () => {
      const change = (assignment: string) =>
        [`update api_keys set ${assignment} where id = ?`, the.key.id] as const
      await the.refuses(change('revoked_at_ms = null'), /is final/)
      await the.refuses(['delete from api_keys where id = ?', the.key.id], /not deleted/)
      await the.refuses(change("mode = 'live'"), /never changes?/)
    })
  })
}
