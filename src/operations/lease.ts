/** How long the sender of a request may take before a worker takes over. */
import type { Gateway } from './gateway.ts'

type Lease = Readonly<{
  /** On the monotonic clock, before the save. */
  begunMs: number
  /** On the wall clock, as it was saved. */
  savedAtMs: number
}>

/**
 * A process that slept since its save, on a machine that was paused, has lost what it was about to send: a worker may
 * have reversed it, and at some acquirers a reversal does not stop a request that comes after it. Either clock may stand
 * still in such a sleep, so it is enough that one of them says so.
 */
export function isLeaseOver({ clock, rules }: Gateway, { begunMs, savedAtMs }: Lease): boolean {
  return clock.monotonicMs() - begunMs >= rules.leaseMs || clock.nowMs() - savedAtMs >= rules.leaseMs
}
