/**
 * What an acquirer can answer, in our words. An adapter maps everything it receives to one of these; whatever is
 * not certain is `unknown`, never a decline and never an approval. `not_sent` means that not a byte left us.
 */

import type { Currency } from '../money.ts'
import type { DeclineCode } from './decline.ts'

type Unknown = Readonly<{ kind: 'unknown'; cause: string }>

export type Approved = Readonly<{
  kind: 'approved'
  acquirerTransactionId: string
  /** As the acquirer reports these three: compared with the attempt before anything is believed. */
  reference: string
  amountMinor: number
  currency: Currency
  /** The card's country of issue, ISO 3166-1 alpha-2, where the acquirer tells. */
  country: string | null
}>

export type Declined = Readonly<{ kind: 'declined'; declineCode: DeclineCode; country: string | null }>

/** The customer must go to this address, at the issuer, and comes back to the return address that we gave. */
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
 * `too_late`: the money has moved for good, because the authorization is settled or the refund has been paid out. That
 * is certain; what became of it, an inquiry tells.
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

/** Why an answer settled nothing, for the event that says so. */
export function causeOf(answer: Readonly<{ kind: string }> | Unknown): string {
  return 'cause' in answer ? answer.cause : answer.kind
}
