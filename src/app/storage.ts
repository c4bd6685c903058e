/** Opens the storage that the options name, and the sandbox acquirer's book beside it when it is first needed. */
import { type SandboxOnDemand, sandboxOnDemand } from '../acquirers/sandbox/on-demand.ts'
import { bookPlace } from '../acquirers/sandbox/sqlite/open-book.ts'
import { sandboxName } from '../core/card/test-cards.ts'
import type { Mode } from '../core/payment/payment.ts'
import { checkPlace } from '../platform/database-place.ts'
import type { Storage } from '../ports/storage.ts'
import type { Clock } from '../ports/system.ts'
import { openStorage } from '../storage/open.ts'
import type { AppOptions } from './options.ts'

/** Throws {@link DatabaseRefused} if one of the two databases cannot be used. */
export async function openAppStorage(options: AppOptions): Promise<Storage> {
  const { log, clock, random, metrics = null, wrapStorage = (opened: Storage) => opened } = options
  const { sandboxDatabase: place } = options
  // Before anything is created: where one of the two cannot be, the other one must not be left behind.
  if (options.isSandbox && typeof place === 'string') checkPlace(bookPlace(place, mayCreate(options)))
  const opened = await openStorage(options.databaseUrl, {
    ...{ log, clock, random },
    create: options.createDatabase,
    ...(options.postgres && { postgres: options.postgres }),
    isChecked: true,
    observer: metrics?.storageObserver,
  })
  return wrapStorage(metrics?.storage(opened, (mode) => acquirerName(options, mode)) ?? opened)
}

export function sandboxOf(options: AppOptions, clock: Clock): SandboxOnDemand {
  const { log, random } = options
  return sandboxOnDemand({
    ...{ log, clock, random },
    place: options.sandboxDatabase,
    mayCreate: mayCreate(options),
    bankUrl: options.payUrl,
    refundDelayMs: options.sandboxRefundMs,
    faults: options.sandboxFaults,
  })
}

function mayCreate({ createDatabase }: AppOptions): boolean {
  return createDatabase !== null
}

/** For metrics: the acquirer that new payments go to. */
function acquirerName({ testAcquirers, liveAcquirers }: AppOptions, mode: Mode): string {
  return mode === 'test' ? (testAcquirers[0]?.name ?? sandboxName) : (liveAcquirers[0]?.name ?? 'none')
}
