/**
 * What an acquirer can answer, in our words. An adapter maps everything it receives to one of these. Anything uncertain is
 * `unknown`, never a decline and never an approval. `not_sent` means that not a single byte left the gateway.
 */

import type { DeclineCode } from '../decline.ts'
import type { Currency } from '../money.ts'

type Unknown = Readonly<{ kind: 'unknown'; cause: string }>

export type Approved = Readonly<{
  kind: 'approved'
  acquirerTransactionId: string
  /** These three are what the acquirer reports; they are compared with the attempt before the approval counts. */
  reference: string
  amountMinor: number
  currency: Currency
  /** The country where the card was issued, ISO 3166-1 alpha-2, if the acquirer reports it. */
  country: string | null
}>

export type Declined = Readonly<{ kind: 'declined'; declineCode: DeclineCode; country: string | null }>

/** The customer must visit this URL at the issuer, and is then sent back to the return URL of the request. */
export type Challenge = Readonly<{ kind: 'challenge'; url: string; country: string | null }>

export type AuthorizeAnswer = Approved | Declined | Challenge | Readonly<{ kind: 'not_sent' }> | Unknown

export type InquiryAnswer =
  | Approved
  | Declined
  | Challenge
  | Readonly<{ kind: 'pending' }>
  | Readonly<{ kind: 'not_found' }>
  | Readonly<{ kind: 'reversed' }>
  | Unknown

/**
 * `too_late`: the money was collected, or the refund was paid out, so it cannot be reversed. This is conclusive; an
 * inquiry says what the acquirer holds.
 */
export type ReversalAnswer = Readonly<{ kind: 'reversed' }> | Readonly<{ kind: 'too_late' }> | Unknown

type RefundAccepted = Readonly<{ kind: 'pending' | 'succeeded'; acquirerRefundId: string }>
type RefundFailed = Readonly<{ kind: 'failed'; declineCode: DeclineCode }>

export type RefundAnswer = RefundAccepted | RefundFailed | Readonly<{ kind: 'not_sent' }> | Unknown

export type RefundInquiryAnswer =
  | RefundAccepted
  | RefundFailed
  | Readonly<{ kind: 'not_found' }>
  | Readonly<{ kind: 'reversed' }>
  | Unknown

/** Why an answer was inconclusive, for the event that records it. */
export function causeOf(answer: Readonly<{ kind: string }> | Unknown): string {
  return 'cause' in answer ? answer.cause : answer.kind
}
