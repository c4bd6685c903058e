/** What a payment waits for now, and until when, in plain sentences. */
import { isAttemptSettled } from './attempt.ts'
import { liveAttempt, type Payment } from './payment.ts'
import { isRefundSettled } from './refund.ts'
import { statusOf } from './status.ts'

export function tellAwaited(payment: Payment, time: (atMs: number) => string): readonly string[] {
  const sentences = [...awaitedOfAttempts(payment, time), ...awaitedOfRefunds(payment, time)]
  if (sentences.length > 0) return sentences
  if (payment.ending !== null) return [`Nothing: it is ${statusOf(payment)}, and stays so.`]
  return liveAttempt(payment) === null ? [`A card, until ${time(payment.expiresAtMs)}.`] : []
}

function awaitedOfAttempts(payment: Payment, time: (atMs: number) => string): readonly string[] {
  return payment.attempts
    .filter((attempt) => !isAttemptSettled(attempt))
    .map((attempt) => {
      const { number, nextAtMs } = attempt
      if (attempt.state === 'manual')
        return `A person's decision about attempt ${number}; see flowlix reconcile.`
      const until = nextAtMs === null ? '' : `; a worker looks at it from ${time(nextAtMs)}`
      if (attempt.state === 'challenged')
        return `The customer's confirmation at the issuer for attempt ${number}${until}.`
      if (attempt.state === 'reversing')
        return `The acquirer's acknowledgment of a reversal of attempt ${number}${until}.`
      return `The acquirer's answer to attempt ${number}${until}.`
    })
}

function awaitedOfRefunds(payment: Payment, time: (atMs: number) => string): readonly string[] {
  return payment.refunds
    .filter((refund) => !isRefundSettled(refund))
    .map((refund) =>
      refund.nextAtMs === null
        ? `A person's decision about refund ${refund.id}; see flowlix reconcile.`
        : `The outcome of refund ${refund.id}; a worker looks at it from ${time(refund.nextAtMs)}.`,
    )
}
