/** Storage: due payments are taken over by one worker at a time, the most overdue first. */
import { describe, expect, it } from 'vitest'
import type { Payment } from '../../src/core/payment.ts'
import type { Storage } from '../../src/ports.ts'
import { aCreation, approveCommand, changeBy, startCommand, startMs } from '../support/payments.ts'
import type { Subject } from './storage-contract.ts'
import { created, saved } from './storage-payments.ts'

const leaseMs = 60_000

function expiringAt(storage: Storage, expiresInMs: number): Promise<Payment> {
  return created(storage, aCreation({ expiresAtMs: startMs + expiresInMs }))
}

export function describeClaims(subject: Subject): void {
  const claim = (inMs: number, limit = 10) =>
    subject.storage.claimDue({ nowMs: startMs + inMs, leaseMs, limit })
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

    it('makes whoever had the payment before lose', async () => {
      const payment = await expiringAt(subject.storage, 0)
      const [claimed] = await claim(5)
      const stale = changeBy(payment, { type: 'expire' }, { atMs: startMs + 5 })
      expect(await subject.storage.save(stale)).toBe('lost_race')
      await saved(subject.storage, changeBy(claimed as Payment, { type: 'expire' }, { atMs: startMs + 5 }))
    })

    it('forgets a payment that needs nobody any more', async () => {
      const payment = await created(subject.storage)
      const started = await saved(subject.storage, changeBy(payment, startCommand(payment)))
      await saved(subject.storage, changeBy(started, approveCommand(started)))
      expect(await claim(1_000 * 24 * 3_600_000)).toEqual([])
    })

    it('gives a payment to one of two claims at once', async () => {
      await expiringAt(subject.storage, 0)
      const claims = await Promise.all([claim(5), claim(5)])
      expect(claims.flat()).toHaveLength(1)
    })
  })
}
