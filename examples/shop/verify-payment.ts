/**
 * Is this payment the one that pays this order? The address that the customer's browser brings back can be edited:
 * it may name a payment of somebody else, or an own one for something cheaper. Only if id, amount and currency are the
 * order's own does its status count.
 */
import type { Order, OrderStatus } from './orders.ts'

/** The part of a payment that matters here. Words that are new to the shop are only words. */
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
