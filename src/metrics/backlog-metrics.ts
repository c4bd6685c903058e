/** What waits in the database, for a worker or for the acquirer: read when metrics are read, the same on every node. */
import { Gauge, type Registry } from 'prom-client'
import type { Backlog, Storage, Unsettled } from '../ports/storage.ts'
import type { Clock } from '../ports/system.ts'
import type { DeliveryBacklog } from '../ports/webhook-storage.ts'
import type { DatabaseMetrics } from './database-metrics.ts'
import type { webhookMetrics } from './webhook-metrics.ts'

type Webhooks = Pick<ReturnType<typeof webhookMetrics>, 'waiting'>

export type BacklogSource = Readonly<{ storage: Pick<Storage, 'backlog' | 'deliveryBacklog'>; clock: Clock }>

/** Less than a scrape may take, so that a database that does not answer is seen. */
const patienceMs = 2_000

/** They have a value even if there are none, so that an expression always finds one. */
const parts: readonly Pick<Unsettled, 'part' | 'state'>[] = [
  { part: 'attempt', state: 'unknown' },
  { part: 'attempt', state: 'reversing' },
  { part: 'attempt', state: 'paying_back' },
  { part: 'attempt', state: 'set_aside' },
  { part: 'refund', state: 'unknown' },
  { part: 'refund', state: 'reversing' },
  { part: 'refund', state: 'set_aside' },
]

export function backlogMetrics(registers: Registry[], database: DatabaseMetrics, webhooks: Webhooks) {
  const labelNames = ['part', 'state'] as const
  const counts = new Gauge({
    name: 'flowlix_unsettled',
    help: 'Attempts and refunds whose outcome is not certain, by state; "set_aside" needs a person.',
    ...{ labelNames, registers },
  })
  const ages = new Gauge({
    name: 'flowlix_unsettled_oldest_seconds',
    help: 'The age of the oldest of them, by state.',
    ...{ labelNames, registers },
  })
  const lag = new Gauge({
    name: 'flowlix_worker_lag_seconds',
    help: 'How long the payment that has waited longest for a worker has been due.',
    registers,
  })
  return async ({ storage, clock }: BacklogSource): Promise<void> => {
    const nowMs = clock.nowMs()
    const [backlog, deliveries] = (await readIn(patienceMs, storage, clock)) ?? [null, null]
    database.isUp(backlog !== null)
    webhooks.waiting(deliveries, nowMs)
    counts.reset()
    ages.reset()
    if (backlog === null) return lag.remove()
    for (const labels of parts) {
      counts.set(labels, 0)
      ages.set(labels, 0)
    }
    for (const { part, state, count, oldestMs } of backlog.unsettled) {
      counts.set({ part, state }, count)
      ages.set({ part, state }, secondsSince(oldestMs, nowMs))
    }
    lag.set(backlog.oldestDueMs === null ? 0 : secondsSince(backlog.oldestDueMs, nowMs))
  }
}

/** Null if the storage cannot be reached in time. */
async function readIn(
  timeoutMs: number,
  storage: BacklogSource['storage'],
  clock: Clock,
): Promise<readonly [Backlog, DeliveryBacklog] | null> {
  const over = new AbortController()
  const late = clock.sleep(timeoutMs, over.signal).then(() => null)
  try {
    const nowMs = clock.nowMs()
    const reading = Promise.all([storage.backlog(nowMs), storage.deliveryBacklog(nowMs)])
    return await Promise.race([reading, late])
  } catch {
    return null
  } finally {
    over.abort()
  }
}

function secondsSince(atMs: number, nowMs: number): number {
  return Math.max(0, nowMs - atMs) / 1_000
}
