/** Storage: payments come back as they were saved, once, and with their events. */
import { describe, expect, it } from 'vitest'
import { declineCodes } from '../../../src/core/decline.ts'
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { Change, Creation, Storage } from '../../../src/ports/storage.ts'
import {
  aCreation,
  approveCommand,
  challengeCommand,
  changeBy,
  declineCommand,
  methodCommand,
  refundCommand,
  resumeCommand,
  startCommand,
  visa,
} from '../../support/payments.ts'
import type { Subject } from './contract.ts'
import { describeIfAble } from './engine.ts'

export async function saved(storage: Storage, change: Change): Promise<Payment> {
  expect(await storage.save(change)).toBe('saved')
  return change.after
}

export async function created(storage: Storage, creation: Creation = aCreation()): Promise<Payment> {
  expect(await storage.create(creation)).toBe('saved')
  return creation.payment
}

const startCoBadged = (payment: Payment) => startCommand(payment, { ...visa, network: 'cartes_bancaires' })

const everyTerm = {
  kind: 'hosted',
  mode: 'live',
  amountMinor: 999_999_999_999,
  currency: 'gbp',
  description: 'Zwei Karten \u{1F3AB}\n"Parkett"',
  metadata: { order: '17', ключ: '\t{"a":1}', __proto__x: '' },
  returnUrl: 'https://shop.example/return?a=1#b',
  callbackUrl: 'https://shop.example/callback',
  suppliedCustomer: {
    email: 'ada@example.com',
    firstName: 'Ada',
    lastName: 'Lovelace',
    country: 'GB',
    phone: '+441234567890',
    address: '12 St James’s Square',
    city: 'London',
    zip: 'SW1Y',
  },
  attemptsMax: 4,
  extensionsMax: 10,
} as const

