/**
 * Proves that the simulation finds every deliberate bug, and tells after how many seeds. `--seeds-max` limits each;
 * `--only words` looks for those only whose name contains these words. `--record` records the seeds that found them, which the
 * tests try first. Those in how webhooks are sent must be found by the
 * sender's tests.
 */
import { readOptions } from '../verification/read-options.ts'
import { huntMutant } from '../verification/simulation/hunt-mutant.ts'
import { recordMutantSeeds } from '../verification/simulation/mutant-seeds.ts'
import { mutants } from '../verification/simulation/mutants.ts'
import { senderMutants } from '../verification/webhooks/sender-mutants.ts'
import { testsThatFind } from '../verification/webhooks/try-mutant.ts'

const { values } = readOptions({
  options: {
    'seeds-max': { type: 'string', default: '20000' },
    only: { type: 'string', default: '' },
    record: { type: 'boolean', default: false },
  },
})
const seedsMax = Number(values['seeds-max'])
if (!Number.isSafeInteger(seedsMax) || seedsMax < 1) {
  console.error('--seeds-max must be a whole number of at least 1.')
  process.exit(2)
}

let survivors = 0
const found: Record<string, number> = {}
for (const mutant of mutants.filter(({ name }) => name.includes(values.only))) {
  const limit = Math.min(seedsMax, mutant.seedsMax ?? 2_000)
  const { seed, seeds, violation } = await huntMutant(mutant, { max: limit })
  if (seed !== null) found[mutant.name] = seed
  const isMissed = violation === null && mutant.seedsMax !== null
  if (isMissed) survivors++
  const result = violation === null ? `not found in ${seeds}` : `${seeds}`
  const remark = mutant.seedsMax === null ? ' (another layer makes it harmless)' : ''
  console.log(`${result.padStart(18)}  ${mutant.name}${remark}${violation === null ? '' : `: ${violation}`}`)
}
if (values.record) recordMutantSeeds(found)
for (const mutant of senderMutants.filter(({ name }) => name.includes(values.only))) {
  const [test] = await testsThatFind(mutant)
  if (test === undefined) survivors++
  console.log(
    `${(test === undefined ? 'not found' : 'by a test').padStart(18)}  ${mutant.name}: ${test ?? mutant.test}`,
  )
}
console.log(survivors === 0 ? 'Every mutant was found.' : `${survivors} mutants were not found.`)
process.exitCode = survivors === 0 ? 0 : 1
