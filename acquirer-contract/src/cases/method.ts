/** Tests of the 3-D Secure method: the issuer recognizes the browser before it decides. */
import assert from 'node:assert/strict'
import type { Cases } from '../subject.ts'

export const method: Cases = {
  'names a URL of the issuer with its data, and every inquiry names the same': async (session) => {
    const { attempt, method } = await session.asked()
    assert.deepEqual(await session.inquire(attempt), method)
  },

  'continues, however the method ended': async (session) => {
    for (const completion of ['Y', 'N', 'U'] as const) {
      const { attempt } = await session.asked()
      const answer = await session.resume(attempt, completion)
      assert.ok(['approved', 'declined', 'challenge'].includes(answer.kind), `not ${answer.kind}`)
      assert.deepEqual(await session.inquire(attempt), answer)
    }
  },

  'does not continue after a reversal': async (session) => {
    const { attempt } = await session.asked()
    assert.deepEqual(await session.reverse(attempt), { kind: 'reversed' })
    const answer = await session.resume(attempt, 'Y')
    assert.ok(answer.kind === 'declined' || answer.kind === 'unknown', `not ${answer.kind}`)
    assert.deepEqual(await session.inquire(attempt), { kind: 'reversed' })
  },
}
