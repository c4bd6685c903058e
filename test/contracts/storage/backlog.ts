/** Storage: what waits for a worker or for the acquirer is counted for monitoring. */
import { describe, expect, it } from 'vitest'
import type { Command } from '../../../src/core/payment/commands.ts'
import type { Payment } from '../../../src/core/payment/payment.ts'
import {
  aCreation,
  approveCommand,
  challengeCommand,
  changeBy,
  refundCommand,
  startCommand,
  startMs,
} from '../../support/payments.ts'
import type { Subject } from './contract.ts'
import { created, saved } from './payments.ts'

const hourMs = 3_600_000
const unknown = { kind: 'unknown', cause: 'no answer in time' } as const

export function describeBacklog(subject: Subject): void {
  const begun = async (atMs: number): Promise<Payment> => {
    const payment = await created(subject.storage, aCreation({ createdAtMs: atMs }))
    return change(payment, startCommand(payment), atMs)
  }
  const change = (payment: Payment, command: Command, atMs: number): Promise<Payment> =>
    saved(subject.storage, changeBy(payment, command, { atMs }))
  const missAnswer = (payment: Payment, atMs: number) =>
    change(payment, { type: 'record_answer', number: 1, answer: unknown }, atMs)

  describe('the backlog', () => {
    it('is empty while everything is on its way', async () => {
      await begun(startMs)
      const asked = await begun(startMs)
      await change(asked, challengeCommand(asked), startMs + 1)
      const paid = await begun(startMs)
      await change(paid, approveCommand(paid), startMs + 1)
      expect(await subject.storage.backlog(startMs)).toEqual({ oldestDueMs: null, unsettled: [] })
    })

    it('says since when the payment that has waited longest has been due', async () => {
      for (const ms of [300, 100, 200])
        await created(subject.storage, aCreation({ expiresAtMs: startMs + ms }))
      const dueAt = async (ms: number) => (await subject.storage.backlog(startMs + ms)).oldestDueMs
      expect(await dueAt(99)).toBeNull()
      expect(await dueAt(100)).toBe(startMs + 100)
      expect(await dueAt(hourMs)).toBe(startMs + 100)
      await subject.storage.claimDue({ nowMs: () => startMs + 300, leaseMs: 60_000, limit: 2 })
      expect(await dueAt(400)).toBe(startMs + 300)
    })

    it('counts unknown attempts, and says when the oldest was started', async () => {
      for (const ms of [20, 10, 30]) await missAnswer(await begun(startMs + ms), startMs + 1_000)
      const { unsettled } = await subject.storage.backlog(startMs)
      expect(unsettled).toEqual([{ part: 'attempt', state: 'unknown', count: 3, oldestMs: startMs + 10 }])
    })

    it('counts refunds without an answer, apart from attempts', async () => {
      const sent = await begun(startMs)
      const paid = await change(sent, approveCommand(sent), startMs + 1)
      const refunding = await change(paid, refundCommand(100), startMs + 2)
      const refundId = refunding.refunds[0]?.id ?? ''
      await change(refunding, { type: 'record_refund_answer', refundId, answer: unknown }, startMs + 3)
      await missAnswer(await begun(startMs), startMs + 1)
      const { unsettled } = await subject.storage.backlog(startMs)
      expect(unsettled).toHaveLength(2)
      expect(unsettled).toContainEqual({ part: 'attempt', state: 'unknown', count: 1, oldestMs: startMs })
      expect(unsettled).toContainEqual({ part: 'refund', state: 'unknown', count: 1, oldestMs: startMs + 2 })
    })
  })
}
