/** Tests of refunds and of their reversal. */
import assert from 'node:assert/strict'
import { authorization, refundOf } from '../requests.ts'
import { type Cases, isAccepted } from '../subject.ts'

export const refunding: Cases = {
  'accepts a refund, and an inquiry says how it ends': async (session) => {
    const refund = refundOf(await session.approved())
    const answer = await session.refund(refund)
    assert.ok(isAccepted(answer), `expected pending or succeeded, not ${answer.kind}`)
    assert.deepEqual(await session.inquireRefund(refund.reference), answer)
    await session.finishRefunds()
    assert.deepEqual(await session.inquireRefund(refund.reference), { ...answer, kind: 'succeeded' })
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

  'fails for payments that were declined, reversed, or never authorized': async (session) => {
    const declined = authorization(session.subject.declinedPan)
    await session.authorize(declined)
    const reversed = await session.approved()
    await session.reverse(reversed.reference)
    for (const original of [declined, reversed, authorization(session.subject.approvedPan)])
      assert.equal((await session.refund(refundOf(original))).kind, 'failed')
  },

  'reverses a pending refund by its reference, and the amount can be refunded again': async (session) => {
    const original = await session.approved()
    const refund = refundOf(original)
    // Some acquirers pay refunds out immediately: these cannot be reversed any more.
    if ((await session.refund(refund)).kind !== 'pending') return
    assert.deepEqual(await session.reverse(refund.reference), { kind: 'reversed' })
    await session.finishRefunds()
    assert.deepEqual(await session.inquireRefund(refund.reference), { kind: 'reversed' })
    assert.ok(isAccepted(await session.refund(refundOf(original))))
  },

  'never claims to have reversed a refund that was paid out': async (session) => {
    const refund = refundOf(await session.approved())
    await session.refund(refund)
    await session.finishRefunds()
    assert.deepEqual(await session.reverse(refund.reference), { kind: 'too_late' })
    assert.equal((await session.inquireRefund(refund.reference)).kind, 'succeeded')
  },

  'stops a refund that arrives after its reversal, if the capabilities say so': async (session) => {
    const refund = refundOf(await session.approved())
    await session.reverse(refund.reference)
    const isStopped = (await session.refund(refund)).kind === 'failed'
    assert.equal(isStopped, session.acquirer.capabilities.reversalIsTombstone)
  },
}
