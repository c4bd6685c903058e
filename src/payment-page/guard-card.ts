/** Applies the limits to submitted cards, and records how each attempt ended. */

import { isDeclinedForGood } from '../core/attempt/attempt.ts'
import type { Card } from '../core/card/card.ts'
import { notChargedCode } from '../core/payment/outcome.ts'
import { attemptNumbered, type Payment } from '../core/payment/payment.ts'
import type { RequestContext } from '../request-context.ts'
import { securityEvent } from '../security-event.ts'
import type { CardRule, Running } from '../throttles/card-limits.ts'
import type { FinalDecline, TryOutcome } from '../throttles/outcomes.ts'
import type { PageContext } from './page-context.ts'

/** May the form be looked at? The rule that forbids it, or null. */
export function forbidsPost(page: PageContext, context: RequestContext, payment: Payment): CardRule | null {
  const limits = page.throttles.cards(payment.mode)
  return limits?.post(context.client.limitBy, page.gateway.clock.monotonicMs()) ?? null
}

/** A try that may begin: null where cards are not limited. */
type Admitted = Readonly<{
  running: Running | null
  /** Declines it without asking the issuer again. */
  finalDecline: FinalDecline | null
}>

export function admitCard(
  page: PageContext,
  context: RequestContext,
  payment: Payment,
  form: Readonly<{ fingerprint: string; cardSummary: Card }>,
): Admitted | CardRule {
  const limits = page.throttles.cards(payment.mode)
  const isHeldToSchemes = limits !== null || payment.mode === 'live'
  const remembered = isHeldToSchemes ? finalDeclineOf(payment, form.cardSummary) : null
  if (limits === null) return { running: null, finalDecline: remembered }
  const nowMs = page.gateway.clock.monotonicMs()
  const one = {
    limitBy: context.client.limitBy,
    merchantId: payment.merchantId,
    card: form.fingerprint,
  }
  const rule = limits.forbids(one, nowMs)
  if (rule !== null) return rule
  const finalDecline = limits.finalDecline(one, nowMs) ?? remembered
  return { running: limits.begin(one, nowMs), finalDecline }
}

/** What the payment itself remembers, after a restart, too. */
function finalDeclineOf(
  { attempts }: Payment,
  { brand, last4, expMonth, expYear }: Card,
): FinalDecline | null {
  for (const attempt of attempts) {
    const { declineCode, card, startedAtMs, settledAtMs } = attempt
    const isSameCard =
      card.brand === brand && card.last4 === last4 && card.expMonth === expMonth && card.expYear === expYear
    if (isSameCard && declineCode !== null && isDeclinedForGood(attempt))
      return { declineCode, tookMs: Math.max((settledAtMs ?? startedAtMs) - startedAtMs, 0) }
  }
  return null
}

/** `payment` as it is after the attempt was started, answered, or left. */
export function noteCardEnd(
  page: PageContext,
  payment: Payment,
  number: number,
  running: Running | null,
): void {
  const limits = page.throttles.cards(payment.mode)
  const attempt = `${payment.id}/${number}`
  const one = running ?? limits?.kept(attempt) ?? null
  if (limits === null) return
  const outcome = outcomeOf(payment, number)
  if (outcome === 'challenged') {
    if (one !== null) limits.keep(attempt, one)
    return
  }
  if (one === null) {
    limits.endElsewhere(attempt, outcome)
    return
  }
  const ended = attemptNumbered(payment, number)
  const isForGood = ended !== null && isDeclinedForGood(ended)
  const tripped = limits.end(one, outcome, page.gateway.clock.monotonicMs(), isForGood)
  if (tripped === null) return
  const { merchantId, mode } = payment
  const fields = { alarm: 'card_testing', object: merchantId, mode, ...tripped }
  securityEvent(page.gateway.log, 'breaker_opened', fields)
}

function outcomeOf(payment: Payment, number: number): TryOutcome | 'challenged' {
  const attempt = attemptNumbered(payment, number)
  switch (attempt?.state) {
    case 'challenged':
    case 'approved':
      return attempt.state
    case 'declined':
      return notChargedCode(attempt)
    default:
      return 'none'
  }
}
