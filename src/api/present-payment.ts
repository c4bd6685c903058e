/** The Payment object of the contract: always these keys, in this order. */

import type { Card } from '../core/card/card.ts'
import { declineMessages } from '../core/decline.ts'
import { approvedAttempt, type Payment } from '../core/payment/payment.ts'
import { statusOf } from '../core/payment/status.ts'
import { type Refund, refundedAtMs, reservedMinor } from '../core/refund/refund.ts'
import { unixSeconds, unixSecondsOrNull } from './unix-seconds.ts'

/**
 * `payUrl` is the origin of the hosted page. `redirectUrl` is the URL of the payment's page, only in the response that creates
 * the session.
 */
export function presentPayment(payment: Payment, payUrl: string, redirectUrl: string | null = null) {
  const { ending } = payment
  const declineCode = ending?.kind === 'failed' ? ending.declineCode : null
  const refundedAt = refundedAtMs(payment.refunds, payment.amountMinor)
  return {
    id: payment.id,
    object: 'payment',
    amount: payment.amountMinor,
    currency: payment.currency,
    status: statusOf(payment),
    description: payment.description,
    card: payment.card === null ? null : presentCard(payment.card),
    customer:
      payment.customer === null ? null : { email: payment.customer.email, name: payment.customer.name },
    metadata: payment.metadata,
    decline_code: declineCode,
    decline_message: declineCode === null ? null : declineMessages[declineCode],
    redirect_url: redirectUrl,
    refunded_at: unixSecondsOrNull(refundedAt),
    succeeded_at: ending?.kind === 'succeeded' ? unixSeconds(ending.atMs) : null,
    failed_at: ending?.kind === 'failed' ? unixSeconds(ending.atMs) : null,
    created: unixSeconds(payment.createdAtMs),
    livemode: payment.mode === 'live',
    refunded_amount: reservedMinor(payment.refunds),
    provider_transaction_id: providerTransactionId(payment),
    refunds: payment.refunds.map((refund) => presentRefund(payment, refund)),
    next_action: nextAction(payment, payUrl),
  }
}

function presentCard(card: Card) {
  const { brand, last4, expMonth, expYear, country } = card
  return { brand, last4, exp_month: expMonth, exp_year: expYear, country }
}

function presentRefund(payment: Payment, refund: Refund) {
  return {
    id: refund.id,
    amount: refund.amountMinor,
    currency: payment.currency,
    reason: refund.reason,
    status: refund.state === 'succeeded' || refund.state === 'failed' ? refund.state : 'pending',
    decline_code: refund.declineCode,
    decline_message: refund.declineCode === null ? null : declineMessages[refund.declineCode],
    created_at: unixSeconds(refund.createdAtMs),
    updated_at: unixSeconds(refund.updatedAtMs),
    completed_at: unixSecondsOrNull(refund.completedAtMs),
    provider_refund_id: payment.mode === 'live' ? refund.acquirerRefundId : null,
  }
}

function providerTransactionId(payment: Payment): string | null {
  if (payment.mode === 'test') return null
  return approvedAttempt(payment)?.acquirerTransactionId ?? null
}

/** Our page takes the browser to the issuer, which may want a form. */
function nextAction(payment: Payment, payUrl: string): { redirect_url: string } | null {
  return statusOf(payment) === 'requires_action'
    ? { redirect_url: `${payUrl}/hpp/${payment.id}/authenticate` }
    : null
}
