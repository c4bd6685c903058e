/** The customer came back from the issuer. The browser's word counts for nothing, so the acquirer is asked. */
import { lastAttempt, type Payment } from '../core/payment/payment.ts'
import { askAcquirer } from './ask-acquirer.ts'
import { changePayment } from './change-payment.ts'
import type { Gateway } from './gateway.ts'
import { inquire } from './questions.ts'

/** Returns the payment as known after asking; it may still be challenged. Null if it does not exist. */
export async function finishChallenge(
  gateway: Gateway,
  paymentId: string,
  attemptNumber: number,
): Promise<Payment | null> {
  const payment = await gateway.storage.findPayment(paymentId)
  const attempt = payment === null ? null : lastAttempt(payment)
  if (payment === null || attempt?.number !== attemptNumber || attempt.state !== 'challenged') return payment
  const answer = await askAcquirer(gateway, payment.mode, inquire(attempt.reference))
  const command = { type: 'record_conclusive_answer', number: attemptNumber, answer } as const
  const result = await changePayment(gateway, paymentId, command)
  return 'payment' in result ? result.payment : payment
}
