/** Which page a payment shows: one total function from the payment's facts, so that no state lacks a page. */

import { isAttemptSettled } from '../core/attempt/attempt.ts'
import { unlistedCardCode } from '../core/card/test-cards.ts'
import { notChargedCode } from '../core/payment/outcome.ts'
import { blockingAttempt, lastAttempt, type Payment, shownAttemptNumber } from '../core/payment/payment.ts'
import { refundedMinor } from '../core/refund/refund.ts'
import { type DeclineCategory, declineCategory } from './decline-category.ts'

export type PageState =
  | Readonly<{ kind: 'open'; attemptNumber: number; declined: DeclineCategory | null }>
  /** `isLong`: the customer has been unsure long enough to be offered the way back. */
  | Readonly<{ kind: 'processing'; isLong: boolean }>
  | Readonly<{ kind: 'challenge'; attemptNumber: number; url: string }>
  | Readonly<{ kind: 'succeeded'; refundedMinor: number }>
  /** `isProven`: certainly nothing was taken; else the bank may still show an amount that it will release. */
  | Readonly<{ kind: 'failed'; category: DeclineCategory; isProven: boolean }>
  | Readonly<{ kind: 'abandoned' | 'expired' | 'canceled'; isProven: boolean }>

/** So long the customer waits before the way back is offered. */
const longMs = 60_000

export function pageState(payment: Payment, nowMs: number): PageState {
  return payment.ending === null ? unfinishedState(payment, nowMs) : endedState(payment, payment.ending)
}

function unfinishedState(payment: Payment, nowMs: number): PageState {
  const blocking = blockingAttempt(payment)
  if (blocking === null) {
    // A direct payment never asks for a card: its attempt begins with it.
    if (payment.kind === 'direct') return { kind: 'processing', isLong: false }
    return { kind: 'open', attemptNumber: shownAttemptNumber(payment), declined: lastDecline(payment) }
  }
  if (
    blocking.state === 'challenged' &&
    blocking.challengeUrl !== null &&
    isWebAddress(blocking.challengeUrl)
  ) {
    return { kind: 'challenge', attemptNumber: blocking.number, url: blocking.challengeUrl }
  }
  return { kind: 'processing', isLong: nowMs - blocking.startedAtMs >= longMs }
}

/** An attempt that certainly did not happen is told as a technical problem. */
function lastDecline(payment: Payment): DeclineCategory | null {
  const attempt = lastAttempt(payment)
  return attempt === null ? null : declineCategory(notChargedCode(attempt), payment.attempts.length)
}

function endedState(payment: Payment, ending: NonNullable<Payment['ending']>): PageState {
  const isProven = payment.attempts.every(isAttemptSettled)
  switch (ending.kind) {
    case 'succeeded':
      return { kind: 'succeeded', refundedMinor: refundedMinor(payment.refunds) }
    case 'failed':
      if (ending.declineCode === 'canceled_by_customer') return { kind: 'abandoned', isProven }
      return {
        kind: 'failed',
        category: declineCategory(ending.declineCode, payment.attempts.length),
        isProven,
      }
    default:
      return { kind: ending.kind, isProven }
  }
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}

/** The number itself is kept nowhere, but no listed card is declined with this code without a challenge. */
export function hasUnlistedTestCard(payment: Payment): boolean {
  const attempt = lastAttempt(payment)
  return payment.mode === 'test' && attempt?.declineCode === unlistedCardCode && attempt.challengeUrl === null
}
