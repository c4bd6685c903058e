/** The one word that the API shows, computed from the facts. Storage keeps it, too, to filter by it. */
import { blockingAttempt, type Payment } from './payment.ts'

export const publicStatuses = [
  'pending',
  'requires_action',
  'succeeded',
  'failed',
  'expired',
  'canceled',
] as const
export type PublicStatus = (typeof publicStatuses)[number]

export function statusOf(payment: Payment): PublicStatus {
  if (payment.ending !== null) return payment.ending.kind
  return blockingAttempt(payment)?.state === 'challenged' ? 'requires_action' : 'pending'
}
