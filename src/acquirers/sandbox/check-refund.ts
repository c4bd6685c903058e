/** A refund must be of an approved authorization, in its currency, and never exceed it. */
import type { DeclineCode } from '../../core/decline.ts'
import type { Authorization, BookRefundRequest } from './book-store.ts'

/** Null when the refund is accepted. `heldMinor` is what earlier refunds have taken or may still take. */
export function checkRefund(
  request: BookRefundRequest,
  original: Authorization | null,
  heldMinor: number,
): DeclineCode | null {
  if (original?.state !== 'approved') return 'generic_decline'
  if (request.currency !== original.currency) return 'invalid_currency'
  return heldMinor + request.amountMinor > original.amountMinor ? 'invalid_amount' : null
}
