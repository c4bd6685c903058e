/** Refunds in Checkout.com's search, where an action may be listed more than once. */
import { expect, it } from 'vitest'
import { readPayment } from '../../../src/acquirers/checkout/bodies.ts'
import { refundsOf } from '../../../src/acquirers/checkout/statement-refunds.ts'

type Listed = readonly [id: string, status: string, reference?: string]

/** Newest first, as they are listed. */
function refunds(...actions: readonly Listed[]) {
  const payment = readPayment({
    ...{ id: 'pay_aaaa', status: 'refunded', amount: 2_500, currency: 'EUR' },
    actions: actions.map(([id, status, reference = 'r1']) => ({
      id,
      type: 'Refund',
      status,
      reference,
      amount: 900,
    })),
  })
  if (payment === null) throw new Error('not a payment')
  return refundsOf(payment).map(({ reference, acquirerTransactionId, state }) => [
    reference,
    acquirerTransactionId,
    state,
  ])
}

it('a refund has the ID of its action', () => {
  expect(refunds(['act_2', 'Pending', 'r2'], ['act_1', 'Approved'])).toStrictEqual([
    ['r1', 'act_1', 'succeeded'],
    ['r2', 'act_2', 'pending'],
  ])
})

it('a refund that is listed again when it is decided is one', () => {
  expect(refunds(['act_1', 'Approved'], ['act_1', 'Pending'])).toStrictEqual([['r1', 'act_1', 'succeeded']])
  expect(refunds(['act_1', 'Declined'], ['act_1', 'Pending'])).toStrictEqual([['r1', 'act_1', 'failed']])
})

it('a refund that is listed under two IDs is one, and has no ID, because either may be the one that was answered', () => {
  expect(refunds(['act_2', 'Approved'], ['act_1', 'Pending'])).toStrictEqual([['r1', null, 'succeeded']])
  expect(refunds(['act_2', 'Pending'], ['act_1', 'Pending'])).toStrictEqual([['r1', null, 'pending']])
})

it('two refunds that were both decided are two, although they have one reference', () => {
  expect(refunds(['act_2', 'Approved'], ['act_1', 'Approved'])).toStrictEqual([
    ['r1', 'act_1', 'succeeded'],
    ['r1', 'act_2', 'succeeded'],
  ])
  expect(refunds(['act_2', 'Approved'], ['act_1', 'Declined'])).toStrictEqual([
    ['r1', 'act_1', 'failed'],
    ['r1', 'act_2', 'succeeded'],
  ])
})
