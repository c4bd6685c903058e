/** The sandbox acquirer on both kinds of books: the port's contract, and a book that survives everything. */
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { acquirerContract } from '../../acquirer-contract/src/acquirer-contract.ts'
import { testCards } from '../../src/core/card/test-cards.ts'
import { authorization, cardWith, newReference, noDeadline, refundOf, termsOf } from './acquirer-requests.ts'
import { authorize, openSandboxForEachTest, states, world } from './honest-sandbox.ts'
import { sandboxSubject, unusualSandbox } from './sandbox-world.ts'

acquirerContract({ describe, it }, sandboxSubject('sqlite'))
acquirerContract({ describe, it }, sandboxSubject('postgres'))

const hourMs = 3_600_000
const kinds = {
  'that announces charges': { prepares: 1 },
  'that needs what the customer brings back': { needsReturn: 1 },
  'that forgets reversals': { forgetsReversals: 1 },
  'that acknowledges reversals late': { reversalDelayMs: hourMs },
  'that cannot reverse refunds, and counts them once': { keepsRefunds: 1, refundRepeatableMs: hourMs },
  'with everything at once': { prepares: 1, needsReturn: 1, forgetsReversals: 1, keepsRefunds: 1 },
} as const
for (const [name, abilities] of Object.entries(kinds)) {
  acquirerContract({ describe, it }, unusualSandbox(`a sandbox ${name}`, abilities))
}

/** Time passes until it is answered. */
async function answered<T>(answer: Promise<T>): Promise<T> {
  let isAnswered = false
  const done = answer.finally(() => {
    isAnswered = true
  })
  while (!isAnswered) {
    await turn()
    await world.clock.advance(1_000)
  }
  return done
}

describe.each(['sqlite', 'postgres'] as const)('on %s', (kind) => {
  openSandboxForEachTest(kind)

  describe('refunds and reversals', () => {
    it('refuse a refund in another currency', async () => {
      const original = authorization(world.approvedPan)
      await authorize(original)
      const refund = refundOf(original, { currency: 'gbp' })
      expect(await world.acquirer.refund(refund, noDeadline())).toEqual({
        kind: 'failed',
        declineCode: 'invalid_currency',
      })
    })

    it('fail a pending refund when its authorization is reversed', async () => {
      const original = authorization(world.approvedPan)
      await authorize(original)
      const refund = refundOf(original)
      await world.acquirer.refund(refund, noDeadline())
      await world.acquirer.reverse(termsOf(original), noDeadline())
      await world.finishRefunds()
      expect((await world.acquirer.inquireRefund(refund, noDeadline())).kind).toBe('failed')
    })

    it('do not take an authorization back whose money was paid back already', async () => {
      const original = authorization(world.approvedPan)
      await authorize(original)
      await world.acquirer.refund(refundOf(original), noDeadline())
      await world.finishRefunds()
      expect((await world.acquirer.reverse(termsOf(original), noDeadline())).kind).toBe('too_late')
      expect(await states()).toEqual(['approved', 'succeeded'])
    })
  })

  describe('the book', () => {
    it('is the same after a restart', async () => {
      const request = authorization(world.approvedPan)
      const answer = await authorize(request)
      const challenge = authorization(world.challengedPan)
      const challenged = await authorize(challenge)
      const refund = refundOf(request)
      await world.acquirer.refund(refund, noDeadline())
      const tombstone = newReference()
      await world.acquirer.reverse(termsOf({ reference: tombstone }), noDeadline())
      await world.sandbox.close()

      const reopened = world.reopen()
      await world.finishRefunds()
      expect(await reopened.acquirer.inquire(termsOf(request), noDeadline())).toEqual(answer)
      expect(await reopened.acquirer.inquire(termsOf(challenge), noDeadline())).toEqual(challenged)
      expect(await reopened.acquirer.inquire(termsOf({ reference: tombstone }), noDeadline())).toEqual({
        kind: 'reversed',
      })
      const refunded = await reopened.acquirer.inquireRefund(refund, noDeadline())
      expect(refunded.kind).toBe('succeeded')
      expect(await reopened.book.incidents()).toEqual([])
      await reopened.close()
    })

    it('can be read while another process writes it', async () => {
      const original = authorization(world.approvedPan, { amountMinor: 1_200, currency: 'gbp' })
      const approval = await authorize(original)
      const refund = refundOf(original, { amountMinor: 200 })
      const accepted = await world.acquirer.refund(refund, noDeadline())
      const atMs = world.clock.nowMs()
      await world.finishRefunds()
      const reader = world.reopen()
      const transactions = await reader.book.transactions()
      const shared = { currency: 'gbp', atMs, network: null }
      await reader.close()
      expect(transactions).toHaveLength(2)
      expect(transactions).toContainEqual({
        ...shared,
        reference: original.reference,
        acquirerTransactionId: idIn(approval),
        kind: 'authorization',
        state: 'approved',
        amountMinor: 1_200,
        last4: '1111',
        originalReference: null,
      })
      expect(transactions).toContainEqual({
        ...shared,
        reference: refund.reference,
        acquirerTransactionId: idIn(accepted),
        kind: 'refund',
        state: 'succeeded',
        amountMinor: 200,
        last4: null,
        originalReference: original.reference,
      })
    })

    it('contains no card number and no security code', async () => {
      for (const { pan } of testCards) {
        const cvc = pan.startsWith('37') ? '9173' : '917'
        await answered(authorize({ ...authorization(pan), card: cardWith(pan, { cvc }) }))
      }
      const bytes = (await world.writtenBytes()).toString('latin1')
      expect(bytes).toContain('2223')
      for (const { pan } of testCards) expect(bytes).not.toContain(pan)
      expect(bytes).not.toContain('9173')
    })

    it('answers unknown when it cannot be written', async () => {
      await world.sandbox.close()
      expect((await authorize(authorization(world.approvedPan))).kind).toBe('unknown')
    })
  })
})

function idIn(answer: object): unknown {
  const id = Object.entries(answer).find(([name]) => name.endsWith('Id'))
  return id?.[1] ?? 'an answer without an ID'
}