export function describePayments(subject: Subject): void {
  describe('payments', () => {
    it('finds nothing under an unknown id', async () => {
      expect(await subject.storage.findPayment('pay_unknown')).toBeNull()
      expect(await subject.storage.listEvents('pay_unknown')).toEqual([])
    })

    it('gives every field back as it was saved, at every step of a life', async () => {
      const { storage } = subject
      let payment = await created(storage, aCreation(everyTerm))
      expect(await storage.findPayment(payment.id)).toEqual(payment)
      const steps = [
        ...[startCommand, declineCommand, startCoBadged],
        ...[methodCommand, resumeCommand, challengeCommand, approveCommand],
      ]
      for (const command of [...steps, () => refundCommand(1_000), () => refundCommand()]) {
        payment = await saved(storage, changeBy(payment, command(payment)))
        expect(await storage.findPayment(payment.id)).toEqual(payment)
      }
      expect(payment).toMatchObject({ ending: { kind: 'succeeded' }, attempts: [{}, {}], refunds: [{}, {}] })
    })

    it('gives lost answers and reversals back', async () => {
      const { storage } = subject
      let payment = await created(storage)
      const lost = {
        type: 'record_answer',
        number: 1,
        answer: { kind: 'unknown', cause: 'time-out' },
      } as const
      payment = await saved(storage, changeBy(payment, startCommand(payment)))
      payment = await saved(storage, changeBy(payment, lost))
      const late = payment.createdAtMs + 3_600_000
      const missing = { type: 'record_inquiry', number: 1, answer: { kind: 'pending' }, epoch: 0 } as const
      payment = await saved(storage, changeBy(payment, missing, { atMs: late }))
      expect(payment.attempts[0]?.decision).not.toBeNull()
      expect(await storage.findPayment(payment.id)).toEqual(payment)
      const acknowledged = { type: 'record_reversal', number: 1, answer: { kind: 'reversed' } } as const
      const reversal = { ...acknowledged, inquiry: null, isTombstone: false, epoch: 0 }
      payment = await saved(storage, changeBy(payment, reversal, { atMs: late + 1 }))
      expect(payment).toMatchObject({ ending: { kind: 'failed' }, attempts: [{ state: 'reversed' }] })
      expect(await storage.findPayment(payment.id)).toEqual(payment)
    })

    it('gives failed refunds back, and lets their amount be refunded again', async () => {
      const { storage } = subject
      let payment = await created(storage)
      for (const command of [startCommand, approveCommand, () => refundCommand()]) {
        payment = await saved(storage, changeBy(payment, command(payment)))
      }
      const refundId = payment.refunds[0]?.id ?? ''
      const answer = { kind: 'failed', declineCode: 'generic_decline' } as const
      payment = await saved(storage, changeBy(payment, { type: 'record_refund_answer', refundId, answer }))
      payment = await saved(storage, changeBy(payment, refundCommand()))
      expect(payment.refunds).toMatchObject([{ state: 'failed' }, { state: 'sending' }])
      expect(await storage.findPayment(payment.id)).toEqual(payment)
    })

    it('knows every decline code', async () => {
      for (const declineCode of declineCodes) {
        let payment = await created(subject.storage, aCreation({ attemptsMax: 1 }))
        payment = await saved(subject.storage, changeBy(payment, startCommand(payment)))
        const answer = { kind: 'declined', declineCode, country: null } as const
        payment = await saved(
          subject.storage,
          changeBy(payment, { type: 'record_answer', number: 1, answer }),
        )
        expect(await subject.storage.findPayment(payment.id)).toEqual(payment)
      }
    })

    it('creates a direct payment together with its attempt', async () => {
      const card = { brand: null, last4: '4242', expMonth: null, expYear: null, country: null }
      const customer = { email: 'ada@example.com', name: 'Ada Lovelace', address: null }
      const creation = aCreation({ kind: 'direct', attemptsMax: 1 }, { card, customer })
      const { after, events } = changeBy(
        creation.payment,
        startCommand(creation.payment, { ...visa, last4: '4242' }),
      )
      const payment = { ...after, version: 1 }
      await created(subject.storage, { ...creation, events, payment })
      expect(await subject.storage.findPayment(payment.id)).toEqual(payment)
      expect(await subject.storage.listEvents(payment.id)).toEqual([creation.event, ...events])
    })

    it('refuses an id that exists and leaves the first payment alone', async () => {
      const payment = await created(subject.storage)
      const twin = aCreation({ id: payment.id, amountMinor: 1 })
      await expect(subject.storage.create(twin)).rejects.toThrow()
      expect(await subject.storage.findPayment(payment.id)).toEqual(payment)
    })

    it('keeps events in order, oldest first', async () => {
      const { storage } = subject
      const creation = aCreation()
      const payment = await created(storage, creation)
      const started = changeBy(payment, startCommand(payment))
      const approved = changeBy(started.after, approveCommand(started.after))
      await saved(storage, started)
      await saved(storage, approved)
      expect(approved.events).toHaveLength(2)
      const events = [creation.event, ...started.events, ...approved.events]
      expect(await storage.listEvents(payment.id)).toEqual(events)
    })

    it('saves nothing of a change that lost its race', async () => {
      const { storage } = subject
      const payment = await created(storage)
      const canceled = await saved(storage, changeBy(payment, { type: 'cancel' }))
      const events = await storage.listEvents(payment.id)
      expect(await storage.save(changeBy(payment, startCommand(payment)))).toBe('lost_race')
      expect(await storage.findPayment(payment.id)).toEqual(canceled)
      expect(await storage.listEvents(payment.id)).toEqual(events)
    })

    it('lets a change of an unknown payment lose', async () => {
      const { payment } = aCreation()
      expect(await subject.storage.save(changeBy(payment, { type: 'cancel' }))).toBe('lost_race')
    })

    it('lets exactly one of many simultaneous changes win', async () => {
      const { storage } = subject
      const payment = await created(storage)
      const changes = Array.from({ length: 32 }, (_, index) =>
        changeBy(payment, index % 2 === 0 ? startCommand(payment) : { type: 'cancel' }),
      )
      const results = await Promise.all(changes.map((change) => storage.save(change)))
      expect(results.filter((result) => result === 'saved')).toHaveLength(1)
      expect(results.filter((result) => result === 'lost_race')).toHaveLength(31)
      expect(await storage.findPayment(payment.id)).toEqual(changes[results.indexOf('saved')]?.after)
      expect(await storage.listEvents(payment.id)).toHaveLength(2)
    })

    it('fails a write that breaks a rule without affecting the others of the same commit', async () => {
      const { storage } = subject
      const existing = await created(storage)
      const before = aCreation()
      const after = aCreation()
      const results = await Promise.allSettled([
        storage.create(before),
        storage.create(aCreation({ id: existing.id })),
        storage.create(after),
      ])
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await storage.findPayment(before.payment.id)).toEqual(before.payment)
      expect(await storage.findPayment(after.payment.id)).toEqual(after.payment)
    })

    describeIfAble(subject.engine, 'durability', 'after a restart', () => {
      it('still has everything that was acknowledged', async () => {
        const payments = await Promise.all(Array.from({ length: 20 }, () => created(subject.storage)))
        const first = await saved(subject.storage, changeBy(payments[0] as Payment, { type: 'cancel' }))
        subject.storage = await subject.reopen()
        expect(await subject.storage.findPayment(first.id)).toEqual(first)
        for (const payment of payments.slice(1)) {
          expect(await subject.storage.findPayment(payment.id)).toEqual(payment)
          expect(await subject.storage.listEvents(payment.id)).toHaveLength(1)
        }
      })
    })
  })
}
