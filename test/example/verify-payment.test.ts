/** What the example shop believes, and what it does not. */
import { expect, test } from 'vitest'
import type { Payment } from '../../client/src/flowlix.ts'
import { declineReason } from '../../examples/shop/decline-reason.ts'
import type { Order } from '../../examples/shop/orders.ts'
import { differences, orderStatusOf, type SeenPayment } from '../../examples/shop/verify-payment.ts'

const order: Order = {
  id: '11111111-1111-4111-8111-111111111111',
  number: 1001,
  item: 'kettle',
  amount_minor: 6490,
  currency: 'eur',
  buyer: 'guest',
  status: 'open',
  payment_id: 'pay_22222222-2222-2222-2222-222222222222',
  hpp_url: 'http://localhost:4242/hpp/pay_22222222-2222-2222-2222-222222222222',
  attempt: 1,
}
const payment: SeenPayment = {
  id: 'pay_22222222-2222-2222-2222-222222222222',
  amount: 6490,
  currency: 'eur',
  status: 'succeeded',
}

test.each([
  'lost_card',
  'stolen_card',
  'suspect_fraud',
  'fraud_filter',
  'card_velocity_exceeded',
  'of_a_later_version',
])('a customer whose card was declined with %s reads the same as after every other decline', (code) => {
  const plain = declineReason({ status: 'failed', decline_code: 'do_not_honor' })
  expect(declineReason({ status: 'failed', decline_code: code as Payment['decline_code'] })).toEqual(plain)
})

test('a reason that helps the customer is shown', () => {
  const expired = declineReason({ status: 'failed', decline_code: 'expired_card' })
  expect(expired.reason).toBe('Your card has expired. Please use a different card.')
})

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
