/**
 * The shop's request for a session. Everything comes from the stored order, so asking again after a lost response sends
 * the same body with the same idempotency key.
 */
// In a project of your own: from 'flowlix-client'.
import type { CreateHostedPayment } from '../../client/src/flowlix.ts'
import type { Order } from './orders.ts'
import { findProduct } from './products.ts'

/** A customer whose details the shop knows. Guests enter their email address on the hosted page. */
const member = {
  email: 'robin@example.com',
  first_name: 'Robin',
  last_name: 'Berg',
  country: 'DE',
  phone: '+4915112345678',
  address: 'Lange Reihe 7',
  city: 'Hamburg',
  zip: '20099',
}

export type SessionRequest = Readonly<{ idempotencyKey: string; body: CreateHostedPayment }>

export function sessionRequest(order: Order, shopUrl: string): SessionRequest {
  return {
    idempotencyKey: `order-${order.id}-${order.attempt}`,
    body: {
      amount: order.amount_minor,
      currency: order.currency,
      description: `Order #${order.number}: ${findProduct(order.item)?.name ?? order.item}`,
      metadata: { order_number: String(order.number) },
      redirect_url: `${shopUrl}/checkout/${order.id}/complete`,
      ...(order.buyer === 'member' ? { customer: member } : {}),
    },
  }
}
