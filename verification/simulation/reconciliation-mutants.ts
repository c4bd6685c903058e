/** Bugs in what makes the books agree after a copy was restored. */
import type { Mutant } from './mutant.ts'

const takeBack = 'src/operations/take-back.ts'

export const reconciliationMutants: readonly Mutant[] = [
  {
    name: 'money that no payment has is left where it is',
    seedsMax: 500,
    wish: { world: 'restored' },
    edits: [
      {
        file: takeBack,
        find: 'if (!(await isStillTheirsOnly(gateway, difference))) return false',
        replace: 'return false',
      },
    ],
  },
  {
    name: 'money is taken back although a customer has paid with it meanwhile',
    // Rare: a customer has to pay between the comparison and the repair. `test/operations/repair-books.test.ts` finds it at once.
    seedsMax: 20_000,
    wish: { world: 'restored' },
    edits: [
      {
        file: takeBack,
        find: 'if (!(await isStillTheirsOnly(gateway, difference))) return false',
        replace: '',
      },
    ],
  },
]
