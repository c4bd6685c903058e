/** What a refund pays back, who paid, and which attempt took the money. */
import { describe, expect, it } from 'vitest'
import { BrokenInvariant } from '../../src/core/payment/invariants.ts'
import { approvedAttempt, customerOf } from '../../src/core/payment/payment.ts'
import { refundSources } from '../../src/core/refund/refund-sources.ts'
import { given } from './situations.ts'

describe('what a refund pays back', () => {
  const payment = given.refundSending
  const refundId = payment.refunds[0]?.id ?? ''

  it('is the attempt that charged the card', () => {
    const { refund, original } = refundSources(payment, refundId)
    expect(refund).toBe(payment.refunds[0])
    expect(original).toBe(payment.attempts[0])
    expect(original.state).toBe('approved')
  })

  it.each([
    { what: 'a refund that does not exist', of: payment, id: 'another' },
    { what: 'a refund of money that was never taken', of: { ...payment, attempts: [] }, id: refundId },
  ])('is not known of $what: that is a bug', ({ of, id }) => {
    expect(() => refundSources(of, id)).toThrow(BrokenInvariant)
    expect(() => refundSources(of, id)).toThrow('only a succeeded payment is refunded')
  })
})

it('is nothing if no attempt was approved', () => {
  expect(approvedAttempt(given.sending)).toBeNull()
})

it('the customer whom the merchant named has one name', () => {
  const supplied = { firstName: 'Alex', lastName: 'Johnson', email: 'alex@example.com' }
  const rest = { country: 'DE', phone: '+491709876543', address: 'Street 1', city: 'Berlin', zip: '10117' }
  expect(customerOf({ ...supplied, ...rest })).toStrictEqual({
    email: 'alex@example.com',
    name: 'Alex Johnson',
    address: null,
  })
})
