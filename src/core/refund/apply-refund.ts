/** What an event does to a refund. */
import type { RefundEvent, RefundRequested } from '../payment/events.ts'
import type { Refund } from './refund.ts'

export function newRefund(event: RefundRequested): Refund {
  return {
    id: event.refundId,
    amountMinor: event.amountMinor,
    reason: event.reason,
    state: 'sending',
    reference: event.reference,
    declineCode: null,
    acquirerRefundId: null,
    inquiries: 0,
    notFoundCount: 0,
    nextAtMs: event.nextAtMs,
    createdAtMs: event.atMs,
    updatedAtMs: event.atMs,
    completedAtMs: null,
  }
}

/** The refund's other facts; `refund.state` is the new one already. */
export function applyToRefund(refund: Refund, event: RefundEvent): Refund {
  const touched = { ...refund, updatedAtMs: event.atMs }
  switch (event.type) {
    case 'refund_accepted':
      return { ...touched, acquirerRefundId: event.acquirerRefundId, inquiries: 0, nextAtMs: event.nextAtMs }
    case 'refund_succeeded':
      return {
        ...touched,
        acquirerRefundId: event.acquirerRefundId,
        completedAtMs: event.atMs,
        nextAtMs: null,
      }
    case 'refund_failed':
      return { ...touched, declineCode: event.declineCode, completedAtMs: event.atMs, nextAtMs: null }
    case 'refund_answer_missed':
      return { ...touched, nextAtMs: event.nextAtMs }
    case 'refund_inquiry_inconclusive':
      return {
        ...touched,
        inquiries: refund.inquiries + 1,
        notFoundCount: event.notFoundCount,
        nextAtMs: event.nextAtMs,
      }
    case 'refund_reversal_decided':
      return { ...touched, inquiries: 0, nextAtMs: event.nextAtMs }
    case 'refund_reversal_unacknowledged':
      return { ...touched, inquiries: refund.inquiries + 1, nextAtMs: event.nextAtMs }
    case 'refund_set_aside':
      return { ...touched, nextAtMs: null }
  }
}
