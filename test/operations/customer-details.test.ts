/** What acquirers are told of the customer, beside the card: they compare it with what the customer's bank knows. */
import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/core/card/card.ts'
import type { Customer, SuppliedCustomer } from '../../src/core/payment/payment.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import type { AuthorizeRequest } from '../../src/ports/acquirer.ts'
import {
  approvedPan,
  inTime,
  openWorldForEachTest,
  session,
  shownCard,
  submission,
  world,
} from './operations-world.ts'

openWorldForEachTest()

const named = { email: 'ada@example.com', firstName: 'Ada', lastName: 'L', country: 'GB', phone: '+4420' }
const supplied: SuppliedCustomer = { ...named, address: 'Strand 1', city: 'London', zip: 'WC2R' }
const address = { country: 'AT', line1: 'Ring 1', line2: null, city: 'Wien', postcode: '1010' }
const entered: Customer = { email: 'ada@example.com', name: 'Ada', address }

/** The request for a payment whose merchant has sent the one, and whose customer has entered the other. */
async function asked(
  ofMerchant: SuppliedCustomer | null,
  ofCustomer: Customer | null,
  cardSummary: Card = shownCard(approvedPan),
): Promise<AuthorizeRequest | undefined> {
  const requests: AuthorizeRequest[] = []
  world.behave({
    authorize: async (request) => {
      requests.push(request)
      return { kind: 'declined', declineCode: 'do_not_honor', country: null }
    },
  })
  const { id } = await session(world, { customer: ofMerchant })
  const submitted = { ...submission(approvedPan), cardSummary, customer: ofCustomer }
  const started = await submitCard(world.gateway, id, submitted)
  if (started.kind === 'started') await inTime(world, started.outcome)
  return requests[0]
}

describe('a card', () => {
  it("goes to the acquirer with the customer's billing address, or else with the one from the merchant", async () => {
    const sent = { country: 'GB', line1: 'Strand 1', line2: null, city: 'London', postcode: 'WC2R' }
    expect((await asked(null, null))?.billingAddress).toBeNull()
    expect((await asked(supplied, null))?.billingAddress).toEqual(sent)
    expect((await asked(supplied, entered))?.billingAddress).toEqual(address)
  })

  it('goes with the name that the customer has entered, and with the phone number if the merchant has sent one', async () => {
    const customer = { email: 'ada@example.com', name: 'Ada', ip: null }
    expect((await asked(null, null))?.customer).toBeNull()
    expect((await asked(null, entered))?.customer).toEqual({ ...customer, phone: null })
    expect((await asked(supplied, entered))?.customer).toEqual({ ...customer, phone: '+4420' })
  })

  it('goes with the network that the customer has chosen, if the card has several', async () => {
    const coBadged: Card = { ...shownCard(approvedPan), network: 'cartes_bancaires' }
    expect((await asked(null, null, coBadged))?.network).toBe('cartes_bancaires')
    expect((await asked(null, null))?.network).toBeNull()
  })
})
