/** Tests of announcements, for adapters that announce a charge before they send its card. */
import assert from 'node:assert/strict'
import { authorization, termsOf } from '../requests.ts'
import type { Session } from '../session.ts'
import type { Cases } from '../subject.ts'

/** An announced charge; null if the adapter announces none. */
async function announced(session: Session) {
  if (session.acquirer.prepare === undefined) return null
  const request = await session.announced(session.subject.approvedPan)
  return { request, attempt: termsOf(request) }
}

export const preparing: Cases = {
  'gives a charge the same handle if it is announced again': async (session) => {
    const charge = await announced(session)
    if (charge === null) return
    assert.equal(await session.prepare(charge.request), charge.request.handle)
  },

  'moves no money': async (session) => {
    const charge = await announced(session)
    if (charge === null) return
    assert.deepEqual(await session.inquire(charge.attempt), { kind: 'not_found' })
  },

  'is undone by a reversal, and the card is not charged after it': async (session) => {
    const charge = await announced(session)
    if (charge === null) return
    assert.deepEqual(await session.reverse(charge.attempt), { kind: 'reversed' })
    if (!session.acquirer.capabilities.attemptReversalIsTombstone) return
    assert.notEqual((await session.authorize(charge.request)).kind, 'approved')
    assert.deepEqual(await session.inquire(charge.attempt), { kind: 'reversed' })
  },

  'sends nothing after the deadline': async (session) => {
    const { acquirer, subject } = session
    if (acquirer.prepare === undefined) return
    const { reference, amountMinor, currency, account, statementName } = authorization(subject.approvedPan)
    const request = { reference, amountMinor, currency, account, statementName }
    assert.equal((await session.announce(request, AbortSignal.abort())).kind, 'not_sent')
  },
}
