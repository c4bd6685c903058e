/** Storage: due payments are taken over by one worker at a time, the most overdue first. */
import { describe, expect, it } from 'vitest'
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { Storage } from '../../../src/ports/storage.ts'
import {
  aCreation,
  approveCommand,
  changeBy,
  refundCommand,
  startCommand,
  startMs,
} from '../../support/payments.ts'
import type { Subject } from './contract.ts'
import { created, saved } from './payments.ts'

const leaseMs = 60_000

function expiringAt(storage: Storage, expiresInMs: number): Promise<Payment> {
  return created(storage, aCreation({ expiresAtMs: startMs + expiresInMs }))
}

export function describeClaims(subject: Subject): void {
  const claim = (inMs: number, limit = 10) =>
    subject.storage.claimDue({ nowMs: () => startMs + inMs, leaseMs, limit })
  const idsOf = (payments: readonly Payment[]) => payments.map((payment) => payment.id)

  describe('claiming due payments', () => {
    it('takes those whose time has come, the most overdue first', async () => {
      const third = await expiringAt(subject.storage, 300)
      const first = await expiringAt(subject.storage, 100)
      const second = await expiringAt(subject.storage, 200)
      await expiringAt(subject.storage, 301)
      expect(idsOf(await claim(300))).toEqual([first.id, second.id, third.id])
    })

    it('takes no more than asked for', async () => {
      const payments = []
      for (const ms of [10, 20, 30]) payments.push(await expiringAt(subject.storage, ms))
      expect(idsOf(await claim(100, 2))).toEqual(idsOf(payments.slice(0, 2)))
      expect(idsOf(await claim(100, 2))).toEqual(idsOf(payments.slice(2)))
      expect(await claim(100, 2)).toEqual([])
    })

    it('raises epoch and version, and returns payments as they are then', async () => {
      const payment = await expiringAt(subject.storage, 10)
      const started = await saved(
        subject.storage,
        changeBy(payment, startCommand(payment), { atMs: startMs }),
      )
      expect(await subject.storage.findPayment(payment.id)).toEqual(started)
      const [claimed] = await claim(leaseMs)
      expect(claimed).toEqual({ ...started, epoch: 1, version: 3 })
      expect(await subject.storage.findPayment(payment.id)).toEqual(claimed)
    })

    it('leaves a claimed payment alone until its lease ends', async () => {
      const payment = await expiringAt(subject.storage, 0)
      expect(await claim(5)).toHaveLength(1)
      expect(await claim(5 + leaseMs - 1)).toEqual([])
      expect(await claim(5 + leaseMs)).toMatchObject([{ id: payment.id, epoch: 2, version: 3 }])
    })

    it('makes saves of the previous worker lose', async () => {
      const payment = await expiringAt(subject.storage, 0)
      const [claimed] = await claim(5)
      const stale = changeBy(payment, { type: 'expire' }, { atMs: startMs + 5 })
      expect(await subject.storage.save(stale)).toBe('lost_race')
      await saved(subject.storage, changeBy(claimed as Payment, { type: 'expire' }, { atMs: startMs + 5 }))
    })

    it('forgets a payment that needs no more work', async () => {
      const payment = await created(subject.storage)
      const started = await saved(subject.storage, changeBy(payment, startCommand(payment)))
      await saved(subject.storage, changeBy(started, approveCommand(started)))
      expect(await claim(1_000 * 24 * 3_600_000)).toEqual([])
    })

    it('gives a payment to only one of two simultaneous claims', async () => {
      await expiringAt(subject.storage, 0)
      const claims = await Promise.all([claim(5), claim(5)])
      expect(claims.flat()).toHaveLength(1)
    })
  })

  describe('claiming what is to be looked at too far ahead', () => {
    const aheadMs = 600_000
    const hourMs = 3_600_000
    const claimAhead = (limit = 10) =>
      subject.storage.claimFarAhead({ nowMs: () => startMs, leaseMs, limit, aheadMs })
    const startedIn = async (inMs: number) => {
      const payment = await created(subject.storage, aCreation({ expiresAtMs: startMs + 48 * hourMs }))
      return saved(subject.storage, changeBy(payment, startCommand(payment), { atMs: startMs + inMs }))
    }
    const lostRefund = async (inMs: number) => {
      let payment = await startedIn(0)
      payment = await saved(subject.storage, changeBy(payment, approveCommand(payment)))
      return saved(subject.storage, changeBy(payment, refundCommand(), { atMs: startMs + inMs }))
    }

    it('takes attempts and refunds whose times no pause explains, the furthest first', async () => {
      const near = await startedIn(hourMs)
      const far = await startedIn(2 * hourMs)
      const refunded = await lostRefund(3 * hourMs)
      await startedIn(0)
      await expiringAt(subject.storage, 5 * hourMs)
      const claimed = await claimAhead()
      expect(idsOf(claimed)).toEqual([refunded.id, far.id, near.id])
      expect(claimed[1]).toEqual({ ...far, epoch: far.epoch + 1, version: far.version + 1 })
      expect(await claimAhead()).toEqual([])
      expect(await claim(leaseMs)).toHaveLength(4)
    })

    it('takes a refund whose reversal was put off by a pause, and leaves one that is to be repeated', async () => {
      let payment = await lostRefund(0)
      const refundId = payment.refunds[0]?.id ?? ''
      const atMs = startMs + hourMs
      const lost = {
        type: 'record_refund_answer',
        refundId,
        answer: { kind: 'unknown', cause: 'x' },
      } as const
      payment = await saved(subject.storage, changeBy(payment, lost, { atMs }))
      const notFound = {
        type: 'record_refund_inquiry',
        refundId,
        answer: { kind: 'not_found' },
        isReversible: true,
        epoch: 0,
      } as const
      while (payment.refunds[0]?.state === 'unknown') {
        payment = await saved(subject.storage, changeBy(payment, notFound, { atMs }))
      }
      const [claimed] = await claimAhead()
      expect(claimed?.refunds[0]).toMatchObject({ id: refundId, state: 'reversing' })
      const answer = { kind: 'reversed' } as const
      const ofWorker = { inquiry: null, isTombstone: false, epoch: 1 } as const
      const repeated = { type: 'record_refund_reversal', refundId, answer, ...ofWorker } as const
      await saved(subject.storage, changeBy(claimed as Payment, repeated, { atMs }))
      expect(await claimAhead()).toEqual([])
    })

    it('takes what a worker has leased by a clock that was ahead', async () => {
      const payment = await startedIn(0)
      const lease = { nowMs: () => startMs + hourMs, leaseMs, limit: 10 }
      expect(idsOf(await subject.storage.claimDue(lease))).toEqual([payment.id])
      expect(idsOf(await claimAhead())).toEqual([payment.id])
    })

    it('takes no more than asked for', async () => {
      await startedIn(hourMs)
      await startedIn(hourMs)
      expect(await claimAhead(1)).toHaveLength(1)
      expect(await claimAhead(5)).toHaveLength(1)
    })

    it('leaves reversals that are to be repeated later', async () => {
      let payment = await startedIn(0)
      const left = [
        { type: 'record_answer', number: 1, answer: challenge },
        { type: 'abandon', number: 1 },
        {
          type: 'record_reversal',
          number: 1,
          answer: { kind: 'reversed' },
          inquiry: null,
          isTombstone: false,
          epoch: 0,
        },
      ] as const
      for (const command of left) {
        payment = await saved(subject.storage, changeBy(payment, command, { atMs: startMs + hourMs }))
      }
      expect(payment.attempts[0]?.nextAtMs).toBeGreaterThan(startMs + aheadMs)
      expect(await claimAhead()).toEqual([])
    })
  })
}

const challenge = {
  kind: 'challenge',
  url: 'https://bank.example/1',
  method: 'GET',
  fields: {},
  country: null,
} as const
