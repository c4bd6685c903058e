/** Tests of refunds. */
import assert from 'node:assert/strict'
import { refundOf, termsOf } from '../requests.ts'
import { isAccepted } from '../session.ts'
import type { Cases } from '../subject.ts'

export const refunding: Cases = {
  'accepts a refund, and an inquiry says how it ends': async (session) => {
    const refund = refundOf(await session.approved())
    const answer = await session.refund(refund)
    assert.ok(isAccepted(answer), `expected pending or succeeded, not ${answer.kind}`)
    assert.deepEqual(await session.inquireRefund(refund), answer)
    await session.finishRefunds()
    assert.deepEqual(await session.inquireRefund(refund), { ...answer, kind: 'succeeded' })
  },

  'never pays back more than was charged': async (session) => {
    const original = await session.approved()
    const refund = (amountMinor: number) => session.refund(refundOf(original, { amountMinor }))
    assert.ok(isAccepted(await refund(2_000)))
    assert.equal((await refund(501)).kind, 'failed')
    assert.ok(isAccepted(await refund(500)))
    await session.finishRefunds()
    assert.equal((await refund(1)).kind, 'failed')
  },

  'counts the same reference once': async (session) => {
    const original = await session.approved()
    const refund = refundOf(original, { amountMinor: 1_500 })
    const answer = await session.refund(refund)
    assert.deepEqual(await session.refund(refund), answer)
    assert.ok(isAccepted(await session.refund(refundOf(original, { amountMinor: 1_000 }))))
  },

  'tells refunds of one payment apart by their references': async (session) => {
    const original = await session.approved()
    const [first, second] = [1, 2].map(() => refundOf(original, { amountMinor: 1_000 }))
    if (first === undefined || second === undefined) return
    const answer = await session.refund(first)
    assert.deepEqual(await session.inquireRefund(second), { kind: 'not_found' })
    await session.refund(second)
    assert.deepEqual(await session.inquireRefund(first), answer)
  },

  'is not accepted for payments that were declined, reversed, or never authorized': async (session) => {
    const { approvedPan, declinedPan } = session.subject
    const declined = (await session.start(declinedPan)).attempt
    const reversed = await session.approved()
    await session.reverse(reversed)
    const never = termsOf(await session.announced(approvedPan))
    for (const original of [declined, reversed, never])
      assert.ok(!isAccepted(await session.refund(refundOf(original))))
  },
}
