/** What Checkout.com's codes mean in the words of the contract. */
import { expect, it } from 'vitest'
import { readActions } from '../../../src/acquirers/checkout/bodies.ts'
import { declined, isKnownCode } from '../../../src/acquirers/checkout/declines.ts'
import { cardDecline, paymentDecline } from '../../../src/acquirers/checkout/request-errors.ts'

it.each([
  ['20087', 'invalid_cvc'],
  ['20100', 'invalid_expiry'],
  ['20106', 'invalid_currency'],
  ['20112', 'processing_error'],
  ['20124', 'invalid_cvc'],
  ['30020', 'invalid_amount'],
  ['40101', 'fraud_filter'],
])('the response code %s means %s', (code, declineCode) => {
  expect(declined(code, null)).toMatchObject({ declineCode })
  expect(isKnownCode(code)).toBe(true)
})

it.each(['20110', 'constructor', '', null])('the response code %j is not known', (code) => {
  expect(declined(code, null)).toMatchObject({ declineCode: 'generic_decline' })
  expect(isKnownCode(code)).toBe(false)
})

it('an error code that has the name of something in JavaScript says nothing', () => {
  expect(cardDecline(['constructor'])).toBeNull()
  expect(paymentDecline(['constructor'])).toBeNull()
})

it('an action whose status has such a name is not decided', () => {
  expect(readActions([{ id: 'act_aaaa', type: 'Refund', status: 'constructor' }])).toMatchObject([
    { approved: null },
  ])
})
