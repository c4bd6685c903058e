/** How long the sender of a request may take before a worker takes over. */
import type { Gateway } from './gateway.ts'

export type Lease = Readonly<{
  /** On the monotonic clock, before the save. */
  begunMs: number
  /** On the wall clock, as it was saved. */
  savedAtMs: number
}>

/** Of a claim or a save that begins now. */
export function beginLease({ clock }: Gateway): Lease {
  return { begunMs: clock.monotonicMs(), savedAtMs: clock.nowMs() }
}

/**
 * A process that was suspended after its save, for example on a paused machine, must send nothing more: a worker may have
 * reversed the request, and at some acquirers a reversal does not stop a request that comes after it. Either clock may stand
 * still during such a sleep, so one of them is enough.
 */
export function isLeaseOver({ clock, rules }: Gateway, { begunMs, savedAtMs }: Lease): boolean {
  const isOver = clock.monotonicMs() - begunMs >= rules.leaseMs || clock.nowMs() - savedAtMs >= rules.leaseMs
  return isOver || clock.mayHaveStoodStill?.() === true
}
