/**
 * What an acquirer can answer, in our words. An adapter maps everything it receives to one of these. Anything uncertain is
 * `unknown`, never a decline and never an approval. `not_sent` means that not a single byte left the gateway.
 */

import type { DeclineCode } from '../decline.ts'
import type { Currency } from '../money.ts'

export type UnknownAnswer = Readonly<{ kind: 'unknown'; cause: string }>

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

export const retryAdvices = ['never', 'later'] as const
export type RetryAdvice = (typeof retryAdvices)[number]

export type Declined = Readonly<{
  kind: 'declined'
  declineCode: DeclineCode
  country: string | null
  /** What the issuer says about trying this card again; null or left out: nothing. */
  retry?: RetryAdvice | null
}>

/** The fields of a form, by their names. */
export type FormFields = Readonly<Record<string, string>>

/**
 * The customer must visit this URL at the issuer, and is then sent back to the return URL of the request. With `POST`, the
 * browser gets there by submitting a form with these fields; with `GET`, there are none.
 */
export type Challenge = Readonly<{
  kind: 'challenge'
  url: string
  method: 'GET' | 'POST'
  fields: FormFields
  country: string | null
}>

/**
 * The 3-D Secure method: before it decides, the issuer wants to recognize the browser. The page posts `data` as
 * `threeDSMethodData` to this URL in a hidden frame. The authorization then continues with `resume`.
 */
export type ThreeDsMethod = Readonly<{
  kind: 'three_ds_method'
  url: string
  data: string
  country: string | null
}>

/** How the method ended, in 3-D Secure's own letters: it finished, it did not in time, or the browser could not run it. */
export const methodCompletions = ['Y', 'N', 'U'] as const
export type MethodCompletion = (typeof methodCompletions)[number]

/** The charge is announced. `handle` is the acquirer's ID for it, and moves no money by itself. */
export type PrepareAnswer =
  | Readonly<{ kind: 'prepared'; handle: string }>
  | Readonly<{ kind: 'not_sent'; cause: string }>

/** Whether the acquirer accepts the credentials. `reason`: one sentence for the operator, without its period. */
export type CheckAnswer =
  | Readonly<{ kind: 'accepted' }>
  | Readonly<{ kind: 'refused'; reason: string }>
  | UnknownAnswer

export type AuthorizeAnswer =
  | Approved
  | Declined
  | Challenge
  | ThreeDsMethod
  | Readonly<{ kind: 'not_sent' }>
  | UnknownAnswer

/** The state of the authorization once the method has ended. */
export type ResumeAnswer = Approved | Declined | Challenge | UnknownAnswer

export type InquiryAnswer =
  | Approved
  | Declined
  | Challenge
  | ThreeDsMethod
  | Readonly<{ kind: 'pending' }>
  | Readonly<{ kind: 'not_found' }>
  | Readonly<{ kind: 'reversed' }>
  | UnknownAnswer

/**
 * `too_late`: the money was collected, or the refund was paid out, so it cannot be reversed. This is conclusive; an
 * inquiry says what the acquirer holds.
 */
export type ReversalAnswer = Readonly<{ kind: 'reversed' }> | Readonly<{ kind: 'too_late' }> | UnknownAnswer

type RefundAccepted = Readonly<{ kind: 'pending' | 'succeeded'; acquirerRefundId: string }>
type RefundFailed = Readonly<{ kind: 'failed'; declineCode: DeclineCode }>

export type RefundAnswer = RefundAccepted | RefundFailed | Readonly<{ kind: 'not_sent' }> | UnknownAnswer

export type RefundInquiryAnswer =
  | RefundAccepted
  | RefundFailed
  | Readonly<{ kind: 'not_found' }>
  | Readonly<{ kind: 'reversed' }>
  | UnknownAnswer

/** Why an answer was inconclusive, for the event that records it. */
export function causeOf(answer: Readonly<{ kind: string }> | UnknownAnswer): string {
  return 'cause' in answer ? answer.cause : answer.kind
}
