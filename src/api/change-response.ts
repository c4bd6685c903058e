/** The response to a request that changes a payment: the payment after the change, or the contract's error. */

import type { Refusal } from '../core/payment/refusals.ts'
import { refundWindowDays } from '../core/payment/rules.ts'
import type { ChangeResult } from '../operations/change-payment.ts'
import type { Respond } from '../operations/respond.ts'
import { ApiError, type ErrorCode } from './api-error.ts'
import { type ApiResponse, type Call, KeyTakenMeanwhile } from './endpoint.ts'
import { presentPayment } from './present-payment.ts'

type Change = (respond: Respond<ApiResponse>) => Promise<ChangeResult<ApiResponse>>

/** Runs the change, and responds with the payment after it. */
export async function respondToChange(
  { respond, payUrl }: Pick<Call, 'respond' | 'payUrl'>,
  change: Change,
): Promise<ApiResponse> {
  const result = await change((after) => respond(200, presentPayment(after, payUrl)))
  switch (result.kind) {
    case 'changed':
      return result.response
    case 'refused':
      throw apiErrorOf(result.refusal)
    case 'idempotency_key_taken':
      throw new KeyTakenMeanwhile()
    default:
      throw new Error(`a request to change a payment ended in ${result.kind}`)
  }
}

/** Null where no request to the API can lead to the refusal. */
const refusals: Readonly<Record<Refusal, readonly [ErrorCode, string, string | null] | null>> = {
  payment_ended: null,
  payment_expired: null,
  attempt_running: null,
  superseded: null,
  extension_limit_reached: null,
  payment_not_cancelable: [
    'payment_not_cancelable',
    'Only an open payment can be canceled, and only while no card is being charged.',
    null,
  ],
  payment_not_refundable: [
    'payment_not_refundable',
    'Only a payment that has succeeded can be refunded.',
    null,
  ],
  payment_already_refunded: [
    'payment_already_refunded',
    'The full amount has already been refunded or is being refunded.',
    null,
  ],
  refund_limit_reached: [
    'refund_limit_reached',
    'A payment can have at most 100 refunds, including failed ones.',
    null,
  ],
  refund_window_closed: [
    'refund_window_closed',
    `A payment can only be refunded within ${refundWindowDays} days of its creation.`,
    null,
  ],
  refund_amount_too_large: [
    'refund_amount_too_large',
    'The amount is greater than what is left to refund.',
    'amount',
  ],
}

export function apiErrorOf(refusal: Refusal): Error {
  const error = refusals[refusal]
  return error === null ? new Error(`the API met the refusal ${refusal}`) : new ApiError(...error)
}
