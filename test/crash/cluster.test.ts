/** A short crash campaign on several nodes and PostgreSQL; `npm run crash -- --database postgres` runs the long one. */
import { expect, it } from 'vitest'
import { runClusterCampaign } from '../../verification/crash/cluster/campaign.ts'

it('what any node acknowledged survives kill -9 of nodes and of PostgreSQL, and the nodes go on by themselves', async () => {
  const nodes = 2
  const result = await runClusterCampaign({ seed: 20_264, nodes, nodeKills: 3, postmasterKills: 2 })
  // All that was wrong, with what is needed to find out why.
  expect(result.evidence).toBeUndefined()
  expect(result.books.inDoubt).toBe(0)
  // Without these the campaign would have proved nothing.
  expect(result.postmasterKills).toBe(2)
  expect(result.nodeKills).toBeGreaterThanOrEqual(3)
  expect(result.acknowledged).toBeGreaterThan(10)
  expect(result.books.approved).toBeGreaterThan(0)
  expect(result.refusals.count).toBeGreaterThan(0)
  expect(result.resumedMs.length).toBeGreaterThan(0)
}, 900_000)
