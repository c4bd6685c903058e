/** Which page a payment shows: one total function from the payment's facts, so that no state lacks a page. */

import type { FormFields } from '../core/attempt/answers.ts'
import { type Attempt, isAttemptSettled } from '../core/attempt/attempt.ts'
import { sandboxName, unlistedCardCode } from '../core/card/test-cards.ts'
import { notChargedCode } from '../core/payment/outcome.ts'
import { blockingAttempt, lastAttempt, type Payment, shownAttemptNumber } from '../core/payment/payment.ts'
import { type DeclineCategory, declineCategory } from './decline-category.ts'
import { webAddress } from './web-address.ts'

export type PageState =
  | Readonly<{ kind: 'open'; attemptNumber: number; declined: DeclineCategory | null }>
  /** `isLong`: the customer has waited long enough to be offered a link back to the shop. */
  | Readonly<{ kind: 'processing'; isLong: boolean }>
  /** The issuer's 3-D Secure method is to run in the browser. */
  | Readonly<{ kind: 'identifying'; attemptNumber: number; method: NonNullable<Attempt['threeDsMethod']> }>
  /** `fields`: of the form that takes the browser to the issuer; null if a link does. */
  | Readonly<{ kind: 'challenge'; attemptNumber: number; url: string; fields: FormFields | null }>
  | Readonly<{ kind: 'succeeded' }>
  /** `isProven`: nothing was charged, for certain. Otherwise the bank may still show an amount that it will release. */
  | Readonly<{ kind: 'failed'; category: DeclineCategory; isProven: boolean }>
  | Readonly<{ kind: 'abandoned' | 'expired' | 'canceled'; isProven: boolean }>

/** The issuer waits for the customer, who has not left yet. */
export function isAtIssuer(
  state: PageState,
): state is Extract<PageState, { kind: 'identifying' | 'challenge' }> {
  return state.kind === 'identifying' || state.kind === 'challenge'
}

/** How long the customer waits before the page offers a link back to the shop. */
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
  if (blocking.state === 'challenged') {
    const { number: attemptNumber, challengeFields: fields, threeDsMethod: method } = blocking
    const url = webAddress(blocking.challengeUrl)
    if (url !== null) return { kind: 'challenge', attemptNumber, url, fields }
    if (webAddress(method?.url) !== null && method !== null)
      return { kind: 'identifying', attemptNumber, method }
  }
  return { kind: 'processing', isLong: nowMs - blocking.startedAtMs >= longMs }
}

/** An attempt that was not sent is shown as a technical problem. */
function lastDecline(payment: Payment): DeclineCategory | null {
  const attempt = lastAttempt(payment)
  return attempt === null ? null : declineCategory(notChargedCode(attempt), payment.attempts.length)
}

function endedState(payment: Payment, ending: NonNullable<Payment['ending']>): PageState {
  const isProven = payment.attempts.every(isAttemptSettled)
  switch (ending.kind) {
    case 'succeeded':
      return { kind: 'succeeded' }
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

/**
 * The number itself is not stored, but the sandbox declines no listed test card with this code without a challenge. Another
 * acquirer may decline its own test cards with it.
 */
export function hasUnlistedTestCard(payment: Payment): boolean {
  const attempt = lastAttempt(payment)
  return (
    payment.mode === 'test' &&
    attempt?.acquirer === sandboxName &&
    attempt.declineCode === unlistedCardCode &&
    attempt.challengeUrl === null
  )
}
