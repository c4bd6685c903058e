/**
 * What Stripe has booked, for reconciliation. An attempt that was reversed by a refund is one line, because our book has no
 * such refund.
 */
import { type Currency, isAmountMinor } from '../../core/money.ts'
import type { StatementLine } from '../../core/reconciliation/statement.ts'
import type { StatementRequest } from '../../ports/acquirer.ts'
import type { StripeContext } from './context.ts'
import type { Intent } from './intent.ts'
import { currencyNamed } from './intent-answer.ts'
import { eachIntent, refundsIn } from './lists.ts'
import type { ReadRefund } from './read-refund.ts'
import { isReversalReference, reversalReference } from './reverse.ts'

type State = StatementLine['state']

export async function statement(
  context: StripeContext,
  { fromMs, toMs, account }: StatementRequest,
): Promise<readonly StatementLine[]> {
  const { signal } = new AbortController()
  const refunds: ReadRefund[] = []
  // A reversal may come later than the attempt.
  for await (const refund of refundsIn(context, { fromMs, toMs: null, account, signal })) refunds.push(refund)
  const reversals = new Map(
    refunds.filter(isReversal).map((refund) => [refund.reference, refund.status] as const),
  )
  const lines: StatementLine[] = []
  for await (const intent of eachIntent(context, { fromMs, toMs, account, signal })) {
    lines.push(...lineOfIntent(intent, reversals))
  }
  const isBooked = (refund: ReadRefund) => refund.createdMs < toMs && !isReversal(refund)
  return [...lines, ...refunds.filter(isBooked).flatMap(lineOfRefund)]
}

function isReversal({ reference }: ReadRefund): boolean {
  return reference !== null && isReversalReference(reference)
}

/** Empty for a PaymentIntent with which nothing has been tried, and for what our book cannot contain. */
function lineOfIntent(intent: Intent, reversals: ReadonlyMap<string | null, string>): StatementLine[] {
  const { id, reference, status, amountMinor, receivedMinor, charge, createdMs } = intent
  const state = stateOf(intent)
  const amount = status === 'succeeded' ? receivedMinor : amountMinor
  const terms = termsOf(amount, intent.currency)
  if (state === null || terms === null) return []
  const reversal = reference === null ? undefined : reversals.get(reversalReference(reference))
  return [
    {
      reference: reference ?? id,
      handle: id,
      acquirerTransactionId: id,
      kind: 'authorization',
      state: state === 'approved' ? afterReversal(reversal) : state,
      ...terms,
      last4: charge?.last4 ?? null,
      originalReference: null,
      atMs: createdMs,
    },
  ]
}

function stateOf({ status, problem, charge }: Intent): State | null {
  switch (status) {
    case 'succeeded':
      return 'approved'
    case 'processing':
      return 'pending'
    case 'requires_action':
    case 'requires_confirmation':
      return 'challenged'
    case 'canceled':
      return problem === null ? 'reversed' : 'declined'
    default:
      return problem === null && charge === null ? null : 'declined'
  }
}

/** By the state of the refund that reverses it. One that has failed has changed nothing. */
function afterReversal(status: string | undefined): State {
  if (status === 'succeeded') return 'reversed'
  return status === 'pending' || status === 'requires_action' ? 'pending' : 'approved'
}

function lineOfRefund(refund: ReadRefund): StatementLine[] {
  const { id, reference, status, intentId, originalReference, createdMs } = refund
  const terms = termsOf(refund.amountMinor, refund.currency)
  if (terms === null) return []
  return [
    {
      reference: reference ?? id,
      handle: null,
      acquirerTransactionId: id,
      kind: 'refund',
      state: refundStateOf(status),
      ...terms,
      last4: null,
      originalReference: originalReference ?? intentId,
      atMs: createdMs,
    },
  ]
}

function refundStateOf(status: string): State {
  if (status === 'succeeded') return 'succeeded'
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending'
}

/** Null for what somebody else has booked on the same account, in a currency that the gateway does not take. */
function termsOf(
  amountMinor: number,
  name: string,
): Readonly<{ amountMinor: number; currency: Currency }> | null {
  const currency = currencyNamed(name)
  return currency === null || !isAmountMinor(amountMinor) ? null : { amountMinor, currency }
}
