/** The customer presses "cancel and return" on a page that was shown for this attempt. */
import { type ChangeResult, changePayment } from './change-payment.ts'
import type { Gateway } from './gateway.ts'

/** A challenge that is running is called back by the worker. */
export function abandonPayment(
  gateway: Gateway,
  paymentId: string,
  attemptNumber: number,
): Promise<ChangeResult> {
  return changePayment(gateway, paymentId, { type: 'abandon', number: attemptNumber })
}
