/** A gateway in front of Checkout.com's stand-in, with losses, delays, wrong answers, and deaths of the process. */
import { expect, it } from 'vitest'
import { runAcquirerCampaign } from '../../../verification/acquirers/campaign/campaign.ts'
import { openCheckoutWorld } from '../../../verification/acquirers/campaign/checkout-world.ts'

it.each([1, 2, 3])('seed %i: nothing is lost, and nothing is charged twice', async (seed) => {
  const result = await runAcquirerCampaign(openCheckoutWorld, seed)
  expect(result.findings).toStrictEqual([])
})
