/**
 * Announces a charge to an acquirer that must know about it before it gets the card. Until its handle is saved, the card stays
 * here: without the handle, nobody could ask for its outcome.
 */
import type { Attempt } from '../core/attempt/attempt.ts'
import { errorName } from '../core/error-name.ts'
import type { Payment } from '../core/payment/payment.ts'
import { askAcquirer } from './acquirer/ask-acquirer.ts'
import { prepare } from './acquirer/questions.ts'
import { askedOf } from './acquirer/terms.ts'
import { changePayment } from './change-payment.ts'
import type { Gateway } from './gateway.ts'

/** The handle, once this caller itself has saved it; null if the card must not be sent. Never rejects. */
export async function prepareAttempt(
  gateway: Gateway,
  payment: Payment,
  attempt: Attempt,
  statementName: string,
): Promise<string | null> {
  const { reference, account, number } = attempt
  const { amountMinor, currency } = payment
  const request = { reference, amountMinor, currency, account, statementName }
  const answer = await askAcquirer(gateway, askedOf(payment, attempt), prepare(request))
  if (answer.kind !== 'prepared') {
    gateway.log.warn({ paymentId: payment.id, cause: answer.cause }, 'an attempt could not be prepared')
    return null
  }
  const { handle } = answer
  try {
    const result = await changePayment(gateway, payment.id, { type: 'record_prepared', number, handle })
    return result.kind === 'changed' ? handle : null
  } catch (error) {
    const cause = errorName(error)
    gateway.log.error({ paymentId: payment.id, cause }, 'the handle of an attempt could not be saved')
    return null
  }
}
