/** How the result of changing a payment is answered: the payment as it is now, or our refusal in the contract's words. */

import type { IdempotencyRecord } from '../core/idempotency-record.ts'
import type { Payment } from '../core/payment/payment.ts'
import type { Refusal } from '../core/payment/refusals.ts'
import type { ChangeResult } from '../operations/change-payment.ts'
import { ApiError, type ErrorCode } from './api-error.ts'
import { type Answer, type Call, KeyTakenMeanwhile } from './endpoint.ts'
import { presentPayment } from './present-payment.ts'

type Change = (idempotency: (after: Payment) => IdempotencyRecord | null) => Promise<ChangeResult>

/** Runs the change, and answers 200 with the payment after it; the same answer is kept for a repeated request. */
export async function answerChange(call: Call, change: Change): Promise<Answer> {
  let answer: Answer = { status: 200, body: '' }
  const result = await change((after) => {
    answer = { status: 200, body: JSON.stringify(presentPayment(after)) }
    return call.keep(answer)
  })
  switch (result.kind) {
    case 'changed':
      return answer
    case 'refused':
      throw apiErrorOf(result.refusal)
    case 'idempotency_key_taken':
      throw new KeyTakenMeanwhile()
    default:
      throw new Error(`a request to change a payment ended in ${result.kind}`)
  }
}

/** Null: no request of the API can meet this refusal, so meeting it is a fault. */
const refusals: Readonly<Record<Refusal, readonly [ErrorCode, string, string | null] | null>> = {
  payment_ended: null,
  payment_expired: null,
  attempt_running: null,
  superseded: null,
  payment_not_cancelable: [
    'payment_not_cancelable',
    'Only an open payment can be canceled, and not while a card is being charged.',
    null,
  ],
  payment_not_refundable: [
    'payment_not_refundable',
    'Only a payment that has succeeded can be refunded.',
    null,
  ],
  payment_already_refunded: [
    'payment_already_refunded',
    'The full amount has been refunded, or is being refunded.',
    null,
  ],
  refund_limit_reached: [
    'refund_limit_reached',
    'A payment can have at most 100 refunds, including failed ones.',
    null,
  ],
  refund_window_closed: [
    'refund_window_closed',
    'A payment can only be refunded within 180 days of its creation.',
    null,
  ],
  refund_amount_too_large: [
    'refund_amount_too_large',
    'The amount exceeds what is left to refund.',
    'amount',
  ],
}

export function apiErrorOf(refusal: Refusal): Error {
  const answer = refusals[refusal]
  return answer === null ? new Error(`the API met the refusal ${refusal}`) : new ApiError(...answer)
}
