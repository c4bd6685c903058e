/** Refunds: when one may be requested, and what the acquirer's answers mean. */
import { causeOf, type RefundAnswer, type RefundInquiryAnswer } from '../attempt/answers.ts'
import {
  type CommandOf,
  type Context,
  type Decision,
  happened,
  nothing,
  refuse,
  senderLostCause,
} from '../payment/commands.ts'
import { countNotFound, pauseAfterInquiryMs } from '../payment/inquiries.ts'
import { type Payment, refundOf } from '../payment/payment.ts'
import { pauseMs } from '../payment/rules.ts'
import { refundTransitions } from '../payment/transitions.ts'
import { nextRepetitionMs, waitedMs } from '../payment/waiting.ts'
import { isRefundSettled, type Refund, reservedMinor } from './refund.ts'

/** Refused unless the payment has succeeded, enough of it remains, and the window is open. A null amount: all that remains. */
export function requestRefund(
  payment: Payment,
  command: CommandOf<'request_refund'>,
  context: Context,
): Decision {
  if (payment.ending?.kind !== 'succeeded') return refuse('payment_not_refundable')
  const remainingMinor = payment.amountMinor - reservedMinor(payment.refunds)
  if (remainingMinor === 0) return refuse('payment_already_refunded')
  if (payment.refunds.length >= context.rules.refundsMax) return refuse('refund_limit_reached')
  if (waitedMs(context, payment.createdAtMs) >= context.rules.refundWindowMs)
    return refuse('refund_window_closed')
  const amountMinor = command.amountMinor ?? remainingMinor
  if (amountMinor > remainingMinor) return refuse('refund_amount_too_large')
  return happened({
    type: 'refund_requested',
    refundId: command.refundId,
    reference: command.reference,
    amountMinor,
    reason: command.reason,
    nextAtMs: context.nowMs + context.rules.leaseMs,
    atMs: context.nowMs,
  })
}

/** Never refused: an answer after the refund was settled, or after the decision to reverse it, is ignored. */
export function recordRefundAnswer(
  payment: Payment,
  command: CommandOf<'record_refund_answer'>,
  context: Context,
): Decision {
  const refund = refundOf(payment, command.refundId)
  if (refund === null || isRefundSettled(refund) || refund.state === 'reversing') return nothing
  return concludeRefund(refund, command.answer, context) ?? decideMissing(refund, command.answer, context)
}

/** Conclusive answers are accepted from any worker; null where the answer is not conclusive. */
function concludeRefund(
  refund: Refund,
  answer: RefundInquiryAnswer | RefundAnswer,
  context: Context,
): Decision | null {
  const { id: refundId } = refund
  const atMs = context.nowMs
  switch (answer.kind) {
    case 'succeeded':
      return happened({ type: 'refund_succeeded', refundId, acquirerRefundId: answer.acquirerRefundId, atMs })
    case 'failed':
      return happened({ type: 'refund_failed', refundId, declineCode: answer.declineCode, atMs })
    case 'pending': {
      if (!refundTransitions.refund_accepted.from.includes(refund.state)) return null
      const { acquirerRefundId } = answer
      const nextAtMs = atMs + pauseMs(context.rules, 0, context.random)
      return happened({ type: 'refund_accepted', refundId, acquirerRefundId, nextAtMs, atMs })
    }
    default:
      return null
  }
}

function decideMissing(refund: Refund, answer: RefundAnswer, context: Context): Decision {
  if (refund.state !== 'sending') return nothing
  const { id: refundId } = refund
  const atMs = context.nowMs
  if (answer.kind === 'not_sent') {
    return happened({ type: 'refund_failed', refundId, declineCode: 'processing_error', atMs })
  }
  const cause = causeOf(answer)
  const nextAtMs = atMs + pauseMs(context.rules, 0, context.random)
  return happened({ type: 'refund_answer_missed', refundId, cause, nextAtMs, atMs })
}

