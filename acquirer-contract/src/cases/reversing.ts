/** Tests of reversals, before and after settlement. */
import assert from 'node:assert/strict'
import { refundOf, termsOf } from '../requests.ts'
import type { Session } from '../session.ts'
import type { Cases } from '../subject.ts'

const reversed = { kind: 'reversed' }

export const reversing: Cases = {
  'cancels an approval, and every inquiry says so': async (session) => {
    const attempt = await session.approved()
    assert.deepEqual(await session.reverse(attempt), reversed)
    assert.deepEqual(await session.inquire(attempt), reversed)
  },

  'can be repeated': async (session) => {
    const attempt = await session.approved()
    await session.reverse(attempt)
    assert.deepEqual(await session.reverse(attempt), reversed)
  },

  'needs no transaction ID, because the answer may be lost': async (session) => {
    const attempt = { ...(await session.approved()), acquirerTransactionId: null }
    assert.deepEqual(await session.reverse(attempt), reversed)
    assert.deepEqual(await session.inquire(attempt), reversed)
  },

  'is acknowledged for a declined authorization, which has no effect anyway': async (session) => {
    const { attempt } = await session.start(session.subject.declinedPan)
    assert.deepEqual(await session.reverse(attempt), reversed)
  },

  'is acknowledged for an authorization that never arrived': async (session) => {
    const attempt = termsOf(await session.announced(session.subject.approvedPan))
    assert.deepEqual(await session.reverse(attempt), reversed)
  },

  'is final: the same reference is never approved again': async (session) => {
    const { request, attempt } = await session.start(session.subject.approvedPan)
    await session.reverse(attempt)
    const { kind } = await session.authorize(request)
    assert.notEqual(kind, 'approved', 'a reversed authorization must not be approved again')
    assert.deepEqual(await session.inquire(attempt), reversed)
  },
}

/** A request that arrives after its reversal has an effect only if the adapter says that this can happen. */
async function expectLateRequest(session: Session): Promise<void> {
  const request = await session.announced(session.subject.approvedPan)
  assert.deepEqual(await session.reverse(termsOf(request)), reversed)
  const isApproved = (await session.authorize(request)).kind === 'approved'
  assert.equal(isApproved, !session.acquirer.capabilities.attemptReversalIsTombstone)
}

export const lateRequests: Cases = {
  'is stopped by its reversal, if the capabilities say so': expectLateRequest,
}

export const settled: Cases = {
  'cannot be reversed, and is refunded instead': async (session) => {
    const attempt = await session.approved()
    await session.settle()
    assert.deepEqual(await session.reverse(attempt), { kind: 'too_late' })
    assert.equal((await session.inquire(attempt)).kind, 'approved')
    const refund = refundOf(attempt)
    await session.refund(refund)
    await session.finishRefunds()
    assert.equal((await session.inquireRefund(refund)).kind, 'succeeded')
  },
}

export const settledLateRequests: Cases = {
  'is still stopped by its reversal, if the capabilities say so': async (session) => {
    await session.settle()
    await expectLateRequest(session)
  },
}
