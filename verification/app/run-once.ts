/** One round of background work, for tests that want to know when it is over. */
import type { Gateway } from '../../src/operations/gateway.ts'
import { Places } from '../../src/worker/places.ts'
import { purge } from '../../src/worker/run.ts'

/** Rejects when the storage cannot be reached; what was claimed wakes again when its lease ends. */
export async function runOnce(
  gateway: Gateway,
  options: Readonly<{ batchLimit: number; idempotencyLifeMs: number }>,
): Promise<Readonly<{ claimed: number; steps: number; purged: number }>> {
  const places = new Places(gateway, options.batchLimit)
  const claimed = await places.fill()
  await places.emptied()
  const purged = await purge(gateway, options)
  return { claimed, steps: places.steps, purged }
}
