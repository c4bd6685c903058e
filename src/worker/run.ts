/** The worker's loop. Every process runs one, and any number may run at the same time. */
import type { Gateway } from '../operations/gateway.ts'
import { EventRetention } from './event-retention.ts'
import { Places } from './places.ts'
import { Retention, type RetentionMs } from './retention.ts'
import { Trouble } from './trouble.ts'

export type WorkerOptions = Readonly<{
  /** How many payments are worked on concurrently. */
  batchLimit: number
  idempotencyLifeMs: number
  intervalMs: number
  retentionMs: RetentionMs
  eventLifeMs: number
}>

const purgeLimit = 500

/** Runs until the signal fires, whatever fails in the meantime, and then finishes what it has started. */
export async function runWorker(
  gateway: Gateway,
  options: WorkerOptions,
  signal: AbortSignal,
): Promise<void> {
  const places = new Places(gateway, options.batchLimit)
  const trouble = new Trouble(gateway.log)
  const round = rounds(gateway, places, options)
  while (!signal.aborted) {
    let pauseMs: number
    try {
      pauseMs = await round()
      trouble.over()
    } catch (error) {
      pauseMs = trouble.pauseAfter(error, options.intervalMs)
    }
    if (pauseMs > 0) await gateway.clock.sleep(pauseMs, signal)
    else await places.freed()
  }
  await places.emptied()
}

/** A function that starts what is due, as far as there are places, and returns how long to sleep after it. */
function rounds(gateway: Gateway, places: Places, options: WorkerOptions): () => Promise<number> {
  const { clock, time, log } = gateway
  // Different from any count, because an earlier process may have run by a clock that was ahead.
  let timesSetBack = -1
  let purgedAtMs = Number.NEGATIVE_INFINITY
  const retention = new Retention(gateway, options.retentionMs)
  const eventRetention = new EventRetention(gateway, options.eventLifeMs)
  return async () => {
    time.read()
    const { free } = places
    const claimed = await (timesSetBack === time.timesSetBack ? places.fill() : places.fillFarAhead())
    if (claimed > 0) log.debug({ claimed }, 'payments taken over')
    if (claimed >= free) return 0
    if (timesSetBack !== time.timesSetBack) {
      timesSetBack = time.timesSetBack
      return 0
    }
    if (clock.monotonicMs() - purgedAtMs >= options.intervalMs) {
      await purge(gateway, options)
      await retention.step()
      await eventRetention.step()
      purgedAtMs = clock.monotonicMs()
    }
    return options.intervalMs
  }
}

export function purge(
  { storage, clock }: Gateway,
  { idempotencyLifeMs }: Pick<WorkerOptions, 'idempotencyLifeMs'>,
): Promise<number> {
  return storage.purgeIdempotencyRecords(clock.nowMs() - idempotencyLifeMs, purgeLimit)
}
