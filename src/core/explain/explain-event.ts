/** One event in one plain sentence, for whoever asks what became of a payment. */
import type { AnyEvent } from '../payment/events.ts'

type Time = (atMs: number) => string

/** `time` writes milliseconds since 1970 as a person reads them. */
export function explainEvent(event: AnyEvent, time: Time): string {
  switch (event.type) {
    case 'payment_created':
      return `${event.terms.kind === 'hosted' ? 'A session for the hosted page' : 'A direct payment'} was created; it stays open until ${time(event.terms.expiresAtMs)}.`
    case 'payment_succeeded':
      return 'The payment succeeded.'
    case 'payment_failed':
      return `The payment failed (${event.declineCode}).`
    case 'payment_expired':
      return 'The payment expired: nobody had paid in time.'
    case 'payment_canceled':
      return 'The merchant canceled the payment.'
    case 'attempt_started':
      return `Attempt ${event.number} began, with a card ending in ${event.card.last4}. Its request to the acquirer bears the reference ${event.reference}.`
    case 'attempt_challenge_requested':
      return `The issuer wants the customer to confirm attempt ${event.number}, by ${time(event.expiresAtMs)}.`
    case 'attempt_approved':
      return `The acquirer approved attempt ${event.number}, as its transaction ${event.acquirerTransactionId}.`
    case 'attempt_declined':
      return `Attempt ${event.number} was declined (${event.declineCode}).`
    case 'attempt_not_sent':
      return `The request of attempt ${event.number} never left the gateway; no money was taken.`
    case 'attempt_answer_missed':
      return `Attempt ${event.number} got no certain answer: ${event.cause}. The acquirer will be asked about it${when(event, time)}.`
    case 'attempt_inquiry_inconclusive':
      return `The acquirer was asked about attempt ${event.number}: ${inquiryResult(event)}. It will be asked again${when(event, time)}.`
    case 'attempt_reversal_decided':
      return `It was decided to reverse attempt ${event.number}: ${event.cause}. No later answer changes that.`
    case 'attempt_reversal_unacknowledged':
      return `The reversal of attempt ${event.number} was not acknowledged: ${reversalResult(event.cause)}. It will be sent again${when(event, time)}.`
    case 'attempt_reversed':
      return `The acquirer confirmed that attempt ${event.number} is reversed; no money is held for it.`
    case 'attempt_reversal_repeated':
      return `The reversal of attempt ${event.number} was sent once more, in case its request had arrived late.`
    case 'attempt_late_answer_recorded':
      return `An answer about attempt ${event.number} came too late to count: ${event.answer}. It is kept as evidence only.`
    case 'attempt_set_aside':
      return `Attempt ${event.number} was set aside for a person: ${event.cause}.`
    case 'attempt_pay_back_decided':
      return `The money of attempt ${event.number} had been settled and could not be reversed any more. It was decided to pay it back.`
    case 'attempt_pay_back_unconfirmed':
      return `The acquirer was asked to pay back attempt ${event.number}: ${inquiryResult({ ...event, notFoundCount: 0 })}. It will be asked again${when(event, time)}.`
    case 'attempt_paid_back':
      return `The acquirer paid back attempt ${event.number}, as its refund ${event.acquirerRefundId}.`
    default:
      return explainRefundEvent(event, time)
  }
}

type AnyRefundEvent = Extract<AnyEvent, { refundId: string }>

function explainRefundEvent(event: AnyRefundEvent, time: Time): string {
  const name = `Refund ${event.refundId}`
  switch (event.type) {
    case 'refund_requested':
      return `${name} over ${event.amountMinor} minor units was requested (${event.reason}); the amount is reserved.`
    case 'refund_accepted':
      return `${name} was accepted by the acquirer, as ${event.acquirerRefundId}.`
    case 'refund_succeeded':
      return `${name} was paid back.`
    case 'refund_failed':
      return `${name} failed (${event.declineCode}); its amount can be refunded again.`
    case 'refund_answer_missed':
      return `${name} got no certain answer: ${event.cause}. The acquirer will be asked about it${when(event, time)}.`
    case 'refund_inquiry_inconclusive':
      return `The acquirer was asked about refund ${event.refundId}: ${inquiryResult(event)}. It will be asked again${when(event, time)}.`
    case 'refund_reversal_decided':
      return `It was decided to make sure that refund ${event.refundId} has no effect: ${event.cause}.`
    case 'refund_reversal_unacknowledged':
      return `The reversal of refund ${event.refundId} was not acknowledged: ${reversalResult(event.cause)}. It will be sent again${when(event, time)}.`
    case 'refund_set_aside':
      return `${name} was set aside for a person: ${event.cause}. Its amount stays reserved.`
    default:
      return explainUnknownEvent(event)
  }
}

/** A later version of this program may have written it. */
function explainUnknownEvent(event: never): string {
  return `Something that this version has no words for: ${(event as { type: string }).type}.`
}

function when(event: Readonly<{ nextAtMs: number | null }>, time: Time): string {
  return event.nextAtMs === null ? '' : `, at the earliest at ${time(event.nextAtMs)}`
}

function inquiryResult({ cause, notFoundCount }: Readonly<{ cause: string; notFoundCount: number }>): string {
  if (cause === 'pending') return 'it has not decided yet'
  if (cause === 'not_found') return `it does not know it${timesOf(notFoundCount)}`
  return cause
}

function reversalResult(cause: string): string {
  return cause === 'too_late' ? 'it came too late' : cause
}

/** Only those count that come after the quiet time. */
function timesOf(count: number): string {
  if (count === 0) return ', which means nothing yet'
  return count === 1 ? ', for the first time that counts' : `, ${count} times in a row`
}
