/** Tests of challenges: the issuer asks the customer to confirm the payment. */
import assert from 'node:assert/strict'
import type { Cases } from '../subject.ts'

export const challenging: Cases = {
  'names a URL of the issuer, and every inquiry names the same one': async (session) => {
    const { request, answer, url } = await session.challenged()
    assert.match(url, /^https?:\/\//)
    assert.deepEqual(await session.inquire(request.reference), answer)
  },

  'approves when the customer has passed': async (session) => {
    const { request, url } = await session.challenged()
    await session.passChallenge(url)
    const answer = await session.inquire(request.reference)
    if (answer.kind !== 'approved') return assert.fail(`expected approved, not ${answer.kind}`)
    assert.equal(answer.amountMinor, request.amountMinor)
  },

  'ends with a reversal, whatever the customer does afterward': async (session) => {
    const { request, url } = await session.challenged()
    assert.deepEqual(await session.reverse(request.reference), { kind: 'reversed' })
    await session.passChallenge(url)
    assert.deepEqual(await session.inquire(request.reference), { kind: 'reversed' })
  },
}
