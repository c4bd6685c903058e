/** Bugs in what makes the books agree after a copy was restored. */
import type { Mutant } from './mutant.ts'

const takeBack = 'src/operations/reconciliation/take-back.ts'

export const reconciliationMutants: readonly Mutant[] = [
  {
    name: 'money that no payment has is left where it is',
    seedsMax: 500,
    wish: { world: 'restored' },
    edits: [
      {
        file: takeBack,
        find: 'if (line === null || !isStillTheirsOnly(payment, difference)) return false',
        replace: 'if (line !== null || !isStillTheirsOnly(payment, difference)) return false',
      },
    ],
  },
  {
    name: 'money is taken back although a customer has paid with it meanwhile',
    // The comparison proposes to reverse nothing of an open payment, and no other payment can be paid before the repair.
    // `test/operations/repair-books.test.ts` proves that the repair would refuse.
    seedsMax: null,
    wish: { world: 'restored' },
    edits: [
      {
        file: takeBack,
        find: 'if (line === null || !isStillTheirsOnly(payment, difference)) return false',
        replace: 'if (line === null) return false',
      },
    ],
  },
]
