/** One try to charge a payment with one card. */
import type { Card } from '../card/card.ts'
import { type DeclineCode, isNeverRetried } from '../decline.ts'
import type { FormFields, MethodCompletion, RetryAdvice } from './answers.ts'

/**
 * sending: the request is on its way, or its sender died. challenged: the issuer waits for the customer or their browser.
 * unknown: no usable answer. reversing: the gateway decided to make sure that it has no effect.
 * not_sent: the request never left the gateway. set_aside: needs manual review. paying_back: it was to be reversed, but
 * the money was already collected, so it is being refunded. paid_back: it has been refunded.
 */
export const attemptStates = [
  'sending',
  'challenged',
  'unknown',
  'reversing',
  'approved',
  'declined',
  'not_sent',
  'reversed',
  'paying_back',
  'paid_back',
  'set_aside',
] as const
export type AttemptState = (typeof attemptStates)[number]

/** While an attempt is in one of these, no other attempt may start. The database enforces this, too. */
const blockingStates = [
  'sending',
  'challenged',
  'unknown',
  'reversing',
  'approved',
  'set_aside',
] as const satisfies readonly AttemptState[]

/**
 * A decision to reverse is final: answers that arrive later are evidence only. A payment that waits for the reversal
 * then fails with `declineCode` or opens again; one that does not wait has already ended.
 */
export type ReversalDecision = Readonly<{
  decidedAtMs: number
  paymentWaits: boolean
  declineCode: DeclineCode
}>

/** The acquirer that an attempt uses. It never changes, whatever the settings of the merchant are later. */
export type AttemptAcquirer = Readonly<{
  acquirer: string
  /** The merchant's own account there; null: that of the credentials. */
  account: string | null
  /** The charge is announced before the card is sent. Until its handle is saved, the card cannot have been sent. */
  mustPrepare: boolean
  /** The acquirer's ID for the announced charge. */
  handle: string | null
}>

export type Attempt = Readonly<{
  /** 1 for a payment's first attempt. */
  number: number
  /** Chosen by the gateway, unique, and sent with every request about this attempt. */
  reference: string
  state: AttemptState
  decision: ReversalDecision | null
  card: Card
  declineCode: DeclineCode | null
  /** What the issuer said about trying a declined card again; null if nothing. */
  retry: RetryAdvice | null
  acquirerTransactionId: string | null
  challengeUrl: string | null
  /** Of a form that takes the browser to `challengeUrl`; null if a link does. */
  challengeFields: FormFields | null
  /** What the issuer's 3-D Secure method needs; null if it asked for none. */
  threeDsMethod: Readonly<{ url: string; data: string }> | null
  /** Null until the gateway has decided to continue after the method. */
  methodCompletion: MethodCompletion | null
  /** When the issuer stops waiting; null if it has never waited. */
  challengeExpiresAtMs: number | null
  /** What the customer brought back from the issuer, for an acquirer that continues with it; null before that. */
  returned: FormFields | null
  /** How many times the customer came back with something else. */
  returns: number
  inquiries: number
  notFoundCount: number
  /** When a worker must look at it again; null once it is settled or set aside. */
  nextAtMs: number | null
  startedAtMs: number
  settledAtMs: number | null
  /** When the gateway decided to pay it back; null if it did not. */
  payBackDecidedAtMs: number | null
}> &
  AttemptAcquirer

/** The issuer waits for the browser to run its 3-D Secure method. */
export function isMethodPending({ state, challengeUrl }: Attempt): boolean {
  return state === 'challenged' && challengeUrl === null
}

/** The attempt charged the card, or still might: no other attempt may start. */
export function blocksNextAttempt(attempt: Attempt): boolean {
  return (blockingStates as readonly AttemptState[]).includes(attempt.state)
}

/** The issuer will never accept this card; the card schemes forbid trying it again. */
export function isDeclinedForGood({ declineCode, retry }: Attempt): boolean {
  return retry === 'never' || (declineCode !== null && isNeverRetried(declineCode))
}

/** Nothing more is owed to the acquirer about it. */
export function isAttemptSettled(attempt: Attempt): boolean {
  return ['approved', 'declined', 'not_sent', 'reversed', 'paid_back'].includes(attempt.state)
}
