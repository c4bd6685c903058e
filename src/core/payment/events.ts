/** What has happened to a payment. Events are only appended, and the payment's state is what they add up to. */

import type { FormFields, MethodCompletion, RetryAdvice } from '../attempt/answers.ts'
import type { AttemptAcquirer } from '../attempt/attempt.ts'
import type { Card } from '../card/card.ts'
import type { DeclineCode } from '../decline.ts'
import type { Customer, PaymentTerms } from './payment.ts'

type At = Readonly<{ atMs: number }>
type OfAttempt = Readonly<{ number: number }>
type OfRefund = Readonly<{ refundId: string }>
/** When a worker must look again; null if it need not. */
type Next = Readonly<{ nextAtMs: number | null }>

export type PaymentCreated = At &
  Readonly<{ type: 'payment_created'; terms: PaymentTerms; customer: Customer | null; card: Card | null }>

export type EndingEvent = At &
  (
    | Readonly<{ type: 'payment_succeeded' }>
    | Readonly<{ type: 'payment_failed'; declineCode: DeclineCode }>
    | Readonly<{ type: 'payment_expired' }>
    | Readonly<{ type: 'payment_canceled' }>
  )

/** The customer was given more time. `number` counts extensions. */
type PaymentExtended = At & Readonly<{ type: 'payment_extended'; number: number; endsAtMs: number }>

export type AttemptStarted = At &
  OfAttempt &
  Next &
  AttemptAcquirer &
  Readonly<{ type: 'attempt_started'; reference: string; card: Card; customer: Customer | null }>

export type AttemptEvent = At &
  OfAttempt &
  (
    | Readonly<{ type: 'attempt_prepared'; handle: string }>
    | (Readonly<{
        type: 'attempt_challenge_requested'
        url: string
        fields: FormFields | null
        country: string | null
        expiresAtMs: number
      }> &
        Next)
    | Readonly<{
        type: 'attempt_method_requested'
        url: string
        data: string
        country: string | null
        expiresAtMs: number
      }>
    | (Readonly<{ type: 'attempt_resumed'; completion: MethodCompletion }> & Next)
    | (Readonly<{ type: 'attempt_challenge_returned'; fields: FormFields }> & Next)
    | Readonly<{ type: 'attempt_approved'; acquirerTransactionId: string; country: string | null }>
    | Readonly<{
        type: 'attempt_declined'
        declineCode: DeclineCode
        country: string | null
        /** Left out where the issuer has said nothing about it. */
        retry?: RetryAdvice
      }>
    | Readonly<{ type: 'attempt_not_sent' }>
    | (Readonly<{ type: 'attempt_answer_missed'; cause: string }> & Next)
    | (Readonly<{ type: 'attempt_inquiry_inconclusive'; cause: string; notFoundCount: number }> & Next)
    | (Readonly<{
        type: 'attempt_reversal_decided'
        paymentWaits: boolean
        declineCode: DeclineCode
        cause: string
      }> &
        Next)
    | (Readonly<{ type: 'attempt_reversal_unacknowledged'; cause: string }> & Next)
    | (Readonly<{ type: 'attempt_reversed' }> & Next)
    | (Readonly<{ type: 'attempt_reversal_repeated' }> & Next)
    | Readonly<{ type: 'attempt_late_answer_recorded'; answer: string }>
    | Readonly<{ type: 'attempt_set_aside'; cause: string }>
    | (Readonly<{ type: 'attempt_pay_back_decided' }> & Next)
    | (Readonly<{ type: 'attempt_pay_back_unconfirmed'; cause: string }> & Next)
    | Readonly<{ type: 'attempt_paid_back'; acquirerRefundId: string }>
  )

export type RefundRequested = At &
  OfRefund &
  Next &
  Readonly<{ type: 'refund_requested'; reference: string; amountMinor: number; reason: string }>

export type RefundEvent = At &
  OfRefund &
  (
    | (Readonly<{ type: 'refund_accepted'; acquirerRefundId: string }> & Next)
    | Readonly<{ type: 'refund_succeeded'; acquirerRefundId: string }>
    | Readonly<{ type: 'refund_failed'; declineCode: DeclineCode }>
    | (Readonly<{ type: 'refund_answer_missed'; cause: string }> & Next)
    | (Readonly<{ type: 'refund_inquiry_inconclusive'; cause: string; notFoundCount: number }> & Next)
    | (Readonly<{ type: 'refund_reversal_decided'; cause: string }> & Next)
    | (Readonly<{ type: 'refund_reversal_unacknowledged'; cause: string }> & Next)
    | Readonly<{ type: 'refund_set_aside'; cause: string }>
  )

/** The name of every event begins with what it is about. */
export function isRefundEvent(event: AttemptEvent | RefundEvent): event is RefundEvent {
  return event.type.startsWith('refund_')
}

/** What was stored about a person is gone from the payment and from its events. */
export type PersonalDataRemoved = At &
  Readonly<{ type: 'payment_personal_data_removed'; by: 'operator' | 'retention_setting' }>

/** Everything that can happen to a payment that exists. */
export type PaymentEvent =
  | EndingEvent
  | PaymentExtended
  | AttemptStarted
  | AttemptEvent
  | RefundRequested
  | RefundEvent
  | PersonalDataRemoved

export type AnyEvent = PaymentCreated | PaymentEvent
