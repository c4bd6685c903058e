/** Refunds whose time is over, and what the others still take of an authorization. */
import type { BookRefund, Pen, RefundEnd } from './book-store.ts'

/** `isSettled`: approvals can no longer be reversed. `isForgotten`: late requests are not stopped. */
export type Reversing = Readonly<{ isSettled?: boolean; isForgotten?: boolean }>

/**
 * As it is at this time. What its time has made of it is written down, because the clock may be set back. If it was set
 * back since the refund was made, the refund does not wait for it.
 */
export function settle(refund: BookRefund, pen: Pen, nowMs: number): BookRefund {
  const isDue = refund.dueAtMs <= nowMs || refund.createdAtMs > nowMs
  if (refund.state !== 'pending' || !isDue) return refund
  const end = endOf(refund)
  pen.endRefund(refund.reference, end, refund.dueAtMs)
  return { ...refund, ...end }
}

/** How much of an authorization has been or may still be paid back. */
export function heldBy(refunds: readonly BookRefund[]): number {
  return sumOf(refunds.filter(({ state }) => state === 'pending' || state === 'succeeded'))
}

export function paidBackBy(refunds: readonly BookRefund[]): number {
  return sumOf(refunds.filter(({ state }) => state === 'succeeded'))
}

function endOf({ becomes }: BookRefund): RefundEnd {
  return { state: becomes, declineCode: becomes === 'failed' ? 'generic_decline' : null }
}

function sumOf(refunds: readonly BookRefund[]): number {
  return refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
}
