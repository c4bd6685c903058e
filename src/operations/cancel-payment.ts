/** The merchant withdraws an open payment. */
import type { IdempotencyRecord } from '../core/idempotency-record.ts'
import type { Payment } from '../core/payment/payment.ts'
import { type ChangeResult, changePayment } from './change-payment.ts'
import type { Gateway } from './gateway.ts'

export function cancelPayment(
  gateway: Gateway,
  paymentId: string,
  idempotency: (after: Payment) => IdempotencyRecord | null,
): Promise<ChangeResult> {
  return changePayment(gateway, paymentId, { type: 'cancel' }, { idempotency })
}
