/** Gateways in front of stand-ins that lose, delay, and garble, and that die themselves; `npm run acquirers` runs more. */
import { expect, it } from 'vitest'
import { runAcquirerCampaign } from '../../verification/acquirers/campaign/campaign.ts'
import { worlds } from '../../verification/acquirers/campaign/worlds.ts'

const runs = Object.entries(worlds).flatMap(([name, open]) =>
  [17, 23, 28].map((seed) => ({ name, open, seed })),
)

it.each(runs)(
  'in front of $name, seed $seed, nothing is lost, and nothing is charged twice',
  async ({ open, seed }) => {
    const { findings, deaths, faults } = await runAcquirerCampaign(open, seed)
    expect(findings).toStrictEqual([])
    expect(deaths + faults).toBeGreaterThan(0)
  },
)
