/** Which billing address an acquirer is given. */
import { describe, expect, it } from 'vitest'
import { billingAddressOf } from '../../src/core/payment/payment.ts'
import { open } from './situations.ts'
import { customer } from './vocabulary.ts'

const entered = {
  country: 'GB',
  line1: '12 St James Square',
  line2: 'Flat 3',
  city: 'London',
  postcode: 'SW1',
}
const suppliedCustomer = {
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'Lovelace',
  country: 'DE',
  phone: '+491709876543',
  address: 'Street 1',
  city: 'Berlin',
  zip: '10117',
}
const supplied = { country: 'DE', line1: 'Street 1', line2: null, city: 'Berlin', postcode: '10117' }

describe('the billing address', () => {
  it.each([
    ['what the customer entered', { ...customer, address: entered }, null, entered],
    ['that, whatever the merchant sent', { ...customer, address: entered }, suppliedCustomer, entered],
    ['what the merchant sent, if the page did not ask', customer, suppliedCustomer, supplied],
    ['what the merchant sent, before there is a customer', null, suppliedCustomer, supplied],
    ['not known, if neither sent one', customer, null, null],
    ['not known, before there is a customer', null, null, null],
  ])('is %s', (_name, by, suppliedCustomer, expected) => {
    expect(billingAddressOf({ ...open({ suppliedCustomer }), customer: by })).toStrictEqual(expected)
  })
})
