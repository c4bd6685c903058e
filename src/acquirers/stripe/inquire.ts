/** What became of an attempt. Nothing is changed by it. */
import type { InquiryAnswer } from '../../core/attempt/answers.ts'
import type { AttemptTerms } from '../../ports/acquirer.ts'
import type { StripeContext } from './context.ts'
import { findIntent } from './find-intent.ts'
import { answerOf } from './intent-answer.ts'
import type { ReadRefund } from './read-refund.ts'
import { findReversal } from './reverse.ts'

export async function inquire(
  context: StripeContext,
  attempt: AttemptTerms,
  signal: AbortSignal,
): Promise<InquiryAnswer> {
  const found = await findIntent(context, attempt, signal)
  if (found.kind === 'unknown') return found
  if (found.kind === 'none') return { kind: 'not_found' }
  const { intent } = found
  const answer = answerOf(intent, context)
  if (answer.kind !== 'approved' || intent.charge?.isRefunded !== true) return answer
  // A merchant's refund leaves the approval as it is. The refund of a reversal undoes it.
  const { reference, account } = attempt
  const reversal = await findReversal(context, { id: intent.id, reference, account }, signal)
  if (reversal.kind === 'unknown') return reversal
  return reversal.kind === 'found' ? undoneBy(reversal.refund, answer) : answer
}

/** A refund that is still pending can fail, and then the approval stands. Until then, neither is certain. */
function undoneBy({ status }: ReadRefund, approved: InquiryAnswer): InquiryAnswer {
  if (status === 'succeeded') return { kind: 'reversed' }
  return status === 'pending' || status === 'requires_action' ? { kind: 'pending' } : approved
}
