/** How long the sender of a request may take before a worker takes over. */
import type { Gateway } from './gateway.ts'

/**
 * A process that slept since its save, on a machine that was paused, has lost what it was about to send: a worker may
 * have reversed it, and at some acquirers a reversal does not stop a request that comes after it.
 */
export function isLeaseOver(gateway: Gateway, savedAtMs: number): boolean {
  return gateway.clock.nowMs() >= savedAtMs + gateway.rules.leaseMs
}
