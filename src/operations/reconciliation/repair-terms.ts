/** What every repair of a difference needs: the current payment, whom to ask, and in which words. */
import type { RefundAnswer, RefundInquiryAnswer } from '../../core/attempt/answers.ts'
import { attemptReferenced, type Mode, type Payment } from '../../core/payment/payment.ts'
import type { Difference } from '../../core/reconciliation/difference.ts'
import type { StatementLine } from '../../core/reconciliation/statement.ts'
import type { AttemptTerms } from '../../ports/acquirer.ts'
import type { AskedAcquirer } from '../acquirer/acquirers.ts'
import { attemptTerms, lineTerms } from '../acquirer/terms.ts'
import type { Gateway } from '../gateway.ts'

export async function paymentOf(gateway: Gateway, { paymentId }: Difference): Promise<Payment | null> {
  return paymentId === null ? null : gateway.storage.findPayment(paymentId)
}

/** The acquirer whose book shows the difference. */
export function ownerOf(mode: Mode, { owner }: Difference): AskedAcquirer {
  return { mode, acquirer: owner.acquirer }
}

export type DifferenceWithLine = Difference & Readonly<{ line: StatementLine }>

/** The authorization of the difference: as we know it, or else as the acquirer's statement names it. */
export function authorizationOf(
  gateway: Gateway,
  payment: Payment | null,
  { reference, line, owner }: DifferenceWithLine,
): AttemptTerms {
  const attempt = payment === null ? null : attemptReferenced(payment, reference)
  if (payment !== null && attempt !== null) {
    // A restored copy may have lost them, and the acquirer has them still.
    const handle = attempt.handle ?? line.handle
    const acquirerTransactionId = attempt.acquirerTransactionId ?? line.acquirerTransactionId
    return attemptTerms(gateway, payment, { ...attempt, handle, acquirerTransactionId })
  }
  return lineTerms(gateway, line, owner)
}

export const notChargedRefund = { kind: 'failed', declineCode: 'processing_error' } as const

export function asRefundAnswer(inquiry: RefundInquiryAnswer): RefundAnswer {
  if (inquiry.kind === 'reversed') return notChargedRefund
  return inquiry.kind === 'not_found'
    ? { kind: 'unknown', cause: 'the acquirer has no record of it' }
    : inquiry
}
