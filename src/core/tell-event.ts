/** One event in one plain sentence, for whoever asks what became of a payment. */
import type { AnyEvent } from './events.ts'

/** `time` writes milliseconds since 1970 as a person reads them. */
export function tellEvent(event: AnyEvent, time: (atMs: number) => string): string {
  switch (event.type) {
    case 'payment_created':
      return `${event.terms.kind === 'hosted' ? 'A session on the page' : 'A direct payment'} was created; it is open until ${time(event.terms.expiresAtMs)}.`
    case 'payment_succeeded':
      return 'The payment succeeded.'
    case 'payment_failed':
      return `The payment failed: ${event.declineCode}.`
    case 'payment_expired':
      return 'The payment expired; nobody had paid in time.'
    case 'payment_canceled':
      return 'The merchant canceled the payment.'
    case 'attempt_started':
      return `Attempt ${event.number} began with a card ending in ${event.card.last4}; the acquirer was to be asked under the reference ${event.reference}.`
    case 'challenge_requested':
      return `The issuer asked the customer to confirm, until ${time(event.expiresAtMs)}.`
    case 'attempt_approved':
      return `The acquirer approved it as ${event.acquirerTransactionId}.`
    case 'attempt_declined':
      return `The acquirer declined it: ${event.declineCode}.`
    case 'attempt_not_sent':
      return 'The request never left us; nothing was taken.'
    case 'answer_missed':
      return `No certain answer came (${event.cause}); the acquirer is asked about the reference${from(event.nextAtMs, time)}.`
    case 'inquiry_inconclusive':
      return `Asked, the acquirer gave no certain answer (${event.cause}${times(event.notFoundCount)}); it is asked again${from(event.nextAtMs, time)}.`
    case 'reversal_decided':
      return `It was decided to reverse the attempt, because ${event.cause}. From here on no answer changes that.`
    case 'reversal_unacknowledged':
      return `The reversal was not acknowledged (${event.cause}); it is sent again${from(event.nextAtMs, time)}.`
    case 'attempt_reversed':
      return 'The acquirer acknowledged the reversal; the attempt has no effect.'
    case 'reversal_repeated':
      return 'The reversal was sent once more, against requests that arrive late.'
    case 'late_answer_recorded':
      return `An answer came after the decision (${event.answer}); it is kept as evidence.`
    case 'attempt_set_aside':
      return `It was set aside for a person: ${event.cause}.`
    default:
      return tellRefund(event, time)
  }
}

type RefundHappening = Extract<AnyEvent, { refundId: string }>

function tellRefund(event: RefundHappening, time: (atMs: number) => string): string {
  const name = `Refund ${event.refundId}`
  switch (event.type) {
    case 'refund_requested':
      return `${name} of ${event.amountMinor} (minor units) was asked for: ${event.reason}. The amount is reserved.`
    case 'refund_accepted':
      return `${name} was accepted by the acquirer as ${event.acquirerRefundId}.`
    case 'refund_succeeded':
      return `${name} was paid back.`
    case 'refund_failed':
      return `${name} failed: ${event.declineCode}. Its amount can be refunded again.`
    case 'refund_answer_missed':
      return `${name}: no certain answer came (${event.cause}); the acquirer is asked${from(event.nextAtMs, time)}.`
    case 'refund_inquiry_inconclusive':
      return `${name}: asked, the acquirer gave no certain answer (${event.cause}${times(event.notFoundCount)}); it is asked again${from(event.nextAtMs, time)}.`
    case 'refund_reversal_decided':
      return `${name}: it was decided to make sure that it has no effect, because ${event.cause}.`
    case 'refund_reversal_unacknowledged':
      return `${name}: the reversal was not acknowledged (${event.cause}); it is sent again${from(event.nextAtMs, time)}.`
    case 'refund_set_aside':
      return `${name} was set aside for a person: ${event.cause}. Its amount stays reserved.`
  }
}

function from(atMs: number | null, time: (atMs: number) => string): string {
  return atMs === null ? '' : ` from ${time(atMs)}`
}

function times(notFoundCount: number): string {
  return notFoundCount === 0 ? '' : `, ${notFoundCount} in a row`
}
