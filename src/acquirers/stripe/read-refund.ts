/** A refund at Stripe as we read it. */
import type { Stripe } from 'stripe'
import type { RefundAnswer, RefundInquiryAnswer } from '../../core/attempt/answers.ts'
import type { Log } from '../../ports/system.ts'
import { refundDeclineCode } from './declines.ts'
import { referenceIn } from './intent.ts'
import { unknown } from './intent-answer.ts'

export type ReadRefund = Readonly<{
  id: string
  status: string
  /** Ours; null for a refund that was made elsewhere, such as in the dashboard. */
  reference: string | null
  amountMinor: number
  currency: string
  createdMs: number
  failureReason: string | null
  intentId: string | null
  /** The authorization's, if the PaymentIntent was expanded. */
  originalReference: string | null
}>

export function readRefund(value: unknown): ReadRefund | null {
  if (typeof value !== 'object' || value === null) return null
  const given = value as Partial<Stripe.Refund>
  const { id, amount, currency, created } = given
  if (given.object !== 'refund' || typeof id !== 'string' || typeof currency !== 'string') return null
  if (!Number.isSafeInteger(amount) || !Number.isSafeInteger(created)) return null
  const intent = given.payment_intent ?? null
  return {
    id,
    status: String(given.status),
    reference: referenceIn(given.metadata),
    amountMinor: Number(amount),
    currency,
    createdMs: Number(created) * 1_000,
    failureReason: given.failure_reason ?? null,
    intentId: typeof intent === 'string' ? intent : (intent?.id ?? null),
    originalReference: typeof intent === 'string' ? null : referenceIn(intent?.metadata),
  }
}

type Answer = Exclude<RefundAnswer & RefundInquiryAnswer, { kind: 'not_sent' }>

export function refundAnswerOf({ id, status, failureReason }: ReadRefund, log: Log): Answer {
  switch (status) {
    case 'succeeded':
      return { kind: 'succeeded', acquirerRefundId: id }
    case 'pending':
    case 'requires_action':
      return { kind: 'pending', acquirerRefundId: id }
    case 'failed':
    case 'canceled':
      return { kind: 'failed', declineCode: refundDeclineCode(failureReason, log) }
    default:
      return unknown('a refund that is in an unknown state')
  }
}
