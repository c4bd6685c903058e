/** A few races between nodes in every test run; `npm run races` runs thousands. */
import { expect, it } from 'vitest'
import { runRaces } from '../../verification/races/races.ts'

it('four nodes authorize a form that two of them get at once only once, and each reads what another acknowledged', async () => {
  const submits = 200
  const result = await runRaces({ seed: 20_264, nodes: 4, submits, reads: 200 })
  expect(result.wrong).toEqual([])
  expect(result).toMatchObject({ authorizations: submits, approved: submits, doubled: 0 })
}, 300_000)
