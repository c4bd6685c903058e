/** Tests of reversals, before and after settlement. */
import assert from 'node:assert/strict'
import { authorization, refundOf } from '../requests.ts'
import type { Cases, Session } from '../subject.ts'

const reversed = { kind: 'reversed' }

/** A request that arrives after its reversal has an effect only if the adapter says that this can happen. */
async function expectLateRequest(session: Session): Promise<void> {
  const request = authorization(session.subject.approvedPan)
  assert.deepEqual(await session.reverse(request.reference), reversed)
  const isApproved = (await session.authorize(request)).kind === 'approved'
  assert.equal(isApproved, !session.acquirer.capabilities.reversalIsTombstone)
}

export const reversing: Cases = {
  'cancels an approval, and every inquiry says so': async (session) => {
    const { reference } = await session.approved()
    assert.deepEqual(await session.reverse(reference), reversed)
    assert.deepEqual(await session.inquire(reference), reversed)
  },

  'can be repeated': async (session) => {
    const { reference } = await session.approved()
    await session.reverse(reference)
    assert.deepEqual(await session.reverse(reference), reversed)
  },

  'is acknowledged for a declined authorization, which has no effect anyway': async (session) => {
    const request = authorization(session.subject.declinedPan)
    await session.authorize(request)
    assert.deepEqual(await session.reverse(request.reference), reversed)
  },

  'never lets the same reference be approved again after an approval was reversed': async (session) => {
    const request = await session.approved()
    await session.reverse(request.reference)
    assert.notEqual((await session.authorize(request)).kind, 'approved')
    assert.deepEqual(await session.inquire(request.reference), reversed)
  },

  'stops a request that arrives later, if the capabilities say so': expectLateRequest,
}

export const settled: Cases = {
  'cannot be reversed, and is refunded instead': async (session) => {
    const request = await session.approved()
    await session.settle()
    assert.deepEqual(await session.reverse(request.reference), { kind: 'too_late' })
    assert.equal((await session.inquire(request.reference)).kind, 'approved')
    const refund = refundOf(request)
    await session.refund(refund)
    await session.finishRefunds()
    assert.equal((await session.inquireRefund(refund.reference)).kind, 'succeeded')
  },

  'does not keep a reversal from stopping other requests that arrive later': async (session) => {
    await session.settle()
    await expectLateRequest(session)
  },
}
