/**
 * Does this payment pay for this order? The customer can edit the URL of the return: it may name someone else's payment, or
 * the customer's own payment for something cheaper. The status counts only if the ID, amount, and currency match the order.
 */
import type { Order, OrderStatus } from './orders.ts'

/** The part of a payment that matters here. Values that the shop does not know are treated as plain strings. */
export type SeenPayment = Readonly<{ id: string; amount: number; currency: string; status: string }>

export type Difference = Readonly<{ what: 'id' | 'amount' | 'currency'; order: string; payment: string }>

/** Empty when the payment belongs to the order. */
export function differences(order: Order, payment: SeenPayment): readonly Difference[] {
  const compared: readonly Difference[] = [
    { what: 'id', order: order.payment_id ?? 'none', payment: payment.id },
    { what: 'amount', order: String(order.amount_minor), payment: String(payment.amount) },
    { what: 'currency', order: order.currency, payment: payment.currency },
  ]
  return compared.filter((pair) => pair.order !== pair.payment)
}

/** Statuses that the shop does not know count as still open, never as paid. */
export function orderStatusOf(payment: SeenPayment): OrderStatus {
  switch (payment.status) {
    case 'succeeded':
      return 'paid'
    case 'failed':
    case 'expired':
    case 'canceled':
      return payment.status
    default:
      return 'open'
  }
}
