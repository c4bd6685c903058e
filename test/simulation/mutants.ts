/** All deliberate bugs: a simulation that does not find them proves nothing. */
import { attemptMutants } from './attempt-mutants.ts'
import { guardMutants } from './guard-mutants.ts'
import type { Mutant } from './mutant.ts'
import { reconciliationMutants } from './reconciliation-mutants.ts'
import { refundMutants } from './refund-mutants.ts'

export const mutants: readonly Mutant[] = [
  ...attemptMutants,
  ...guardMutants,
  ...refundMutants,
  ...reconciliationMutants,
]
