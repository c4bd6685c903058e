/** Taking back money that belongs to no payment: by a reversal, or by a refund if it was collected. */
import type { RefundAnswer, RefundInquiryAnswer } from '../../core/attempt/answers.ts'
import { isAttemptSettled } from '../../core/attempt/attempt.ts'
import { attemptReferenced, type Mode, type Payment } from '../../core/payment/payment.ts'
import type { Difference } from '../../core/reconciliation/difference.ts'
import type { AttemptTerms } from '../../ports/acquirer.ts'
import type { AskedAcquirer } from '../acquirer/acquirers.ts'
import { askAcquirer } from '../acquirer/ask-acquirer.ts'
import { inquireRefund, refund, reverse } from '../acquirer/questions.ts'
import { correctionTerms } from '../acquirer/terms.ts'
import type { Gateway } from '../gateway.ts'
import { authorizationOf, type DifferenceWithLine, ownerOf, paymentOf } from './repair-terms.ts'

/** False if the acquirer did not confirm, or if the line belongs to a payment by now. */
export async function takeBack(gateway: Gateway, mode: Mode, difference: Difference): Promise<boolean> {
  const { reference, amountMinor, line } = difference
  const payment = await paymentOf(gateway, difference)
  if (line === null || !isStillTheirsOnly(payment, difference)) return false
  const isDone = await undo(gateway, mode, payment, { ...difference, line })
  gateway.log.warn({ reference, amountMinor, isDone }, 'reversing a charge that belongs to no payment')
  return isDone
}

async function undo(
  gateway: Gateway,
  mode: Mode,
  payment: Payment | null,
  difference: DifferenceWithLine,
): Promise<boolean> {
  const { line, amountMinor } = difference
  const asked = ownerOf(mode, difference)
  const original = authorizationOf(gateway, payment, difference)
  // After a partial refund there is nothing left to reverse, only a remainder to refund.
  const isRemainder = amountMinor < line.amountMinor
  if (isRemainder) return payBack(gateway, asked, original, amountMinor)
  const { kind } = await askAcquirer(gateway, asked, reverse(original))
  return kind === 'too_late' ? payBack(gateway, asked, original, amountMinor) : kind === 'reversed'
}

/**
 * Since the comparison a customer may have started the attempt with this reference, or a worker may have settled it. A
 * reversal would then take back a payment that succeeds. An open payment is left alone until it has ended.
 */
function isStillTheirsOnly(payment: Payment | null, { reference }: Difference): boolean {
  if (payment === null) return true
  const attempt = attemptReferenced(payment, reference)
  if (attempt === null) return payment.ending !== null
  return isAttemptSettled(attempt) && attempt.state !== 'approved'
}

async function payBack(
  gateway: Gateway,
  asked: AskedAcquirer,
  original: AttemptTerms,
  amountMinor: number,
): Promise<boolean> {
  const terms = correctionTerms(original, amountMinor, gateway.clock.nowMs())
  const lookup = await askAcquirer(gateway, asked, inquireRefund(terms))
  if (lookup.kind !== 'not_found') return isPaying(lookup)
  return isPaying(await askAcquirer(gateway, asked, refund(terms)))
}

function isPaying({ kind }: RefundAnswer | RefundInquiryAnswer): boolean {
  return kind === 'pending' || kind === 'succeeded'
}
