/** Makes sure that an authorization has no effect. Captured money cannot be reversed: the gateway refunds it. */
import type { ReversalAnswer } from '../../core/attempt/answers.ts'
import type { AttemptTerms } from '../../ports/acquirer.ts'
import type { Action, CheckoutPayment } from './bodies.ts'
import { type Context, questionMs } from './context.ts'
import { findPayment, readActionsOf, readPaymentOf, unanswered } from './find-payment.ts'

/**
 * A token works for 15 minutes, and it is made up to a minute after the attempt has started, because a sender may take that
 * long. A payment that began in the last moment is listed within another minute, and clocks may differ by one.
 */
export const tokenIsDeadAfterMs = 18 * 60_000

export async function reverse(
  context: Context,
  attempt: AttemptTerms,
  signal: AbortSignal,
): Promise<ReversalAnswer> {
  const found = await findPayment(context, attempt, signal)
  if (found.kind === 'unknown') return found
  if (found.kind === 'found') return reversePayment(context, found.payment, attempt, signal)
  const isDead = attempt.ageMs >= tokenIsDeadAfterMs
  return isDead ? { kind: 'reversed' } : { kind: 'unknown', cause: 'the payment may still arrive' }
}

async function reversePayment(
  context: Context,
  { id, status }: CheckoutPayment,
  attempt: AttemptTerms,
  signal: AbortSignal,
): Promise<ReversalAnswer> {
  switch (status) {
    case 'declined':
    case 'expired':
    case 'canceled':
    case 'voided':
    case 'refunded':
      return { kind: 'reversed' }
    case 'captured':
    case 'partially refunded':
      return { kind: 'too_late' }
    case 'authorized':
      return voidPayment(context, id, attempt, signal)
    // A challenge cannot be withdrawn. It ends by itself after 15 minutes.
    case 'pending':
      return { kind: 'unknown', cause: 'the challenge is open' }
    default:
      return { kind: 'unknown', cause: `the payment is ${status}` }
  }
}

/** An accepted void is not yet done, and may lose against the capture. */
async function voidPayment(
  context: Context,
  id: string,
  { reference }: AttemptTerms,
  signal: AbortSignal,
): Promise<ReversalAnswer> {
  const actions = await readActionsOf(context, id, signal)
  if ('kind' in actions) return actions
  const time = { deadlineMs: questionMs, signal }
  const answer = await context.api.post(`/payments/${id}/voids`, {}, keyAfter(actions, reference), time)
  if (answer.kind !== 'answered' || answer.status !== 202) {
    // 403: it can no longer be voided. The next question shows why.
    return answer.kind === 'answered' && answer.status === 403
      ? { kind: 'unknown', cause: 'the payment cannot be voided' }
      : unanswered(context, answer)
  }
  const after = await readPaymentOf(context, id, reference, signal)
  return after.kind === 'found' && after.payment.status === 'voided'
    ? { kind: 'reversed' }
    : { kind: 'unknown', cause: 'the void is not done yet' }
}

/** For a day, the same key would get the answer of a void that was accepted and then declined. */
function keyAfter(actions: readonly Action[], reference: string): string {
  const declined = actions.filter(({ type, approved }) => type === 'void' && approved === false)
  return declined.length === 0 ? `${reference}-v` : `${reference}-v${declined.length + 1}`
}
