/** The test of the tests: the simulation finds every deliberate bug, each put into the source in a thread of its own. */
import { describe, expect, it } from 'vitest'
import { huntMutant } from '../../verification/simulation/hunt-mutant.ts'
import type { Mutant } from '../../verification/simulation/mutant.ts'
import { mutantSeeds } from '../../verification/simulation/mutant-seeds.ts'
import { mutants } from '../../verification/simulation/mutants.ts'

/** Those that may need more seeds are found by `npm run mutants`. The worlds of receivers last for days. */
const quickMax = ({ wish }: Mutant): number => (wish?.world === 'receivers' ? 20 : 10_000)

const recorded = mutantSeeds()

describe('the simulation finds this bug', () => {
  for (const mutant of mutants) {
    const { name, seedsMax } = mutant
    if (seedsMax === null || seedsMax > quickMax(mutant)) continue
    it(name, { timeout: 180_000 }, async () => {
      const first = recorded[name]
      const { seed, violation } = await huntMutant(mutant, { first, max: seedsMax })
      expect(violation).not.toBe(null)
      if (seed !== first)
        console.warn(`Found by seed ${seed} instead. Run: npm run mutants -- --record --only "${name}"`)
    })
  }
})
