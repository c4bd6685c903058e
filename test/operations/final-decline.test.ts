/** A card that its issuer has declined for good is not sent again, and nobody can tell from the time it takes. */
import { describe, expect, it } from 'vitest'
import { submitCard } from '../../src/operations/submit-card.ts'
import {
  approvedAtAcquirer,
  approvedPan,
  inTime,
  openWorldForEachTest,
  read,
  session,
  submission,
  world,
} from './operations-world.ts'

openWorldForEachTest()

describe('a card', () => {
  it('is declined without asking the acquirer, about as late as before, if the issuer has said so for good', async () => {
    const { id } = await session(world)
    const finalDecline = { declineCode: 'stolen_card', tookMs: 1_000 } as const
    const submitted = { ...submission(approvedPan), finalDecline }
    const result = await submitCard(world.gateway, id, submitted)
    await world.test.clock.advance(799)
    expect((await read(world, id)).ending).toBeNull()
    expect(() => submitted.card.reveal()).toThrow('overwritten')
    const payment = result.kind === 'started' ? await inTime(world, result.outcome) : null
    expect(payment?.ending).toMatchObject({ kind: 'failed', declineCode: 'stolen_card' })
    expect(await approvedAtAcquirer(world)).toEqual([])
  })

  it('is declined at once if the issuer took no time to say so for good', async () => {
    const { id } = await session(world)
    const finalDecline = { declineCode: 'stolen_card', tookMs: 0 } as const
    const result = await submitCard(world.gateway, id, { ...submission(approvedPan), finalDecline })
    const payment = result.kind === 'started' ? await result.outcome : null
    expect(payment?.ending).toMatchObject({ kind: 'failed', declineCode: 'stolen_card' })
  })
})
