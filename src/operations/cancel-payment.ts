/** The merchant withdraws an open payment. */
import { type ChangeResult, changeAndRespond } from './change-payment.ts'
import type { Gateway } from './gateway.ts'
import type { Respond } from './respond.ts'

export function cancelPayment<Response>(
  gateway: Gateway,
  paymentId: string,
  respond: Respond<Response>,
): Promise<ChangeResult<Response>> {
  return changeAndRespond(gateway, paymentId, { type: 'cancel' }, respond)
}
