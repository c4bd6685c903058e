/** Paying money back: intent before contact, as with an attempt. The amount is reserved by the first save. */
import type { RefundAnswer } from '../core/answers.ts'
import type { Payment } from '../core/payment.ts'
import { type Refund, refundReference } from '../core/refund.ts'
import type { IdempotencyRecord } from '../ports.ts'
import { askAcquirer } from './ask-acquirer.ts'
import { type ChangeResult, changePayment } from './change-payment.ts'
import { acquirerOf, type Gateway } from './gateway.ts'

export type RefundWish = Readonly<{
  /** Null: all that remains. */
  amountMinor: number | null
  reason: string
}>

/** Resolves once the request is saved; the acquirer is asked after that, and its answer comes by GET. */
export async function requestRefund(
  gateway: Gateway,
  paymentId: string,
  wish: RefundWish,
  idempotency: (after: Payment) => IdempotencyRecord | null,
): Promise<ChangeResult> {
  const refundId = gateway.newRefundId()
  const command = { type: 'request_refund', refundId, reference: refundReference(refundId), ...wish } as const
  const result = await changePayment(gateway, paymentId, command, { idempotency })
  if (result.kind === 'changed') {
    for (const refund of result.payment.refunds.filter(({ id }) => id === refundId)) {
      void gateway.running.track(sendRefund(gateway, result.payment, refund))
    }
  }
  return result
}

/** Never rejects: if the answer cannot be saved, the lease ends and the worker asks the acquirer. */
async function sendRefund(gateway: Gateway, payment: Payment, refund: Refund): Promise<void> {
  // As with a card: a process that slept since its save has lost the refund to a worker.
  const isLeaseOver = gateway.clock.nowMs() >= refund.createdAtMs + gateway.rules.leaseMs
  const answer = isLeaseOver ? ({ kind: 'not_sent' } as const) : await refundAt(gateway, payment, refund)
  try {
    await changePayment(gateway, payment.id, { type: 'record_refund_answer', refundId: refund.id, answer })
  } catch (error) {
    const cause = error instanceof Error ? error.name : 'fault'
    gateway.log.error(
      { paymentId: payment.id, refundId: refund.id, cause },
      "a refund's answer could not be saved",
    )
  }
}

function refundAt(gateway: Gateway, payment: Payment, refund: Refund): Promise<RefundAnswer> {
  const { amountMinor, reference } = refund
  const request = {
    reference,
    originalReference: approvedReference(payment),
    amountMinor,
    currency: payment.currency,
  }
  return askAcquirer(gateway, gateway.settings.authorizeTimeoutMs, (signal) =>
    acquirerOf(gateway, payment.mode).refund(request, signal),
  )
}

/** The core holds that only a payment with one approved attempt has a refund. */
function approvedReference({ attempts }: Payment): string {
  return attempts
    .filter(({ state }) => state === 'approved')
    .map(({ reference }) => reference)
    .join()
}
