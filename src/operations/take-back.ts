/** Taking back money that belongs to no payment or was to be reversed: by a reversal, or by a refund if collected. */
import type {
  InquiryAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
  ReversalAnswer,
} from '../core/attempt/answers.ts'
import { type Attempt, isAttemptSettled } from '../core/attempt/attempt.ts'
import { correctionReference } from '../core/attempt/reference.ts'
import type { Command } from '../core/payment/commands.ts'
import { attemptReferenced, type Mode, type Payment } from '../core/payment/payment.ts'
import type { Difference } from '../core/reconciliation/difference.ts'
import type { Refund } from '../core/refund/refund.ts'
import { askAcquirer } from './ask-acquirer.ts'
import { isTombstone, notChargedRefund, paymentOf } from './ask-for-repair.ts'
import { changePayment } from './change-payment.ts'
import type { Gateway } from './gateway.ts'
import { inquire, inquireRefund, refund, reverse } from './questions.ts'

export async function takeBack(gateway: Gateway, mode: Mode, difference: Difference): Promise<boolean> {
  if (!(await isStillTheirsOnly(gateway, difference))) return false
  const { reference, amountMinor } = difference
  const isDone = await undo(gateway, mode, difference)
  gateway.log.warn({ reference, amountMinor, isDone }, 'reversing a charge that belongs to no payment')
  return isDone
}

async function undo(gateway: Gateway, mode: Mode, difference: Difference): Promise<boolean> {
  const { reference, line, amountMinor } = difference
  // After a partial refund there is nothing left to reverse, only a remainder to refund.
  const isRemainder = line !== null && amountMinor < line.amountMinor
  if (isRemainder) return payBack(gateway, mode, difference)
  const { kind } = await askAcquirer(gateway, mode, reverse(reference))
  return kind === 'too_late' ? payBack(gateway, mode, difference) : kind === 'reversed'
}

/**
 * Since the comparison a customer may have started the attempt with this reference, or a worker may have settled it. A
 * reversal would then take back a payment that succeeds. An open payment is left alone until it has ended.
 */
async function isStillTheirsOnly(gateway: Gateway, difference: Difference): Promise<boolean> {
  const payment = await paymentOf(gateway, difference)
  if (payment === null) return true
  const attempt = attemptReferenced(payment, difference.reference)
  if (attempt === null) return payment.ending !== null
  return isAttemptSettled(attempt) && attempt.state !== 'approved'
}

async function payBack(
  gateway: Gateway,
  mode: Mode,
  { reference: originalReference, amountMinor, currency }: Difference,
): Promise<boolean> {
  const reference = correctionReference(originalReference, amountMinor)
  const request = { reference, originalReference, amountMinor, currency }
  const lookup = await askAcquirer(gateway, mode, inquireRefund(reference))
  if (lookup.kind !== 'not_found') return isPaying(lookup)
  return isPaying(await askAcquirer(gateway, mode, refund(request)))
}

function isPaying({ kind }: RefundAnswer | RefundInquiryAnswer): boolean {
  return kind === 'pending' || kind === 'succeeded'
}

/**
 * The acquirer was never asked, or holds what was to be reversed. Both end with its acknowledgment, or a worker pays back
 * what can no longer be reversed.
 */
export async function reverseSetAside(
  gateway: Gateway,
  mode: Mode,
  difference: Difference,
): Promise<boolean> {
  const { reference } = difference
  const payment = await paymentOf(gateway, difference)
  const entry = payment === null ? null : setAside(payment, reference)
  if (payment === null || entry === null) return false
  const answer = await askAcquirer(gateway, mode, reverse(reference))
  const command =
    answer.kind === 'reversed'
      ? settlingCommand(entry)
      : await payingBack(gateway, mode, payment, entry, answer)
  return command !== null && (await changePayment(gateway, payment.id, command)).kind === 'changed'
}

function setAside(payment: Payment, reference: string): Attempt | Refund | null {
  const isMeant = (entry: Attempt | Refund) => entry.reference === reference && entry.state === 'set_aside'
  return payment.refunds.find(isMeant) ?? payment.attempts.find(isMeant) ?? null
}

function settlingCommand(entry: Attempt | Refund): Command {
  return 'number' in entry
    ? { type: 'record_conclusive_answer', number: entry.number, answer: { kind: 'reversed' } }
    : { type: 'record_refund_answer', refundId: entry.id, answer: notChargedRefund }
}

async function payingBack(
  gateway: Gateway,
  mode: Mode,
  { epoch }: Payment,
  entry: Attempt | Refund,
  answer: Exclude<ReversalAnswer, { kind: 'reversed' }>,
): Promise<Command | null> {
  if (answer.kind !== 'too_late' || !('number' in entry)) return null
  const { number, reference } = entry
  const inquiry: InquiryAnswer = await askAcquirer(gateway, mode, inquire(reference))
  return { type: 'record_reversal', number, answer, inquiry, isTombstone: isTombstone(gateway, mode), epoch }
}
