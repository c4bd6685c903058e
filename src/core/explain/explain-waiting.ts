/** What a payment is waiting for now, and until when, in plain sentences. */
import { type Attempt, isAttemptSettled } from '../attempt/attempt.ts'
import { type Payment, sessionEndMs } from '../payment/payment.ts'
import { statusOf } from '../payment/status.ts'
import { isRefundSettled } from '../refund/refund.ts'

type Time = (atMs: number) => string

export function explainWaiting(payment: Payment, time: Time): readonly string[] {
  const attempts = payment.attempts.filter((attempt) => !isAttemptSettled(attempt))
  const refunds = payment.refunds.filter((refund) => !isRefundSettled(refund))
  const sentences = [
    ...attempts.map((attempt) =>
      sentenceFor(attempt.nextAtMs, awaitedFor(attempt), `attempt ${attempt.number}`, time),
    ),
    ...refunds.map(({ id, nextAtMs }) =>
      sentenceFor(nextAtMs, `The outcome of refund ${id}`, `refund ${id}`, time),
    ),
  ]
  if (sentences.length > 0) return sentences
  return payment.ending === null
    ? [`A card, until ${time(sessionEndMs(payment))}.`]
    : [`Nothing. Its status, ${statusOf(payment)}, is final.`]
}

function awaitedFor({ state, number }: Attempt): string {
  if (state === 'challenged') return `The customer's confirmation at the issuer for attempt ${number}`
  if (state === 'reversing') return `The acquirer's acknowledgment that attempt ${number} is reversed`
  if (state === 'paying_back') return `The acquirer's confirmation that attempt ${number} is refunded`
  return `The acquirer's answer to attempt ${number}`
}

/** Without a next time, and not settled, it has been set aside. */
function sentenceFor(nextAtMs: number | null, awaited: string, subject: string, time: Time): string {
  return nextAtMs === null
    ? `Manual review of ${subject}; see flowlix reconcile.`
    : `${awaited}; a worker checks it at ${time(nextAtMs)} or later.`
}
