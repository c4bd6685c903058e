/** Maps an attempt to database columns and back, for every engine. */
import {
  type FormFields,
  type MethodCompletion,
  methodCompletions,
  type RetryAdvice,
  retryAdvices,
} from '../../core/attempt/answers.ts'
import {
  type Attempt,
  type AttemptState,
  attemptStates,
  type ReversalDecision,
} from '../../core/attempt/attempt.ts'
import type { DeclineCode } from '../../core/decline.ts'
import { type CardColumns, cardOf, type Value } from './card-row.ts'
import { DamagedRow, fromJson, known, knownDeclineCodes, knownOrNull } from './damaged-row.ts'

export type AttemptRow = CardColumns &
  Readonly<{
    number: number
    reference: string
    acquirer: string
    account: string | null
    must_prepare: boolean
    handle: string | null
    state: AttemptState
    decided_at_ms: number | null
    decision_payment_waits: boolean | null
    decision_decline_code: DeclineCode | null
    decline_code: DeclineCode | null
    retry: RetryAdvice | null
    acquirer_transaction_id: string | null
    challenge_url: string | null
    /** JSON. */
    challenge_fields: string | null
    method_url: string | null
    method_data: string | null
    method_completion: MethodCompletion | null
    challenge_expires_at_ms: number | null
    /** JSON. */
    returned_fields: string | null
    returns: number
    inquiries: number
    not_found_count: number
    next_at_ms: number | null
    started_at_ms: number
    settled_at_ms: number | null
    pay_back_decided_at_ms: number | null
  }>

/** In the order of {@link attemptValues}: first what never changes. */
export const attemptKeyColumns = ['payment_id', 'number'] as const
export const attemptFixedColumns = [
  'reference',
  'acquirer',
  'account',
  'must_prepare',
  'card_brand',
  'card_last4',
  'card_exp_month',
  'card_exp_year',
  'card_network',
  'started_at_ms',
] as const
export const attemptStateColumns = [
  'card_country',
  'handle',
  'state',
  'decided_at_ms',
  'decision_payment_waits',
  'decision_decline_code',
  'decline_code',
  'retry',
  'acquirer_transaction_id',
  'challenge_url',
  'challenge_fields',
  'method_url',
  'method_data',
  'method_completion',
  'challenge_expires_at_ms',
  'returned_fields',
  'returns',
  'inquiries',
  'not_found_count',
  'next_at_ms',
  'settled_at_ms',
  'pay_back_decided_at_ms',
] as const

export function attemptValues(paymentId: string, attempt: Attempt): (Value | boolean)[] {
  const { card, decision } = attempt
  return [
    paymentId,
    attempt.number,
    attempt.reference,
    attempt.acquirer,
    attempt.account,
    attempt.mustPrepare,
    card.brand,
    card.last4,
    card.expMonth,
    card.expYear,
    card.network ?? null,
    attempt.startedAtMs,
    card.country,
    attempt.handle,
    attempt.state,
    decision === null ? null : decision.decidedAtMs,
    decision === null ? null : decision.paymentWaits,
    decision === null ? null : decision.declineCode,
    attempt.declineCode,
    attempt.retry,
    attempt.acquirerTransactionId,
    attempt.challengeUrl,
    fieldsJson(attempt.challengeFields),
    attempt.threeDsMethod?.url ?? null,
    attempt.threeDsMethod?.data ?? null,
    attempt.methodCompletion,
    attempt.challengeExpiresAtMs,
    fieldsJson(attempt.returned),
    attempt.returns,
    attempt.inquiries,
    attempt.notFoundCount,
    attempt.nextAtMs,
    attempt.settledAtMs,
    attempt.payBackDecidedAtMs,
  ]
}

function fieldsJson(fields: FormFields | null): string | null {
  return fields === null ? null : JSON.stringify(fields)
}

const states = new Set(attemptStates)
const advices: ReadonlySet<RetryAdvice> = new Set(retryAdvices)
const completions: ReadonlySet<MethodCompletion> = new Set(methodCompletions)

export function attemptOf(row: AttemptRow): Attempt {
  const card = cardOf(row)
  if (card === null) throw new DamagedRow('attempts.card_last4')
  return {
    number: row.number,
    reference: row.reference,
    acquirer: row.acquirer,
    account: row.account,
    mustPrepare: row.must_prepare,
    handle: row.handle,
    state: known(states, row.state, 'attempts.state'),
    decision: decisionOf(row),
    card,
    declineCode: knownOrNull(knownDeclineCodes, row.decline_code, 'attempts.decline_code'),
    retry: knownOrNull(advices, row.retry, 'attempts.retry'),
    acquirerTransactionId: row.acquirer_transaction_id,
    challengeUrl: row.challenge_url,
    challengeFields: fieldsOf(row.challenge_fields, 'attempts.challenge_fields'),
    threeDsMethod: methodOf(row),
    methodCompletion: knownOrNull(completions, row.method_completion, 'attempts.method_completion'),
    challengeExpiresAtMs: row.challenge_expires_at_ms,
    returned: fieldsOf(row.returned_fields, 'attempts.returned_fields'),
    returns: row.returns,
    inquiries: row.inquiries,
    notFoundCount: row.not_found_count,
    nextAtMs: row.next_at_ms,
    startedAtMs: row.started_at_ms,
    settledAtMs: row.settled_at_ms,
    payBackDecidedAtMs: row.pay_back_decided_at_ms,
  }
}

function fieldsOf(json: string | null, column: string): FormFields | null {
  return json === null ? null : fromJson(json, column)
}

function methodOf({ method_url: url, method_data: data }: AttemptRow): Attempt['threeDsMethod'] {
  return url === null || data === null ? null : { url, data }
}

function decisionOf(row: AttemptRow): ReversalDecision | null {
  if (row.decided_at_ms === null || row.decision_decline_code === null) return null
  return {
    decidedAtMs: row.decided_at_ms,
    paymentWaits: row.decision_payment_waits === true,
    declineCode: row.decision_decline_code,
  }
}
