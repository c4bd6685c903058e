/** Tests of challenges: the issuer asks the customer to confirm the payment. */
import assert from 'node:assert/strict'
import type { Cases } from '../subject.ts'

export const challenging: Cases = {
  'names a URL of the issuer, and every inquiry names the same one': async (session) => {
    const { request, challenge } = await session.challenged()
    assert.match(challenge.url, /^https?:\/\//)
    assert.deepEqual(await session.inquire(request.reference), challenge)
  },

  'has fields if and only if they are posted': async (session) => {
    const { method, fields } = (await session.challenged()).challenge
    assert.equal(Object.keys(fields).length > 0, method === 'POST')
    for (const value of Object.values(fields)) assert.equal(typeof value, 'string')
  },

  'approves when the customer has passed': async (session) => {
    const { request, challenge } = await session.challenged()
    await session.passChallenge(challenge)
    const answer = await session.inquire(request.reference)
    if (answer.kind !== 'approved') return assert.fail(`expected approved, not ${answer.kind}`)
    assert.equal(answer.amountMinor, request.amountMinor)
  },

  'ends with a reversal, whatever the customer does afterward': async (session) => {
    const { request, challenge } = await session.challenged()
    assert.deepEqual(await session.reverse(request.reference), { kind: 'reversed' })
    await session.passChallenge(challenge)
    assert.deepEqual(await session.inquire(request.reference), { kind: 'reversed' })
  },
}
