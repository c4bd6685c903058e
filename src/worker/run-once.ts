/** One round of background work: payments that are due, then answers that need be kept no longer. */

import type { Payment } from '../core/payment.ts'
import { advancePayment } from '../operations/advance-payment.ts'
import type { Gateway } from '../operations/gateway.ts'

export type RoundOptions = Readonly<{
  /** Payments taken over at once, and worked on side by side. */
  batchLimit: number
  idempotencyLifeMs: number
}>

export type Round = Readonly<{ claimed: number; steps: number; purged: number }>

const purgeLimit = 500

/** Rejects when the storage cannot be reached; what was claimed wakes again when its lease ends. */
export async function runOnce(gateway: Gateway, options: RoundOptions): Promise<Round> {
  const nowMs = gateway.clock.nowMs()
  const { leaseMs } = gateway.rules
  const claimed = await gateway.storage.claimDue({ nowMs, leaseMs, limit: options.batchLimit })
  const steps = await Promise.all(claimed.map((payment) => advanceSafely(gateway, payment)))
  const purged = await gateway.storage.purgeIdempotencyRecords(nowMs - options.idempotencyLifeMs, purgeLimit)
  return { claimed: claimed.length, steps: steps.reduce((sum, one) => sum + one, 0), purged }
}

/** One payment's trouble must not keep the others waiting; its lease brings it back. */
async function advanceSafely(gateway: Gateway, payment: Payment): Promise<number> {
  try {
    return await gateway.running.track(advancePayment(gateway, payment))
  } catch (error) {
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : 'fault'
    gateway.log.error(
      { paymentId: payment.id, cause },
      'a payment could not be advanced; it will be tried again',
    )
    return 0
  }
}
