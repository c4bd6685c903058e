/**
 * The customer came back from the issuer. What the browser says proves nothing, so the acquirer is asked. Some acquirers move
 * the money only now: for these, the return is saved first, so that a worker can ask again.
 */
import type { FormFields } from '../core/attempt/answers.ts'
import type { Attempt } from '../core/attempt/attempt.ts'
import { attemptNumbered, lastAttempt, type Payment } from '../core/payment/payment.ts'
import { acquirerNamed } from './acquirer/acquirers.ts'
import { askAcquirer } from './acquirer/ask-acquirer.ts'
import * as questions from './acquirer/questions.ts'
import { askedOf, attemptTerms } from './acquirer/terms.ts'
import { changePayment, paymentAfter } from './change-payment.ts'
import type { Gateway } from './gateway.ts'
import { beginLease, isLeaseOver } from './lease.ts'
import { pickFields } from './returned-fields.ts'

/**
 * Returns the payment as known after asking; it may still be challenged. Null if it does not exist. `given`: what the
 * browser has brought back.
 */
export async function finishChallenge(
  gateway: Gateway,
  paymentId: string,
  attemptNumber: number,
  given: ReadonlyMap<string, string>,
): Promise<Payment | null> {
  const payment = await gateway.storage.findPayment(paymentId)
  const attempt = payment === null ? null : lastAttempt(payment)
  if (payment === null || attempt?.number !== attemptNumber || attempt.state !== 'challenged') return payment
  const acquirer = acquirerNamed(gateway, payment.mode, attempt.acquirer)
  if (acquirer?.finishChallenge === undefined)
    return seldom(gateway, payment, attempt, false, () => ask(gateway, payment, attempt, {}))
  return goOn(gateway, payment, attempt, pickFields(acquirer.returnFields ?? [], given))
}

async function goOn(
  gateway: Gateway,
  payment: Payment,
  { number }: Attempt,
  fields: FormFields,
): Promise<Payment | null> {
  const lease = beginLease(gateway)
  const result = await changePayment(gateway, payment.id, {
    type: 'record_challenge_returned',
    number,
    fields,
  })
  const current = paymentAfter(result, payment)
  const attempt = attemptNumbered(current, number)
  // The attempt may have been settled since.
  if (attempt?.state !== 'challenged' || attempt.returned === null) return current
  const { returned } = attempt
  return seldom(gateway, current, attempt, result.kind === 'changed', async () =>
    isLeaseOver(gateway, lease) ? current : ask(gateway, current, attempt, returned),
  )
}

/** Or what another return has led to. */
async function seldom(
  gateway: Gateway,
  payment: Payment,
  { number }: Attempt,
  isNew: boolean,
  question: () => Promise<Payment>,
): Promise<Payment | null> {
  const asked = await gateway.returns.ask(`${payment.id} ${number}`, isNew, question)
  return asked ?? gateway.storage.findPayment(payment.id)
}

async function ask(
  gateway: Gateway,
  payment: Payment,
  attempt: Attempt,
  returned: FormFields,
): Promise<Payment> {
  const question = questions.finishChallenge({ attempt: attemptTerms(gateway, payment, attempt), returned })
  const answer = await askAcquirer(gateway, askedOf(payment, attempt), question)
  const command = { type: 'record_conclusive_answer', number: attempt.number, answer } as const
  return paymentAfter(await changePayment(gateway, payment.id, command), payment)
}
