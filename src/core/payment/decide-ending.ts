/** Endings that do not come from the acquirer: the customer leaves, the merchant withdraws, or time runs out. */

import { reversal } from '../attempt/reversal.ts'
import { type CommandOf, type Context, type Decision, happened, refuse } from './commands.ts'
import { leavingCode } from './outcome.ts'
import { blockingAttempt, isSessionOver, type Payment, shownAttemptNumber } from './payment.ts'

/** Refused while a card is being charged, and for a page of another attempt. A running challenge is reversed. */
export function abandon(payment: Payment, command: CommandOf<'abandon'>, context: Context): Decision {
  if (payment.ending !== null) return refuse('payment_ended')
  const attempt = blockingAttempt(payment)
  // Money may already be on its way, unless the issuer is still asking the customer: then it can be reversed.
  if (attempt !== null && attempt.state !== 'challenged') return refuse('attempt_running')
  if (command.number !== shownAttemptNumber(payment)) return refuse('superseded')
  const failed = { type: 'payment_failed', declineCode: leavingCode(payment), atMs: context.nowMs } as const
  if (attempt === null) return happened(failed)
  const cause = 'the customer left during the challenge'
  const why = { declineCode: 'canceled_by_customer', paymentWaits: false, cause } as const
  return happened(reversal(attempt, why, context), failed)
}

/** Refused once the payment has ended, and while an attempt is running or has charged the card. */
export function cancel(payment: Payment, context: Context): Decision {
  if (payment.ending !== null || blockingAttempt(payment) !== null) return refuse('payment_not_cancelable')
  return happened({ type: 'payment_canceled', atMs: context.nowMs })
}

/** Refused if the payment has ended, if an attempt is running, or, unless `isEarly`, if the session is not over yet. */
export function expire(payment: Payment, command: CommandOf<'expire'>, context: Context): Decision {
  if (payment.ending !== null) return refuse('payment_ended')
  if (blockingAttempt(payment) !== null) return refuse('attempt_running')
  if (command.isEarly !== true && !isSessionOver(payment, context)) return refuse('superseded')
  return happened({ type: 'payment_expired', atMs: context.nowMs })
}
