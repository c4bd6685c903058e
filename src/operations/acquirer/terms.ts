/** Attempts and refunds in the words of the acquirer port. */
import type { Attempt } from '../../core/attempt/attempt.ts'
import { correctionReference } from '../../core/attempt/reference.ts'
import { isMasked } from '../../core/card/mask.ts'
import type { Payment } from '../../core/payment/payment.ts'
import { waitedMs } from '../../core/payment/waiting.ts'
import type { BookOwner } from '../../core/reconciliation/difference.ts'
import type { StatementLine } from '../../core/reconciliation/statement.ts'
import type { Refund } from '../../core/refund/refund.ts'
import type { AttemptTerms, RefundTerms } from '../../ports/acquirer.ts'
import type { Gateway } from '../gateway.ts'
import type { AskedAcquirer } from './acquirers.ts'

type Money = Pick<Payment, 'amountMinor' | 'currency'>
type Time = Pick<Gateway, 'time'>

export function attemptTerms(
  gateway: Time,
  { amountMinor, currency }: Money,
  { reference, handle, account, startedAtMs, acquirerTransactionId }: Attempt,
): AttemptTerms {
  const ageMs = ageOf(gateway, startedAtMs)
  const terms = { reference, handle, account, amountMinor, currency, startedAtMs, ageMs }
  return { ...terms, acquirerTransactionId: asGiven(acquirerTransactionId) }
}

/** Never too long, so that what an acquirer concludes from it holds even if a clock has jumped. */
function ageOf({ time }: Time, sinceMs: number): number {
  const { nowMs, history: clock } = time.read()
  return Math.max(0, waitedMs({ nowMs, clock }, sinceMs))
}

/** The acquirer's own ID, unless it had to be masked: the acquirer would not recognize a masked one. */
function asGiven(id: string | null): string | null {
  return id === null || isMasked(id) ? null : id
}

/** The acquirer that has this attempt. */
export function askedOf({ mode }: Payment, { acquirer }: Attempt): AskedAcquirer {
  return { mode, acquirer }
}

export function refundTerms(
  gateway: Time,
  payment: Payment,
  { reference, amountMinor, state, createdAtMs, acquirerRefundId }: Refund,
  original: Attempt,
): RefundTerms {
  return {
    reference,
    amountMinor,
    currency: payment.currency,
    startedAtMs: createdAtMs,
    // Whoever has requested it sends it first, and workers send it only once that answer is missing.
    isRepeated: state !== 'sending',
    acquirerRefundId: asGiven(acquirerRefundId),
    original: attemptTerms(gateway, payment, original),
  }
}

/** A refund under the original's reference, which needs no record of its own: see {@link correctionReference}. */
export function correctionTerms(
  original: AttemptTerms,
  amountMinor: number,
  startedAtMs: number,
): RefundTerms {
  const { reference, currency } = original
  return {
    reference: correctionReference(reference, amountMinor),
    amountMinor,
    currency,
    startedAtMs,
    // Nobody counts how often it was sent.
    isRepeated: true,
    acquirerRefundId: null,
    original,
  }
}

/** An authorization that is known from the acquirer's statement only. */
export function lineTerms(
  gateway: Time,
  { reference, handle, acquirerTransactionId, amountMinor, currency, atMs: startedAtMs }: StatementLine,
  { account }: BookOwner,
): AttemptTerms {
  const ageMs = ageOf(gateway, startedAtMs)
  const terms = { reference, handle, account, amountMinor, currency, startedAtMs, ageMs }
  return { ...terms, acquirerTransactionId: asGiven(acquirerTransactionId) }
}
