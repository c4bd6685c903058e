/** The acquirer's book in the hands of a test: what it holds behind our back, and how reconciliation sees and repairs it. */
import { expect } from 'vitest'
import { attemptReference, refundReference } from '../../src/core/attempt/reference.ts'
import type { Difference } from '../../src/core/reconciliation/difference.ts'
import { reconcileBooks } from '../../src/operations/reconciliation/reconcile-books.ts'
import { type Repaired, repairDifference } from '../../src/operations/reconciliation/repair-books.ts'
import { approveAtAcquirer } from '../support/approve-at-acquirer.ts'
import { inTime, type World } from './operations-world.ts'

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs
export const strangerId = 'pay_00112233-4455-6677-8899-aabbccddeeff'
export const refundId = '01jdefghjkmnpqrstvwxyz0123'

/** Reads `world` anew at each call: a test's world is another one each time. */
export function acquirerBook(world: () => World) {
  const book = () => world().test.app.sandbox.book
  const installationId = () => world().gateway.installationId

  async function differences(): Promise<readonly Difference[]> {
    await world().test.clock.advance(hourMs)
    const nowMs = world().test.clock.nowMs()
    const span = { mode: 'test', fromMs: nowMs - 2 * dayMs, toMs: nowMs } as const
    return (await reconcileBooks(world().gateway, span)).differences
  }

  async function onlyDifference(): Promise<Difference> {
    const [difference, ...others] = await differences()
    if (difference === undefined || others.length > 0) throw new Error('not one difference')
    return difference
  }

  async function repairIt(difference: Difference): Promise<Repaired['result']> {
    return (await inTime(world(), repairDifference(world().gateway, 'test', difference))).result
  }

  return {
    book,
    differences,
    onlyDifference,
    repairIt,
    repairOnly: async () => repairIt(await onlyDifference()),
    stateOf: async (reference: string) =>
      (await book().transactions()).find((one) => one.reference === reference)?.state,

    /** Money that the acquirer holds and our book does not know of: what a restored older copy looks like. */
    async authorize(paymentId: string, number = 1, amountMinor = 2_500): Promise<string> {
      const reference = attemptReference(installationId(), paymentId, number)
      expect((await approveAtAcquirer(book(), reference, amountMinor)).kind).toBe('approved')
      return reference
    },

    async refund(
      originalReference: string,
      amountMinor: number,
      reference = refundReference(installationId(), refundId),
    ): Promise<void> {
      const answer = await book().refund({ reference, originalReference, amountMinor, currency: 'eur' })
      expect(answer.kind).toBe('pending')
    },
  }
}
