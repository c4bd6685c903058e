/** Tests of the reversal of refunds, for adapters that have it. */
import assert from 'node:assert/strict'
import { refundOf } from '../requests.ts'
import { isAccepted } from '../session.ts'
import type { Cases } from '../subject.ts'

export const reversingRefunds: Cases = {
  'takes a pending refund back, and the amount can be refunded again': async (session) => {
    if (session.acquirer.reverseRefund === undefined) return
    const original = await session.approved()
    const refund = refundOf(original)
    // Some acquirers pay refunds out immediately: these cannot be reversed any more.
    if ((await session.refund(refund)).kind !== 'pending') return
    assert.deepEqual(await session.reverseRefund(refund), { kind: 'reversed' })
    assert.deepEqual(await session.reverseRefund(refund), { kind: 'reversed' })
    await session.finishRefunds()
    assert.deepEqual(await session.inquireRefund(refund), { kind: 'reversed' })
    assert.ok(isAccepted(await session.refund(refundOf(original))))
  },

  'is never claimed for a refund that was paid out': async (session) => {
    if (session.acquirer.reverseRefund === undefined) return
    const refund = refundOf(await session.approved())
    await session.refund(refund)
    await session.finishRefunds()
    assert.deepEqual(await session.reverseRefund(refund), { kind: 'too_late' })
    assert.equal((await session.inquireRefund(refund)).kind, 'succeeded')
  },

  'stops a refund that arrives after its reversal, if the capabilities say so': async (session) => {
    if (session.acquirer.reverseRefund === undefined) return
    const refund = refundOf(await session.approved())
    await session.reverseRefund(refund)
    const isStopped = (await session.refund(refund)).kind === 'failed'
    assert.equal(isStopped, session.acquirer.capabilities.refundReversalIsTombstone)
  },
}
