/** What the example shop believes, and what it does not. */
import { expect, test } from 'vitest'
import type { Order } from '../../examples/shop/orders.ts'
import { differences, orderStatusOf, type SeenPayment } from '../../examples/shop/verify-payment.ts'

const order: Order = {
  id: '11111111-1111-4111-8111-111111111111',
  item: 'kettle',
  amount_minor: 6490,
  currency: 'eur',
  buyer: 'guest',
  status: 'open',
  payment_id: 'pay_22222222-2222-2222-2222-222222222222',
  hpp_url: 'http://localhost:4242/hpp/pay_22222222-2222-2222-2222-222222222222',
  idempotency_key: 'hpp-order-11111111-1111-4111-8111-111111111111',
}
const payment: SeenPayment = {
  id: 'pay_22222222-2222-2222-2222-222222222222',
  amount: 6490,
  currency: 'eur',
  status: 'succeeded',
}

test('the payment that was asked for belongs to the order', () => {
  expect(differences(order, payment)).toEqual([])
})

test.each([
  ['another id', { id: 'pay_33333333-3333-3333-3333-333333333333' }, 'id'],
  ['a smaller amount', { amount: 1200 }, 'amount'],
  ['a larger amount', { amount: 6491 }, 'amount'],
  ['another currency', { currency: 'gbp' }, 'currency'],
])('a payment with %s does not', (_, change, what) => {
  expect(differences(order, { ...payment, ...change }).map((one) => one.what)).toEqual([what])
})

test('an order without a payment is paid by none', () => {
  expect(differences({ ...order, payment_id: null }, payment).map((one) => one.what)).toEqual(['id'])
})

test.each([
  ['succeeded', 'paid'],
  ['failed', 'failed'],
  ['expired', 'expired'],
  ['canceled', 'canceled'],
  ['pending', 'open'],
  ['requires_action', 'open'],
  ['a word of a later version', 'open'],
] as const)('a payment that is %s leaves the order %s', (status, expected) => {
  expect(orderStatusOf({ ...payment, status })).toBe(expected)
})
