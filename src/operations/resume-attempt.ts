/**
 * The issuer's 3-D Secure method has ended, one way or another, and the acquirer is asked to continue. As with a card, that is
 * saved first, and only the writer whose save won asks, once: the answer may be an approval.
 */
import type { MethodCompletion } from '../core/attempt/answers.ts'
import type { Attempt } from '../core/attempt/attempt.ts'
import { attemptNumbered, type Payment } from '../core/payment/payment.ts'
import { askAcquirer } from './acquirer/ask-acquirer.ts'
import { resume } from './acquirer/questions.ts'
import { askedOf, attemptTerms } from './acquirer/terms.ts'
import { changePayment } from './change-payment.ts'
import type { Gateway } from './gateway.ts'
import { beginLease, isLeaseOver } from './lease.ts'
import { recordAnswer } from './submit-card.ts'

/** `outcome` resolves to the payment after the acquirer's answer, and never rejects. */
type Resumed = Readonly<{ payment: Payment; outcome: Promise<Payment> }>

/** Null if nothing waits for the method: it has ended before, or the attempt has. */
export async function resumeAttempt(
  gateway: Gateway,
  paymentId: string,
  number: number,
  completion: MethodCompletion,
): Promise<Resumed | null> {
  const lease = beginLease(gateway)
  const result = await changePayment(gateway, paymentId, { type: 'resume_attempt', number, completion })
  if (result.kind !== 'changed') return null
  const { payment } = result
  const resumed = attemptNumbered(payment, number)
  const isLate = isLeaseOver(gateway, lease)
  const outcome =
    resumed === null || isLate ? Promise.resolve(payment) : ask(gateway, payment, resumed, completion)
  return { payment, outcome: gateway.running.track(outcome) }
}

async function ask(
  gateway: Gateway,
  payment: Payment,
  resumed: Attempt,
  methodCompletion: MethodCompletion,
): Promise<Payment> {
  const attempt = attemptTerms(gateway, payment, resumed)
  const answer = await askAcquirer(gateway, askedOf(payment, resumed), resume({ attempt, methodCompletion }))
  return recordAnswer(gateway, payment, resumed.number, answer)
}
