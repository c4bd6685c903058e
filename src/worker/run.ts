/** The worker's loop: every process runs one. Safe to run many times side by side. */
import type { Gateway } from '../operations/gateway.ts'
import { type RoundOptions, runOnce } from './run-once.ts'

/** Runs until the signal fires, and then ends its round. */
export async function runWorker(
  gateway: Gateway,
  options: RoundOptions & Readonly<{ intervalMs: number }>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const isMoreDue = await roundOrWarn(gateway, options)
    if (!isMoreDue) await gateway.clock.sleep(options.intervalMs, signal)
  }
}

async function roundOrWarn(gateway: Gateway, options: RoundOptions): Promise<boolean> {
  try {
    const round = await runOnce(gateway, options)
    if (round.claimed > 0)
      gateway.log.debug({ claimed: round.claimed, steps: round.steps }, 'a round of work')
    return round.claimed >= options.batchLimit
  } catch (error) {
    gateway.log.warn({ cause: error instanceof Error ? error.name : 'fault' }, 'a round of work failed')
    return false
  }
}
