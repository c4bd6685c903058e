/** Which facts of a payment are about a person, and when they may be removed. */
import { isAttemptSettled } from '../attempt/attempt.ts'
import { idempotencyLifeMs } from '../idempotency-record.ts'
import { isRefundSettled } from '../refund/refund.ts'
import { type CommandOf, type Context, type Decision, happened, nothing } from './commands.ts'
import type { PersonalDataRemoved } from './events.ts'
import { type Payment, type PaymentTerms, wakeAtMs } from './payment.ts'
import { type Now, waitedMs } from './waiting.ts'

/** Free text and addresses count too: a merchant may have put anything into them. */
export const personalTermNames = [
  'description',
  'metadata',
  'returnUrl',
  'callbackUrl',
  'suppliedCustomer',
] as const satisfies readonly (keyof PaymentTerms)[]

export type PersonalTerms = Pick<PaymentTerms, (typeof personalTermNames)[number]>

export const noPersonalTerms: PersonalTerms = {
  description: null,
  metadata: null,
  returnUrl: null,
  callbackUrl: null,
  suppliedCustomer: null,
}

/**
 * Why personal data stays for now. open: the payment has not ended. unsettled: an attempt or a refund is not settled, or
 * will be looked at again. recent: less than the required time has passed since the payment or its refunds last changed.
 */
export type Hold = 'open' | 'unsettled' | 'recent'

/** Null if personal data may be removed now. `keepMs`: how long it is kept at least after the last change. */
export function personalDataHold(payment: Payment, now: Now, keepMs: number): Hold | null {
  return unfinishedHold(payment) ?? (isRecent(payment, now, keepMs) ? 'recent' : null)
}

/** The holds that no time ends by itself. */
export function unfinishedHold(payment: Payment): Exclude<Hold, 'recent'> | null {
  const { ending, attempts, refunds } = payment
  if (ending === null) return 'open'
  const isSettled = attempts.every(isAttemptSettled) && refunds.every(isRefundSettled)
  return isSettled && wakeAtMs(payment) === null ? null : 'unsettled'
}

function isRecent({ ending, refunds }: Payment, now: Now, keepMs: number): boolean {
  const lastChangeMs = Math.max(Number(ending?.atMs), ...refunds.map(({ updatedAtMs }) => updatedAtMs))
  // Until then, the responses that are kept for repeated requests hold personal data, too.
  return waitedMs(now, lastChangeMs) < Math.max(keepMs, idempotencyLifeMs)
}

/** Changes nothing where it must not happen yet; {@link personalDataHold} says why. */
export function decideRemoval(
  payment: Payment,
  { by, keepMs }: CommandOf<'remove_personal_data'>,
  context: Context,
): Decision {
  if (payment.personalDataRemovedAtMs !== null || personalDataHold(payment, context, keepMs) !== null) {
    return nothing
  }
  return happened({ type: 'payment_personal_data_removed', by, atMs: context.nowMs })
}

export function withoutPersonalData(payment: Payment, event: PersonalDataRemoved): Payment {
  return { ...payment, ...noPersonalTerms, customer: null, personalDataRemovedAtMs: event.atMs }
}

export function hasPersonalData(payment: Payment): boolean {
  return payment.customer !== null || personalTermNames.some((name) => payment[name] !== null)
}
