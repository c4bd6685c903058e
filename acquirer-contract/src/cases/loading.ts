/** Tests of what the gateway checks when it starts. */
import assert from 'node:assert/strict'
import { shapeMistakes } from '../../../src/ports/acquirer-shape.ts'
import type { Cases } from '../subject.ts'

export const loading: Cases = {
  'has the shape that the gateway requires': async ({ acquirer }) => {
    const mistakes = shapeMistakes(acquirer).map((mistake) => `The acquirer ${mistake}.`)
    assert.ok(mistakes.length === 0, mistakes.join('\n'))
  },

  'accepts the credentials of the tests, if it can check them': async ({ acquirer }) => {
    const answer = await acquirer.check?.(AbortSignal.timeout(60_000))
    const kind = answer === undefined ? 'accepted' : answer.kind
    assert.equal(kind, 'accepted', `check() must answer accepted, not ${JSON.stringify(answer)}`)
  },
}
