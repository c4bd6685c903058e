/** Gateways in front of stand-ins that lose, delay, and garble, and that die themselves; `npm run acquirers` runs more. */
import { expect, it } from 'vitest'
import type { CampaignResult } from '../../verification/acquirers/campaign/campaign.ts'
import { runAcquirerCampaign } from '../../verification/acquirers/campaign/campaign.ts'
import { happenings } from '../../verification/acquirers/campaign/counts.ts'
import { worlds } from '../../verification/acquirers/campaign/worlds.ts'

const runs = Object.entries(worlds).flatMap(([name, open]) =>
  [17, 23, 28].map((seed) => ({ name, open, seed })),
)
const happened = new Set<string>()
const earlier = new Map<string, CampaignResult>()

it.each(runs)(
  'in front of $name, seed $seed, nothing is lost, and nothing is charged twice',
  async ({ name, open, seed }) => {
    const result = await runAcquirerCampaign(open, seed)
    expect(result.findings).toStrictEqual([])
    for (const happening of happenings) if (result.counts[happening] > 0) happened.add(happening)
    earlier.set(`${name} ${seed}`, result)
  },
)

it('everything that can happen to a gateway has happened', () => {
  expect(happenings.filter((happening) => !happened.has(happening))).toStrictEqual([])
})

it.each(runs.filter(({ seed }) => seed === 23))(
  'in front of $name, the same seed leads to the same requests and the same counts',
  async ({ name, open, seed }) => {
    const [first, second] = [earlier.get(`${name} ${seed}`), await runAcquirerCampaign(open, seed)]
    expect(second.counts).toStrictEqual(first?.counts)
    expect(second.requests.map(essence)).toStrictEqual(first?.requests.map(essence))
  },
)

type Sent = CampaignResult['requests'][number]

/** Without the keys, which may be random. */
function essence({ method, path, query, body, isHandled }: Sent): string {
  return `${method} ${path}?${query} ${body} ${isHandled ? 'handled' : 'lost'}`
}
