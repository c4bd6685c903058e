/** Which attempt a refund pays back. */
import type { Attempt } from '../attempt/attempt.ts'
import { BrokenInvariant } from '../payment/invariants.ts'
import { approvedAttempt, type Payment, refundOf } from '../payment/payment.ts'
import type { Refund } from './refund.ts'

export type RefundSources = Readonly<{ refund: Refund; original: Attempt }>

/** A refund and the attempt that charged the card. Throws {@link BrokenInvariant} if either is missing. */
export function refundSources(payment: Payment, refundId: string): RefundSources {
  const refund = refundOf(payment, refundId)
  const original = approvedAttempt(payment)
  if (refund === null || original === null) throw new BrokenInvariant('only a succeeded payment is refunded')
  return { refund, original }
}
