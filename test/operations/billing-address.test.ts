/** Where the address comes from that acquirers compare with what the customer's bank knows. */
import { describe, expect, it } from 'vitest'
import { submitCard } from '../../src/operations/submit-card.ts'
import { approvedPan, inTime, openWorldForEachTest, session, submission, world } from './operations-world.ts'

openWorldForEachTest()

describe('a card', () => {
  it("goes to the acquirer with the customer's billing address, or else with the one from the merchant", async () => {
    const asked: unknown[] = []
    world.behave({
      authorize: async ({ billingAddress }) => {
        asked.push(billingAddress)
        return { kind: 'declined', declineCode: 'do_not_honor', country: null }
      },
    })
    const supplied = { email: 'ada@example.com', firstName: 'Ada', lastName: 'L', country: 'GB', phone: '1' }
    const address = { country: 'AT', line1: 'Ring 1', line2: null, city: 'Wien', postcode: '1010' }
    const customer = { email: 'ada@example.com', name: 'Ada', address }
    for (const [more, entered] of [
      [{}, null],
      [{ customer: { ...supplied, address: 'Strand 1', city: 'London', zip: 'WC2R' } }, null],
      [{ customer: { ...supplied, address: 'Strand 1', city: 'London', zip: 'WC2R' } }, customer],
    ] as const) {
      const { id } = await session(world, more)
      const started = await submitCard(world.gateway, id, { ...submission(approvedPan), customer: entered })
      if (started.kind === 'started') await inTime(world, started.outcome)
    }
    const sent = { country: 'GB', line1: 'Strand 1', line2: null, city: 'London', postcode: 'WC2R' }
    expect(asked).toEqual([null, sent, address])
  })
})
