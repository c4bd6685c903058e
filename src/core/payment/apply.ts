/** What an event does to a payment. Purely mechanical: whether it may happen was decided before. */

import { applyToAttempt, newAttempt } from '../attempt/apply-attempt.ts'
import { applyToRefund, newRefund } from '../refund/apply-refund.ts'
import {
  type AttemptEvent,
  type AttemptStarted,
  type EndingEvent,
  isRefundEvent,
  type PaymentCreated,
  type PaymentEvent,
  type RefundEvent,
} from './events.ts'
import { BrokenInvariant, checkStep } from './invariants.ts'
import { attemptNumbered, type Ending, type Payment, refundOf } from './payment.ts'
import { withoutPersonalData } from './personal-data.ts'
import { attemptTransitions, refundTransitions, type Transition } from './transitions.ts'

/** The payment right after its creation, with version 1. */
export function create(event: PaymentCreated): Payment {
  return {
    ...event.terms,
    card: event.card,
    customer: event.customer,
    extensions: 0,
    attempts: [],
    ending: null,
    refunds: [],
    personalDataRemovedAtMs: null,
    version: 1,
    epoch: 0,
  }
}

/**
 * The payment after the events of one decision. Throws {@link BrokenInvariant} if they must not happen, which would be a bug.
 * They are checked together, because an approval and the success that it means are two events.
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
    case 'payment_extended':
      return { ...payment, extensions: event.number }
    case 'attempt_started':
      return startAttempt(payment, event)
    case 'refund_requested':
      return { ...payment, refunds: [...payment.refunds, newRefund(event)] }
    case 'payment_personal_data_removed':
      return withoutPersonalData(payment, event)
    default:
      return isRefundEvent(event) ? changeRefund(payment, event) : changeAttempt(payment, event)
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
  return {
    ...payment,
    card: event.card,
    customer: event.customer ?? payment.customer,
    attempts: [...payment.attempts, newAttempt(event)],
  }
}

function changeAttempt(payment: Payment, event: AttemptEvent): Payment {
  const attempt = mustExist(attemptNumbered(payment, event.number))
  const state = stateAfter(attemptTransitions[event.type], attempt.state, event.type)
  const changed = applyToAttempt({ ...attempt, state }, event)
  // The payment shows the card of its last attempt, and an answer may add the card's country.
  const card = attempt.number === payment.attempts.length ? changed.card : payment.card
  return { ...payment, card, attempts: replace(payment.attempts, attempt, changed) }
}

function changeRefund(payment: Payment, event: RefundEvent): Payment {
  const refund = mustExist(refundOf(payment, event.refundId))
  const state = stateAfter(refundTransitions[event.type], refund.state, event.type)
  const changed = applyToRefund({ ...refund, state }, event)
  return { ...payment, refunds: replace(payment.refunds, refund, changed) }
}

function mustExist<T>(item: T | null): T {
  if (item === null) throw new BrokenInvariant('an event names something that does not exist')
  return item
}

function stateAfter<State>(transition: Transition<State>, state: State, type: string): State {
  if (!transition.from.includes(state)) throw new BrokenInvariant(`${type} cannot happen in state ${state}`)
  return transition.to === 'same' ? state : transition.to
}

function replace<T>(items: readonly T[], before: T, after: T): readonly T[] {
  return items.map((item) => (item === before ? after : item))
}
