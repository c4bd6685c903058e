/** What Checkout.com's codes mean in the words of the contract. */
import { expect, it } from 'vitest'
import { readActions } from '../../../src/acquirers/checkout/bodies.ts'
import { declined, isKnownCode } from '../../../src/acquirers/checkout/declines.ts'
import { cardDecline, paymentDecline } from '../../../src/acquirers/checkout/request-errors.ts'

const meanings = {
  do_not_honor: ['20005'],
  insufficient_funds: ['20051'],
  expired_card: ['20054', '30033'],
  invalid_number: ['20014'],
  invalid_expiry: ['20100'],
  invalid_cvc: ['20087', '20124'],
  lost_card: ['30041'],
  stolen_card: ['30043'],
  card_velocity_exceeded: ['20065'],
  cardholder_limit: ['20061'],
  issuer_declined: ['20001', '20002', '20062', '30004', '30007'],
  not_permitted: ['20057', '20058'],
  suspect_fraud: ['20059', '20183'],
  fraud_filter: ['40101'],
  authentication_failed: ['20150', '20151', '20152', '20153', '20154'],
  invalid_amount: ['20013', '30020'],
  invalid_currency: ['20106'],
  processing_error: ['20003', '20091', '20096', '20112'],
} as const

it.each(Object.entries(meanings).flatMap(([declineCode, codes]) => codes.map((code) => [code, declineCode])))(
  'the response code %s means %s',
  (code, declineCode) => {
    expect(declined(code, null)).toMatchObject({ declineCode })
    expect(isKnownCode(code)).toBe(true)
  },
)

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
