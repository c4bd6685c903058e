/** A gateway in front of Stripe's stand-in, with losses, delays, wrong answers, and deaths of the process. */
import { expect, it } from 'vitest'
import { runAcquirerCampaign } from '../../../verification/acquirers/campaign/campaign.ts'
import { openStripeWorld } from '../../../verification/acquirers/campaign/stripe-world.ts'

it.each([1, 2, 3])('seed %i: nothing is lost, and nothing is charged twice', async (seed) => {
  const result = await runAcquirerCampaign(openStripeWorld, seed)
  expect(result.findings).toStrictEqual([])
})
