/** Endings by decision of the customer or of the merchant. */

import type { IdempotencyRecord } from '../core/idempotency-record.ts'
import type { Payment } from '../core/payment/payment.ts'
import { type ChangeResult, changePayment } from './change-payment.ts'
import type { Gateway } from './gateway.ts'

/**
 * The customer presses "cancel and return" on a page that was shown for this attempt. A challenge that is running is
 * called back by the worker.
 */
export function abandonPayment(
  gateway: Gateway,
  paymentId: string,
  attemptNumber: number,
): Promise<ChangeResult> {
  return changePayment(gateway, paymentId, { type: 'abandon', number: attemptNumber })
}

/** The merchant withdraws an open payment. */
export function cancelPayment(
  gateway: Gateway,
  paymentId: string,
  idempotency: (after: Payment) => IdempotencyRecord | null,
): Promise<ChangeResult> {
  return changePayment(gateway, paymentId, { type: 'cancel' }, { idempotency })
}
