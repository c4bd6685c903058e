/** Gateways in front of stand-ins that lose, delay, and garble, and that die themselves; `npm run acquirers` runs more. */
import { expect, it } from 'vitest'
import { happenings, runAcquirerCampaign } from '../../verification/acquirers/campaign/campaign.ts'
import { worlds } from '../../verification/acquirers/campaign/worlds.ts'

const runs = Object.entries(worlds).flatMap(([name, open]) =>
  [17, 23, 28].map((seed) => ({ name, open, seed })),
)
const happened = new Set<string>()

it.each(runs)(
  'in front of $name, seed $seed, nothing is lost, and nothing is charged twice',
  async ({ open, seed }) => {
    const { findings, counts } = await runAcquirerCampaign(open, seed)
    expect(findings).toStrictEqual([])
    for (const happening of happenings) if (counts[happening] > 0) happened.add(happening)
  },
)

it('everything that can happen to a gateway has happened', () => {
  expect(happenings.filter((happening) => !happened.has(happening))).toStrictEqual([])
})
