/** The judge itself: the sandbox's book notices two authorizations of one payment that are approved at the same time. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authorization, newReference, noDeadline, termsOf } from './acquirer-requests.ts'
import { openSandboxWorld, type SandboxWorld } from './sandbox-world.ts'

describe.each(['sqlite', 'postgres'] as const)('the book on %s', (kind) => {
  let world: SandboxWorld
  let references: readonly [string, string]

  beforeEach(async () => {
    world = await openSandboxWorld(kind)
    const first = newReference(1)
    references = [first, first.replace(/a1$/, 'a2')]
  })

  afterEach(() => world.close())

  const approve = (reference: string) =>
    world.acquirer.authorize(authorization(world.approvedPan, { reference }), noDeadline())
  const reverse = (reference: string) => world.acquirer.reverse(termsOf({ reference }), noDeadline())
  const incidents = () => world.sandbox.book.incidents()

  it('notes a second approval while the first is live, and keeps the note after a reversal', async () => {
    await approve(references[0])
    await approve(references[1])
    await reverse(references[1])
    expect(await incidents()).toMatchObject([{ reference: references[1], otherReference: references[0] }])
  })

  it('records an approval by challenge in addition to another one', async () => {
    const request = authorization(world.challengedPan, { reference: references[0] })
    const answer = await world.acquirer.authorize(request, noDeadline())
    await approve(references[1])
    expect(await incidents()).toEqual([])
    if (answer.kind === 'challenge') await world.passChallenge(answer)
    expect(await incidents()).toMatchObject([{ reference: references[0], otherReference: references[1] }])
  })

  it('allows a second attempt after the first was reversed, and approvals of different payments', async () => {
    await approve(references[0])
    await reverse(references[0])
    await approve(references[1])
    await approve(newReference())
    expect(await incidents()).toEqual([])
  })
})
