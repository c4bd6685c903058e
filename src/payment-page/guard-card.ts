/** Applies the limits to submitted cards, and records how each attempt ended. */

import type { Card } from '../core/card/card.ts'
import { isNeverRetried } from '../core/decline.ts'
import { notChargedCode } from '../core/payment/outcome.ts'
import type { Payment } from '../core/payment/payment.ts'
import type { RequestContext } from '../request-context.ts'
import { securityEvent } from '../security-event.ts'
import type { CardRule, Running, TryOutcome } from '../throttles/card-limits.ts'
import type { PageContext } from './page-context.ts'

/** May the form be looked at? The rule that forbids it, or null. */
export function forbidsPost(page: PageContext, context: RequestContext, payment: Payment): CardRule | null {
  const limits = page.throttles.cards(payment.mode)
  return limits?.post(context.client.limitBy, page.gateway.clock.monotonicMs()) ?? null
}

/** A try that may begin: null where cards are not limited. */
type Admitted = Readonly<{ running: Running | null }>

export function admitCard(
  page: PageContext,
  context: RequestContext,
  payment: Payment,
  form: Readonly<{ fingerprint: string; cardSummary: Card }>,
): Admitted | CardRule {
  const limits = page.throttles.cards(payment.mode)
  const isHeldToSchemes = limits !== null || payment.mode === 'live'
  if (isHeldToSchemes && isRefusedForGood(payment, form.cardSummary)) return 'card_not_to_be_retried'
  if (limits === null) return { running: null }
  const nowMs = page.gateway.clock.monotonicMs()
  const one = {
    limitBy: context.client.limitBy,
    merchantId: payment.merchantId,
    card: form.fingerprint,
  }
  return limits.forbids(one, nowMs) ?? { running: limits.begin(one, nowMs) }
}

/** What the payment itself remembers, after a restart, too. */
function isRefusedForGood({ attempts }: Payment, { brand, last4, expMonth, expYear }: Card): boolean {
  return attempts.some(
    ({ state, declineCode, card }) =>
      state === 'declined' &&
      declineCode !== null &&
      isNeverRetried(declineCode) &&
      card.brand === brand &&
      card.last4 === last4 &&
      card.expMonth === expMonth &&
      card.expYear === expYear,
  )
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
  if (limits === null || one === null) return
  const outcome = outcomeOf(payment, number)
  if (outcome === 'challenged') {
    limits.keep(attempt, one)
    return
  }
  const tripped = limits.end(one, outcome, page.gateway.clock.monotonicMs())
  if (tripped === null) return
  const { merchantId, mode } = payment
  const fields = { alarm: 'card_testing', object: merchantId, mode, ...tripped }
  securityEvent(page.gateway.log, 'breaker_opened', fields)
}

function outcomeOf(payment: Payment, number: number): TryOutcome | 'challenged' {
  const attempt = payment.attempts.find((one) => one.number === number)
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
