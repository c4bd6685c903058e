/** What a payment means for its order. The customer's return and webhooks both end here, in any order and any number. */
// In a project of your own: from 'flowlix-client'.
import type { Payment } from '../../client/src/flowlix.ts'
import type { Order, OrderStatus, Orders } from './orders.ts'
import { orderStatusOf } from './verify-payment.ts'

export type Settling = Readonly<{ orders: Orders; log(line: string): void }>

/** The payment must have been compared with the order before. */
export function settleOrder(order: Order, payment: Payment, { orders, log }: Settling): OrderStatus {
  const status = orderStatusOf(payment)
  if (status === 'open') return status
  const isNew = orders.settle(order.id, payment.id, status)
  if (isNew && status === 'paid') log(`order #${order.number}: paid, ready to pack`)
  else if (isNew) log(`order #${order.number}: ${status}, ${payment.decline_code ?? 'no decline code'}`)
  return status
}
