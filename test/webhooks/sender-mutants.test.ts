/** The test of the sender's tests: they find deliberate bugs. `npm run mutants` tries all of them. */
import { expect, test } from 'vitest'
import { senderMutants } from '../../verification/webhooks/sender-mutants.ts'
import { testsThatFind } from '../../verification/webhooks/try-mutant.ts'

const quick = ['a redirect is followed', 'an address in place of a name is not checked']

test.each(senderMutants.filter(({ name }) => quick.includes(name)))(
  'the tests of the sender find that $name',
  async (mutant) => {
    expect(await testsThatFind(mutant)).not.toEqual([])
  },
)
