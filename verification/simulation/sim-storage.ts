/**
 * The way from one process to the shared storage: slow, failing before or during the commit, and telling nothing to
 * the dead. The storage behind it is a correct one; what was applied stays applied whoever hears of it.
 */
import type { Storage } from '../../src/ports/storage.ts'
import { CommitUnknown, StorageUnavailable } from '../../src/ports/storage.ts'
import type { Life } from './life.ts'
import type { World } from './world.ts'

const deliveryWrites = [
  'addEndpoint',
  'changeEndpoint',
  'disableEndpoint',
  'claimDeliveries',
  'saveDelivery',
  'skipDeliveries',
  'addTestEvent',
  'resendEvent',
  'recoverDeliveries',
] as const
const writes = new Set<string>(['create', 'save', 'claimDue', 'claimFarAhead', ...deliveryWrites])
const methods = [
  'create',
  'save',
  'claimDue',
  'claimFarAhead',
  'findPayment',
  'listEvents',
  'findIdempotencyRecord',
  'findMerchant',
  'findActiveApiKey',
  'installationSecret',
  'listMerchants',
  'updateMerchant',
  'listPayments',
  ...deliveryWrites,
  'findEndpoint',
  'listEndpoints',
  'countFailedEvents',
  'findEvent',
] as const

/** `inner` must apply a write at the moment of the call, before anything is awaited. */
export function simStorage(world: World, inner: Storage, life: Life): Storage {
  const far: Record<string, unknown> = {}
  for (const name of methods) {
    const method = inner[name].bind(inner) as (...values: never[]) => Promise<unknown>
    far[name] = (...values: never[]) => ask(world, life, name, () => method(...values))
  }
  // Nothing depends on them, and they would be the most frequent events of all.
  far.noteApiKeyUse = inner.noteApiKeyUse.bind(inner)
  far.purgeIdempotencyRecords = inner.purgeIdempotencyRecords.bind(inner)
  return Object.assign(Object.create(inner), far) as Storage
}

function ask(world: World, life: Life, name: string, apply: () => Promise<unknown>): Promise<unknown> {
  const { kernel, faults } = world
  const isWrite = writes.has(name)
  const { restorations } = world
  return new Promise((resolve, reject) => {
    const tell = (what: string, run: () => void) => kernel.at(delayMs(world), `${name} ${what}`, run, life)
    kernel.at(delayMs(world), `${name} reaches the storage`, () => {
      if (world.restorations !== restorations || world.isStorageDown || world.hits(faults.storageError)) {
        world.count('storage_failed')
        tell('failed', () => reject(new StorageUnavailable()))
        return
      }
      if (!isWrite || !world.hits(faults.commitUnknown)) {
        apply().then(
          (value) => tell(isWrite ? `answered ${String(value)}` : 'answered', () => resolve(value)),
          (error) => tell('was refused', () => reject(error)),
        )
        return
      }
      const isApplied = world.random.chance(0.5)
      world.count(isApplied ? 'commit_unknown_and_applied' : 'commit_unknown_and_not_applied')
      const lose = () => tell('ended in doubt', () => reject(new CommitUnknown()))
      if (isApplied) apply().then(lose, lose)
      else lose()
    })
  })
}

function delayMs(world: World): number {
  return world.hits(world.faults.storageSlow) ? world.random.between(100, 20_000) : world.random.between(0, 5)
}
