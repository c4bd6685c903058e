/** The real storage behind a port that fails at chosen calls: before anything happened, or after all of it did. */
import { CommitUnknown, type Storage, StorageUnavailable } from '../../src/ports/storage.ts'

export type StorageFault =
  /** Nothing happened. */
  | 'unavailable'
  /** The commit was cut off, and did not happen. */
  | 'unknown_undone'
  /** The commit happened; its acknowledgment was lost. */
  | 'unknown_done'
  /** Another writer is always faster. */
  | 'lost_race'
  | 'idempotency_key_taken'
  | 'fault'

type Faulty =
  | 'save'
  | 'create'
  | 'findPayment'
  | 'claimDue'
  | 'claimFarAhead'
  | 'listWithPersonalData'
  | 'discardOverwritten'
  | 'purgeIdempotencyRecords'

export type FaultPort = Readonly<{
  storage: Storage
  /** The next call of this method fails like this, after so many more that do not. */
  fail(method: Faulty, fault: StorageFault, options?: Readonly<{ after?: number; times?: number }>): void
  /** Nothing fails any more. */
  heal(): void
  /** Runs between the reading and the writing of the next save. */
  beforeNextSave(work: () => Promise<void>): void
}>

type Plan = { method: Faulty; fault: StorageFault; after: number; times: number }

export function faultPort(real: Storage): FaultPort {
  const plans: Plan[] = []
  let interruption: (() => Promise<void>) | null = null

  function next(method: Faulty): StorageFault | null {
    const plan = plans.find((one) => one.method === method)
    if (plan === undefined) return null
    if (plan.after > 0) {
      plan.after -= 1
      return null
    }
    plan.times -= 1
    if (plan.times === 0) plans.splice(plans.indexOf(plan), 1)
    return plan.fault
  }

  async function call<Result>(method: Faulty, work: () => Promise<Result>): Promise<Result> {
    const fault = next(method)
    switch (fault) {
      case null:
        return work()
      case 'unknown_done':
        await work()
        throw new CommitUnknown('the acknowledgment was lost')
      case 'unknown_undone':
        throw new CommitUnknown('the commit was cut off')
      case 'unavailable':
        throw new StorageUnavailable('the storage is away')
      case 'fault':
        throw 'no error at all'
      default:
        return fault as Result
    }
  }

  async function interrupt(): Promise<void> {
    const work = interruption
    interruption = null
    await work?.()
  }

  const storage: Storage = {
    ...real,
    create: (creation) => call('create', () => real.create(creation)),
    findPayment: (id) => call('findPayment', () => real.findPayment(id)),
    claimDue: (claim) => call('claimDue', () => real.claimDue(claim)),
    claimFarAhead: (claim) => call('claimFarAhead', () => real.claimFarAhead(claim)),
    listWithPersonalData: (query) => call('listWithPersonalData', () => real.listWithPersonalData(query)),
    discardOverwritten: () => call('discardOverwritten', () => real.discardOverwritten()),
    purgeIdempotencyRecords: (beforeMs, limit) =>
      call('purgeIdempotencyRecords', () => real.purgeIdempotencyRecords(beforeMs, limit)),
    save: async (change) => {
      await interrupt()
      return call('save', () => real.save(change))
    },
  }
  return {
    storage,
    fail: (method, fault, { after = 0, times = 1 } = {}) => plans.push({ method, fault, after, times }),
    heal: () => {
      plans.length = 0
    },
    beforeNextSave: (work) => {
      interruption = work
    },
  }
}
