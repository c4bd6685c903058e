/** The customer presses "cancel and return" on a page that was shown for this attempt. */
import { type ChangeResult, changePayment } from './change-payment.ts'
import type { Gateway } from './gateway.ts'

/** A worker reverses a challenge that is running. */
export function abandonPayment(
  gateway: Gateway,
  paymentId: string,
  attemptNumber: number,
): Promise<ChangeResult> {
  return changePayment(gateway, paymentId, { type: 'abandon', number: attemptNumber })
}
