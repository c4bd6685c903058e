/** What every repair of a difference needs: the current payment, and what its acquirer can do. */
import type { RefundAnswer, RefundInquiryAnswer } from '../core/attempt/answers.ts'
import type { Mode, Payment } from '../core/payment/payment.ts'
import type { Difference } from '../core/reconciliation/difference.ts'
import { acquirerOf, type Gateway } from './gateway.ts'

export async function paymentOf(gateway: Gateway, { paymentId }: Difference): Promise<Payment | null> {
  return paymentId === null ? null : gateway.storage.findPayment(paymentId)
}

export function isTombstone(gateway: Gateway, mode: Mode): boolean {
  return acquirerOf(gateway, mode).capabilities.reversalIsTombstone
}

export const notChargedRefund = { kind: 'failed', declineCode: 'processing_error' } as const

export function asRefundAnswer(inquiry: RefundInquiryAnswer): RefundAnswer {
  if (inquiry.kind === 'reversed') return notChargedRefund
  return inquiry.kind === 'not_found'
    ? { kind: 'unknown', cause: 'the acquirer has no record of it' }
    : inquiry
}
