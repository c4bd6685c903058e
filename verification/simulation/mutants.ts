/** All deliberate bugs: a simulation that does not find them proves nothing. */
import { announcementMutants } from './announcement-mutants.ts'
import { attemptMutants } from './attempt-mutants.ts'
import { guardMutants } from './guard-mutants.ts'
import { methodMutants } from './method-mutants.ts'
import type { Mutant } from './mutant.ts'
import { receiverMutants } from './receiver-mutants.ts'
import { reconciliationMutants } from './reconciliation-mutants.ts'
import { refundMutants } from './refund-mutants.ts'
import { shellMutants } from './shell-mutants.ts'
import { storageMutants } from './storage-mutants.ts'
import { workerMutants } from './worker-mutants.ts'

export const mutants: readonly Mutant[] = [
  ...attemptMutants,
  ...methodMutants,
  ...announcementMutants,
  ...guardMutants,
  ...refundMutants,
  ...reconciliationMutants,
  ...storageMutants,
  ...shellMutants,
  ...workerMutants,
  ...receiverMutants,
]
