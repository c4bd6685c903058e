/** One event in one plain sentence, for operators who want to know what happened to a payment. */
import type { AnyEvent } from '../payment/events.ts'

type Time = (atMs: number) => string

/** `time` formats milliseconds since 1970 for people. */
export function explainEvent(event: AnyEvent, time: Time): string {
  switch (event.type) {
    case 'payment_created':
      return `${event.terms.kind === 'hosted' ? 'A session for the hosted page' : 'A direct payment'} was created; it stays open until ${time(event.terms.expiresAtMs)}.`
    case 'payment_succeeded':
      return 'The payment succeeded.'
    case 'payment_failed':
      return `The payment failed (${event.declineCode}).`
    case 'payment_expired':
      return 'The payment expired before it was paid.'
    case 'payment_extended':
      return `The customer asked for more time (extension ${event.number}); the session stays open until ${time(event.endsAtMs)}.`
    case 'payment_canceled':
      return 'The merchant canceled the payment.'
    case 'payment_personal_data_removed':
      return `Personal data was removed from the payment ${event.by === 'operator' ? 'by an operator' : 'because its retention period had passed'}.`
    case 'attempt_started':
      return `Attempt ${event.number} started, with a card ending in ${event.card.last4}. Its reference at the acquirer is ${event.reference} (${event.acquirer}${event.account === null ? '' : `, account ${event.account}`}).`
    case 'attempt_prepared':
      return `The charge of attempt ${event.number} was announced to the acquirer, which calls it ${event.handle}; the card is sent after this.`
    case 'attempt_challenge_requested':
      return `The issuer asked the customer to confirm attempt ${event.number} by ${time(event.expiresAtMs)}.`
    case 'attempt_method_requested':
      return `The issuer asked to recognize the customer's browser for attempt ${event.number} (3-D Secure method) by ${time(event.expiresAtMs)}.`
    case 'attempt_resumed':
      return `The 3-D Secure method of attempt ${event.number} ended (${event.completion}), and the acquirer was asked to continue.`
    case 'attempt_challenge_returned':
      return `The customer came back from the issuer for attempt ${event.number}, and the acquirer was asked to continue.`
    case 'attempt_approved':
      return `The acquirer approved attempt ${event.number} (transaction ${event.acquirerTransactionId}).`
    case 'attempt_declined':
      return `Attempt ${event.number} was declined (${event.declineCode}).`
    case 'attempt_not_sent':
      return `The request for attempt ${event.number} never left the gateway; the card was not charged.`
    case 'attempt_answer_missed':
      return `No conclusive answer arrived for attempt ${event.number}: ${event.cause}. The acquirer will be asked about it${when(event, time)}.`
    case 'attempt_inquiry_inconclusive':
      return `The acquirer was asked about attempt ${event.number}: ${inquiryResult(event)}. It will be asked again${when(event, time)}.`
    case 'attempt_reversal_decided':
      return `The gateway decided to reverse attempt ${event.number}: ${event.cause}. No later answer changes this.`
    case 'attempt_reversal_unacknowledged':
      return `The reversal of attempt ${event.number} was not acknowledged: ${reversalResult(event.cause)}. It will be sent again${when(event, time)}.`
    case 'attempt_reversed':
      return `The acquirer confirmed that attempt ${event.number} is reversed; no money is held for it.`
    case 'attempt_reversal_repeated':
      return `The reversal of attempt ${event.number} was sent again, in case the original request had arrived late.`
    case 'attempt_late_answer_recorded':
      return `An answer about attempt ${event.number} arrived too late to count: ${event.answer}. It is kept as evidence only.`
    case 'attempt_set_aside':
      return `Attempt ${event.number} needs manual review: ${event.cause}.`
    case 'attempt_pay_back_decided':
      return `The money of attempt ${event.number} was already collected and could no longer be reversed. The gateway decided to refund it.`
    case 'attempt_pay_back_unconfirmed':
      return `The acquirer was asked to refund attempt ${event.number}: ${inquiryResult({ ...event, notFoundCount: 0 })}. It will be asked again${when(event, time)}.`
    case 'attempt_paid_back':
      return `The acquirer refunded attempt ${event.number} (refund ${event.acquirerRefundId}).`
    default:
      return explainRefundEvent(event, time)
  }
}

type AnyRefundEvent = Extract<AnyEvent, { refundId: string }>

function explainRefundEvent(event: AnyRefundEvent, time: Time): string {
  const name = `Refund ${event.refundId}`
  switch (event.type) {
    case 'refund_requested':
      return `${name} of ${event.amountMinor} minor units was requested (${event.reason}); the amount is reserved.`
    case 'refund_accepted':
      return `The acquirer accepted refund ${event.refundId} (as ${event.acquirerRefundId}).`
    case 'refund_succeeded':
      return `${name} was paid out.`
    case 'refund_failed':
      return `${name} failed (${event.declineCode}); its amount can be refunded again.`
    case 'refund_answer_missed':
      return `No conclusive answer arrived for refund ${event.refundId}: ${event.cause}. The acquirer will be asked about it${when(event, time)}.`
    case 'refund_inquiry_inconclusive':
      return `The acquirer was asked about refund ${event.refundId}: ${inquiryResult(event)}. It will be asked again${when(event, time)}.`
    case 'refund_reversal_decided':
      return `The gateway decided to make sure that refund ${event.refundId} has no effect: ${event.cause}.`
    case 'refund_reversal_unacknowledged':
      return `The reversal of refund ${event.refundId} was not acknowledged: ${reversalResult(event.cause)}. It will be sent again${when(event, time)}.`
    case 'refund_set_aside':
      return `${name} needs manual review: ${event.cause}. Its amount stays reserved.`
    default:
      return explainUnknownEvent(event)
  }
}

/** A later version of the gateway may have written it. */
function explainUnknownEvent(event: never): string {
  return `An event of a type that this version does not know: ${(event as { type: string }).type}.`
}

function when(event: Readonly<{ nextAtMs: number | null }>, time: Time): string {
  return event.nextAtMs === null ? '' : ` no earlier than ${time(event.nextAtMs)}`
}

function inquiryResult({ cause, notFoundCount }: Readonly<{ cause: string; notFoundCount: number }>): string {
  if (cause === 'pending') return 'it has not decided yet'
  if (cause === 'not_found') return `it has no record of it${timesOf(notFoundCount)}`
  return cause
}

function reversalResult(cause: string): string {
  return cause === 'too_late' ? 'it was too late' : cause
}

/** "Not found" counts only after the quiet time. */
function timesOf(count: number): string {
  if (count === 0) return ', which is not conclusive yet'
  return count === 1 ? ', for the first time that counts' : `, ${count} times in a row`
}