/** Refused unless the request is still being sent, and the worker has the current epoch. */
export function takeOverRefund(
  payment: Payment,
  command: CommandOf<'take_over_refund'>,
  context: Context,
): Decision {
  const refund = refundOf(payment, command.refundId)
  if (payment.epoch !== command.epoch || refund?.state !== 'sending') return refuse('superseded')
  return happened({
    type: 'refund_answer_missed',
    refundId: refund.id,
    cause: senderLostCause,
    nextAtMs: context.nowMs,
    atMs: context.nowMs,
  })
}

/** Conclusive answers are accepted from any worker, inconclusive ones only with the current epoch. */
export function recordRefundInquiry(
  payment: Payment,
  command: CommandOf<'record_refund_inquiry'>,
  context: Context,
): Decision {
  const refund = refundOf(payment, command.refundId)
  if (refund === null || isRefundSettled(refund) || refund.state === 'reversing') return refuse('superseded')
  const conclusive = concludeRefund(refund, command.answer, context)
  if (conclusive !== null) return conclusive
  if (payment.epoch !== command.epoch) return refuse('superseded')
  if (refund.state !== 'unknown' && refund.state !== 'pending') return refuse('superseded')
  return decideWithoutConclusion(refund, command, context)
}

function decideWithoutConclusion(
  refund: Refund,
  { answer, isReversible }: CommandOf<'record_refund_inquiry'>,
  context: Context,
): Decision {
  const { id: refundId } = refund
  const atMs = context.nowMs
  if (answer.kind === 'reversed') {
    return happened({ type: 'refund_failed', refundId, declineCode: 'processing_error', atMs })
  }
  // A refund that was accepted before is known to exist.
  const notFoundCount =
    refund.state === 'unknown' ? countNotFound(refund, answer, refund.createdAtMs, context) : 0
  if (isReversible && notFoundCount >= context.rules.notFoundMin) {
    const cause = 'the acquirer has no record of it'
    return happened({ type: 'refund_reversal_decided', refundId, cause, nextAtMs: atMs, atMs })
  }
  const cause = causeOf(answer)
  if (answer.kind !== 'pending' && waitedMs(context, refund.createdAtMs) >= context.rules.setAsideAfterMs) {
    return happened({ type: 'refund_set_aside', refundId, cause, atMs })
  }
  return happened({
    type: 'refund_inquiry_inconclusive',
    refundId,
    cause,
    notFoundCount,
    nextAtMs: atMs + pauseAfterInquiryMs(refund, answer, context),
    atMs,
  })
}

/**
 * The reservation is released only once it is certain that a late request has no effect. If the reversal was not
 * acknowledged, the acquirer's answer about the refund wins, because it may have been paid out before.
 */
export function recordRefundReversal(
  payment: Payment,
  command: CommandOf<'record_refund_reversal'>,
  context: Context,
): Decision {
  const refund = refundOf(payment, command.refundId)
  if (refund?.state !== 'reversing') return refuse('superseded')
  const { answer, inquiry, isTombstone } = command
  const conclusive = inquiry === null ? null : concludeRefund(refund, inquiry, context)
  if (conclusive !== null) return conclusive
  const { id: refundId } = refund
  const atMs = context.nowMs
  const isReversed = answer.kind === 'reversed' || inquiry?.kind === 'reversed'
  // If a reversal does not stop a request that arrives after it, it counts only after its last repetition.
  const laterMs = !isReversed || isTombstone ? null : nextRepetitionMs(refund.createdAtMs, context)
  if (isReversed && laterMs === null) {
    return happened({ type: 'refund_failed', refundId, declineCode: 'processing_error', atMs })
  }
  if (payment.epoch !== command.epoch) return refuse('superseded')
  const cause = isReversed ? 'a delayed request may still take effect' : causeOf(answer)
  if (laterMs === null && waitedMs(context, refund.createdAtMs) >= context.rules.setAsideAfterMs) {
    return happened({ type: 'refund_set_aside', refundId, cause, atMs })
  }
  const nextAtMs = laterMs ?? atMs + pauseMs(context.rules, refund.inquiries, context.random)
  return happened({ type: 'refund_reversal_unacknowledged', refundId, cause, nextAtMs, atMs })
}
