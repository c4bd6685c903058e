/** The test of the tests: the simulation finds every deliberate bug, each put into the source in a thread of its own. */
import { describe, expect, it } from 'vitest'
import { huntMutant } from '../../verification/simulation/hunt-mutant.ts'
import { mutants } from '../../verification/simulation/mutants.ts'

/** Those that may need more seeds are found by `npm run mutants`. */
const quickMax = 10_000

describe('the simulation finds this bug', () => {
  for (const { seedsMax, ...mutant } of mutants) {
    if (seedsMax === null || seedsMax > quickMax) continue
    it(mutant.name, { timeout: 180_000 }, async () => {
      const verdict = await huntMutant({ seedsMax, ...mutant }, seedsMax)
      expect(verdict.violation).not.toBe(null)
    })
  }
})
