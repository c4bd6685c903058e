/** One round of background work: payments that are due, then answers that need be kept no longer. */
import type { Gateway } from '../operations/gateway.ts'
import { Places } from './places.ts'

export type RoundOptions = Readonly<{
  /** Payments worked on side by side. */
  batchLimit: number
  idempotencyLifeMs: number
}>

type Round = Readonly<{ claimed: number; steps: number; purged: number }>

const purgeLimit = 500

/** Rejects when the storage cannot be reached; what was claimed wakes again when its lease ends. */
export async function runOnce(gateway: Gateway, options: RoundOptions): Promise<Round> {
  const places = new Places(gateway, options.batchLimit)
  const claimed = await places.fill()
  await places.emptied()
  const purged = await purge(gateway, options)
  return { claimed, steps: places.steps, purged }
}

export function purge({ storage, clock }: Gateway, { idempotencyLifeMs }: RoundOptions): Promise<number> {
  return storage.purgeIdempotencyRecords(clock.nowMs() - idempotencyLifeMs, purgeLimit)
}
