/** The customer presses "I need more time" on a page that offered this extension. */
import { type ChangeResult, changePayment } from './change-payment.ts'
import type { Gateway } from './gateway.ts'

export function extendSession(gateway: Gateway, paymentId: string, number: number): Promise<ChangeResult> {
  return changePayment(gateway, paymentId, { type: 'extend', number })
}
