/** A refund of a succeeded payment, and what the refunds of a payment add up to. */
import type { DeclineCode } from '../decline.ts'

/**
 * sending: the request is on its way, or its sender died. pending: the acquirer has it. unknown: no usable answer.
 * reversing: the gateway decided to make sure that it has no effect. set_aside: needs manual review; the amount stays
 * reserved.
 */
export const refundStates = [
  'sending',
  'pending',
  'unknown',
  'reversing',
  'succeeded',
  'failed',
  'set_aside',
] as const
export type RefundState = (typeof refundStates)[number]

export type Refund = Readonly<{
  /** ULID, lowercase. */
  id: string
  amountMinor: number
  reason: string
  state: RefundState
  /** Chosen by the gateway, unique, and sent with every request about this refund. */
  reference: string
  declineCode: DeclineCode | null
  acquirerRefundId: string | null
  inquiries: number
  notFoundCount: number
  /** When a worker must look at it again; null once it is settled or set aside. */
  nextAtMs: number | null
  createdAtMs: number
  updatedAtMs: number
  completedAtMs: number | null
}>

/** Nothing more is owed to the acquirer about it. */
export function isRefundSettled(refund: Refund): boolean {
  return refund.state === 'succeeded' || refund.state === 'failed'
}

/** Everything that has been refunded or still may be. Only a failed refund releases its amount. */
export function reservedMinor(refunds: readonly Refund[]): number {
  return refunds.reduce((sum, refund) => (refund.state === 'failed' ? sum : sum + refund.amountMinor), 0)
}

/** The sum of the refunds that have been paid out, in minor units. */
export function refundedMinor(refunds: readonly Refund[]): number {
  return refunds.reduce((sum, refund) => (refund.state === 'succeeded' ? sum + refund.amountMinor : sum), 0)
}

/** When the succeeded refunds reached the whole amount, or null. */
export function refundedAtMs(refunds: readonly Refund[], amountMinor: number): number | null {
  if (refundedMinor(refunds) < amountMinor) return null
  const succeeded = refunds.filter((refund) => refund.state === 'succeeded')
  // A settled refund never changes again, so its last change is when it was completed.
  return Math.max(...succeeded.map((refund) => refund.updatedAtMs))
}
