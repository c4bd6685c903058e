/** Gateways in front of stand-ins that lose, delay, and garble, and that die themselves; `npm run acquirers` runs more. */
import { expect, it } from 'vitest'
import type { CampaignResult } from '../../verification/acquirers/campaign/campaign.ts'
import { runAcquirerCampaign } from '../../verification/acquirers/campaign/campaign.ts'
import { happenings } from '../../verification/acquirers/campaign/counts.ts'
import { worlds } from '../../verification/acquirers/campaign/worlds.ts'

/** As many of them as it takes until everything has happened: usually two or three. */
const seeds = [9, 40, 30, 43, 26, 8, 16, 27, 12, 24]
const firstResults = new Map<string, CampaignResult>()

it.each(Object.entries(worlds))(
  'in front of %s, nothing is lost, and nothing is charged twice, after everything that can happen',
  async (name, open) => {
    const missing = new Set(happenings)
    for (const seed of seeds) {
      const result = await runAcquirerCampaign(open, seed)
      expect({ seed, findings: result.findings }).toStrictEqual({ seed, findings: [] })
      for (const one of happenings) if (result.counts[one] > 0) missing.delete(one)
      if (!firstResults.has(name)) firstResults.set(name, result)
      if (missing.size === 0) break
    }
    expect([...missing]).toStrictEqual([])
  },
)

it.each(Object.entries(worlds))('in front of %s, a seed decides every request', async (name, open) => {
  const first = firstResults.get(name)
  const second = await runAcquirerCampaign(open, first?.seed ?? 0)
  expect(second.counts).toStrictEqual(first?.counts)
  expect(second.requests.map(essence)).toStrictEqual(first?.requests.map(essence))
})

type Sent = CampaignResult['requests'][number]

/** Without the keys, which may be random. */
function essence({ method, path, query, body, isHandled }: Sent): string {
  return `${method} ${path}?${query} ${body} ${isHandled ? 'handled' : 'lost'}`
}
