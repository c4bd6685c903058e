/** Tests of challenges: the issuer asks the customer to confirm the payment. */
import assert from 'node:assert/strict'
import type { Cases } from '../subject.ts'

export const challenging: Cases = {
  'names a URL of the issuer, and every inquiry names the same one': async (session) => {
    const { attempt, challenge } = await session.challenged()
    assert.deepEqual(await session.inquire(attempt), challenge)
  },

  'approves when the customer has passed': async (session) => {
    const { attempt, challenge } = await session.challenged()
    const returned = await session.passChallenge(challenge)
    const answer = await session.finish(attempt, returned)
    if (answer.kind !== 'approved') return assert.fail(`expected approved, not ${answer.kind}`)
    assert.equal(answer.reference, attempt.reference)
    assert.deepEqual(await session.inquire(attempt), answer)
  },

  'continues only once, however often the return is reported': async (session) => {
    const { attempt, challenge } = await session.challenged()
    const returned = await session.passChallenge(challenge)
    const answer = await session.finish(attempt, returned)
    assert.deepEqual(await session.finish(attempt, returned), answer)
  },

  'does not approve before the customer has passed': async (session) => {
    const { attempt } = await session.challenged()
    assert.notEqual((await session.finish(attempt, {})).kind, 'approved')
  },

  'can be reversed, and passing it has no effect after that': async (session) => {
    const { attempt, challenge } = await session.challenged()
    assert.deepEqual(await session.reverse(attempt), { kind: 'reversed' })
    const returned = await session.passChallenge(challenge)
    assert.notEqual((await session.finish(attempt, returned)).kind, 'approved')
    // Where a challenge cannot be withdrawn, it ends by itself, as a decline.
    assert.match((await session.inquire(attempt)).kind, /^(reversed|declined)$/)
  },
}
