/** Tests of authorizations, and of inquiries about them. */
import assert from 'node:assert/strict'
import { refundOf, termsOf } from '../requests.ts'
import type { Cases } from '../subject.ts'

const largest = 999_999_999_999

export const authorizing: Cases = {
  'approves a good card for exactly the requested amount and currency': async (session) => {
    const { approvedPan, amountMinorMax } = session.subject
    const amountMinor = amountMinorMax ?? session.acquirer.limits?.eur?.maxMinor ?? largest
    const { request, answer } = await session.start(approvedPan, { amountMinor })
    if (answer.kind !== 'approved') return assert.fail(`expected approved, not ${answer.kind}`)
    const { reference, currency } = answer
    const requested = { reference: request.reference, amountMinor, currency: 'eur' }
    assert.deepEqual({ reference, amountMinor: answer.amountMinor, currency }, requested)
  },

  'gives each approval its own transaction ID': async (session) => {
    const ids: (string | null)[] = []
    for (let i = 0; i < 2; i++) ids.push((await session.approved()).acquirerTransactionId)
    assert.equal(new Set(ids).size, 2)
  },

  'declines a bad card': async (session) => {
    const { answer } = await session.start(session.subject.declinedPan)
    assert.equal(answer.kind, 'declined')
  },

  'charges the same reference once': async (session) => {
    const { request, attempt, answer } = await session.start(session.subject.approvedPan)
    const again = await session.authorize(request)
    if (again.kind === 'approved') assert.deepEqual(again, answer)
    assert.deepEqual(await session.inquire(attempt), answer)
  },

  'reads the card before it waits for anything': async (session) => {
    const request = await session.announced(session.subject.approvedPan)
    const answer = session.authorize(request)
    request.card.wipe()
    assert.equal((await answer).kind, 'approved')
  },

  'sends nothing after the deadline': async (session) => {
    const request = await session.announced(session.subject.approvedPan)
    assert.deepEqual(await session.authorize(request, AbortSignal.abort()), { kind: 'not_sent' })
    assert.deepEqual(await session.inquire(termsOf(request)), { kind: 'not_found' })
  },
}

export const inquiring: Cases = {
  'repeats the answer to the authorization': async (session) => {
    const { approvedPan, declinedPan } = session.subject
    for (const pan of [approvedPan, declinedPan]) {
      const { attempt, answer } = await session.start(pan)
      assert.deepEqual(await session.inquire(attempt), answer)
    }
  },

  'does not find what was never sent': async (session) => {
    const request = await session.announced(session.subject.approvedPan)
    assert.deepEqual(await session.inquire(termsOf(request)), { kind: 'not_found' })
    assert.deepEqual(await session.inquireRefund(refundOf(await session.approved())), { kind: 'not_found' })
  },
}
