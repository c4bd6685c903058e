/** What an event does to a payment. Total and mechanical: whether it may happen was decided before. */

import type { Attempt } from '../attempt/attempt.ts'
import { applyToRefund, newRefund } from '../refund/apply-refund.ts'
import type { AttemptEvent, AttemptStarted, EndingEvent, PaymentCreated, PaymentEvent } from './events.ts'
import { BrokenInvariant, checkStep } from './invariants.ts'
import type { Ending, Payment } from './payment.ts'
import { attemptTransitions, refundTransitions } from './transitions.ts'

export function create(event: PaymentCreated): Payment {
  return {
    ...event.terms,
    card: event.card,
    customer: event.customer,
    attempts: [],
    ending: null,
    refunds: [],
    version: 1,
    epoch: 0,
  }
}

/**
 * The payment after the events of one decision. Throws {@link BrokenInvariant} where they must not happen: that is
 * a bug. Checked for all together, because an approval and the success that it means are two events.
 */
export function apply(payment: Payment, events: readonly PaymentEvent[]): Payment {
  const next = events.reduce(applyOne, payment)
  checkStep(payment, next)
  return next
}

function applyOne(payment: Payment, event: PaymentEvent): Payment {
  switch (event.type) {
    case 'payment_succeeded':
    case 'payment_failed':
    case 'payment_expired':
    case 'payment_canceled':
      return end(payment, event)
    case 'attempt_started':
      return startAttempt(payment, event)
    case 'refund_requested':
      return { ...payment, refunds: [...payment.refunds, newRefund(event)] }
    default:
      return 'refundId' in event
        ? {
            ...payment,
            refunds: replace(
              payment.refunds,
              (refund) => refund.id === event.refundId,
              (refund) =>
                applyToRefund(
                  { ...refund, state: move(refundTransitions[event.type], refund.state, event.type) },
                  event,
                ),
            ),
          }
        : changeAttempt(payment, event)
  }
}

function end(payment: Payment, event: EndingEvent): Payment {
  if (payment.ending !== null) throw new BrokenInvariant('an ending never changes')
  return { ...payment, ending: endingOf(event) }
}

function endingOf(event: EndingEvent): Ending {
  switch (event.type) {
    case 'payment_succeeded':
      return { kind: 'succeeded', atMs: event.atMs }
    case 'payment_failed':
      return { kind: 'failed', atMs: event.atMs, declineCode: event.declineCode }
    case 'payment_expired':
      return { kind: 'expired', atMs: event.atMs }
    case 'payment_canceled':
      return { kind: 'canceled', atMs: event.atMs }
  }
}

function startAttempt(payment: Payment, event: AttemptStarted): Payment {
  const attempt: Attempt = {
    number: event.number,
    reference: event.reference,
    state: 'sending',
    decision: null,
    card: event.card,
    declineCode: null,
    acquirerTransactionId: null,
    challengeUrl: null,
    challengeExpiresAtMs: null,
    inquiries: 0,
    notFoundCount: 0,
    nextAtMs: event.nextAtMs,
    startedAtMs: event.atMs,
    settledAtMs: null,
    payBackDecidedAtMs: null,
  }
  return {
    ...payment,
    card: event.card,
    customer: event.customer ?? payment.customer,
    attempts: [...payment.attempts, attempt],
  }
}

function changeAttempt(payment: Payment, event: AttemptEvent): Payment {
  const attempts = replace(
    payment.attempts,
    (attempt) => attempt.number === event.number,
    (attempt) =>
      applyToAttempt(
        { ...attempt, state: move(attemptTransitions[event.type], attempt.state, event.type) },
        event,
      ),
  )
  // The payment shows the card of its last attempt; an answer may have told its country.
  return { ...payment, attempts, card: attempts.reduce((_, attempt) => attempt.card, payment.card) }
}

function move<State>(
  transition: Readonly<{ from: readonly State[]; to: State | 'same' }>,
  state: State,
  type: string,
): State {
  if (!transition.from.includes(state)) throw new BrokenInvariant(`${type} cannot happen in state ${state}`)
  return transition.to === 'same' ? state : transition.to
}

function replace<T>(
  items: readonly T[],
  matches: (item: T) => boolean,
  change: (item: T) => T,
): readonly T[] {
  if (!items.some(matches)) throw new BrokenInvariant('an event names something that does not exist')
  return items.map((item) => (matches(item) ? change(item) : item))
}

function settle(attempt: Attempt, atMs: number): Attempt {
  return { ...attempt, nextAtMs: null, settledAtMs: atMs }
}

function withCountry(attempt: Attempt, country: string | null): Attempt {
  return country === null ? attempt : { ...attempt, card: { ...attempt.card, country } }
}

/** The attempt's other facts; `attempt.state` is the new one already. */
function applyToAttempt(attempt: Attempt, event: AttemptEvent): Attempt {
  switch (event.type) {
    case 'attempt_challenge_requested':
      return {
        ...withCountry(attempt, event.country),
        challengeUrl: event.url,
        challengeExpiresAtMs: event.expiresAtMs,
        nextAtMs: event.expiresAtMs,
      }
    case 'attempt_approved':
      return {
        ...settle(withCountry(attempt, event.country), event.atMs),
        acquirerTransactionId: event.acquirerTransactionId,
      }
    case 'attempt_declined':
      return { ...settle(withCountry(attempt, event.country), event.atMs), declineCode: event.declineCode }
    case 'attempt_not_sent':
      return { ...settle(attempt, event.atMs), declineCode: 'processing_error' }
    case 'attempt_answer_missed':
      return { ...attempt, nextAtMs: event.nextAtMs }
    case 'attempt_inquiry_inconclusive':
      return {
        ...attempt,
        inquiries: attempt.inquiries + 1,
        notFoundCount: event.notFoundCount,
        nextAtMs: event.nextAtMs,
      }
    case 'attempt_reversal_decided':
      return {
        ...attempt,
        inquiries: 0,
        nextAtMs: event.nextAtMs,
        decision: { decidedAtMs: event.atMs, settles: event.settles, declineCode: event.declineCode },
      }
    case 'attempt_reversal_unacknowledged':
    case 'attempt_reversal_repeated':
      return { ...attempt, inquiries: attempt.inquiries + 1, nextAtMs: event.nextAtMs }
    case 'attempt_reversed':
      return { ...settle(attempt, event.atMs), inquiries: 0, nextAtMs: event.nextAtMs }
    case 'attempt_late_answer_recorded':
      return attempt
    case 'attempt_set_aside':
      return { ...attempt, nextAtMs: null }
    case 'attempt_pay_back_decided':
      return {
        ...attempt,
        inquiries: 0,
        nextAtMs: event.nextAtMs,
        settledAtMs: null,
        payBackDecidedAtMs: event.atMs,
      }
    case 'attempt_pay_back_unconfirmed':
      return { ...attempt, inquiries: attempt.inquiries + 1, nextAtMs: event.nextAtMs }
    case 'attempt_paid_back':
      return settle(attempt, event.atMs)
  }
}
