/** Tests of authorizations, and of inquiries about them. */
import assert from 'node:assert/strict'
import { authorization, newReference, noDeadline } from '../requests.ts'
import type { Cases } from '../subject.ts'

const largest = 999_999_999_999

export const authorizing: Cases = {
  'approves a good card for exactly the requested amount and currency': async (session) => {
    const { approvedPan, amountMinorMax = largest } = session.subject
    const request = authorization(approvedPan, { amountMinor: amountMinorMax })
    const answer = await session.authorize(request)
    if (answer.kind !== 'approved') return assert.fail(`expected approved, not ${answer.kind}`)
    const { reference, amountMinor, currency } = answer
    const requested = { reference: request.reference, amountMinor: amountMinorMax, currency: 'eur' }
    assert.deepEqual({ reference, amountMinor, currency }, requested)
  },

  'gives each approval its own transaction ID': async (session) => {
    const ids: string[] = []
    for (let i = 0; i < 2; i++) {
      const answer = await session.authorize(authorization(session.subject.approvedPan))
      if (answer.kind === 'approved') ids.push(answer.acquirerTransactionId)
    }
    assert.equal(new Set(ids.filter((id) => /^[\x20-\x7e]{1,255}$/.test(id))).size, 2)
  },

  'declines a bad card with a code': async (session) => {
    const answer = await session.authorize(authorization(session.subject.declinedPan))
    if (answer.kind !== 'declined') return assert.fail(`expected declined, not ${answer.kind}`)
    assert.match(answer.declineCode, /^[a-z_]+$/)
  },

  'repeats its answer for the same reference, without a second effect': async (session) => {
    const request = authorization(session.subject.approvedPan)
    assert.deepEqual(await session.authorize(request), await session.authorize(request))
  },

  'reads the card before it waits for anything': async (session) => {
    const request = authorization(session.subject.approvedPan)
    const answer = session.authorize(request)
    request.card.wipe()
    assert.equal((await answer).kind, 'approved')
  },

  'sends nothing after the deadline': async (session) => {
    const request = authorization(session.subject.approvedPan)
    assert.deepEqual(await session.acquirer.authorize(request, AbortSignal.abort()), { kind: 'not_sent' })
    assert.deepEqual(await session.inquire(request.reference), { kind: 'not_found' })
  },
}

export const inquiring: Cases = {
  'repeats the answer to the authorization': async (session) => {
    const { approvedPan, declinedPan } = session.subject
    for (const pan of [approvedPan, declinedPan]) {
      const request = authorization(pan)
      const answer = await session.authorize(request)
      assert.deepEqual(await session.inquire(request.reference), answer)
    }
  },

  'does not find what was never sent': async ({ acquirer }) => {
    assert.deepEqual(await acquirer.inquire(newReference(), noDeadline()), { kind: 'not_found' })
    assert.deepEqual(await acquirer.inquireRefund(newReference(), noDeadline()), { kind: 'not_found' })
  },
}
