/** A reference that the acquirer has used twice: both lines count, and no program chooses between them. */
import { expect, it } from 'vitest'
import type { Payment } from '../../src/core/payment/payment.ts'
import { compareBooks } from '../../src/core/reconciliation/reconcile.ts'
import type { StatementLine } from '../../src/core/reconciliation/statement.ts'
import { at, given, installationId } from './situations.ts'
import { authorization, owner, refundOf, span } from './statement-lines.ts'

const first = authorization('approved', { handle: 'pi_1' })
const again = authorization('approved', { handle: 'pi_other' })
const later = authorization('approved', { handle: 'pi_1', atMs: at(9) })

function compared(payment: Payment | null, lines: readonly StatementLine[]) {
  const payments = payment === null ? [] : [payment]
  const { equal, differences } = compareBooks({ payments, lines, span, installationId, owner })
  const told = differences.map(({ kind, proposal, line }) => [kind, proposal, line])
  return { equal, told }
}

const { succeeded } = given

it.each([
  ['another handle', [first, again]],
  ['another time', [first, later]],
])('a second charge is a double for a person: %s', (_name, lines) => {
  const found = compared(succeeded, lines)
  expect(found.equal).toBe(1)
  expect(found.told).toStrictEqual([['double', 'person', lines[0]]])
})

const paid = authorization('approved', { acquirerTransactionId: 'tx1' })
const paidTwice = { ...paid, acquirerTransactionId: 'tx2' }

it('a second charge at the same moment is a double if its ID is another', () => {
  expect(compared(succeeded, [paid, paidTwice])).toStrictEqual({
    equal: 1,
    told: [['double', 'person', paidTwice]],
  })
})

it.each([
  ['whichever is listed last', succeeded, [paidTwice, paid]],
  [
    'even if the other one is all that still holds money',
    succeeded,
    [{ ...paid, state: 'pending' }, paidTwice],
  ],
] as const)('the charge that our book has is compared with our book, %s', (_name, payment, lines) => {
  const { told } = compared(payment, lines)
  expect(told).toContainEqual(['double', 'person', paidTwice])
  expect(told.filter(([kind]) => kind === 'only_ours')).toStrictEqual([])
})

it('another charge under the reference does not stand for the one that our book has', () => {
  expect(compared(succeeded, [paidTwice])).toStrictEqual({
    equal: 0,
    told: [
      ['only_ours', 'person', null],
      ['double', 'person', paidTwice],
    ],
  })
})

it('another charge that was declined or reversed is no difference', () => {
  expect(compared(succeeded, [paid, { ...paidTwice, state: 'reversed' }])).toStrictEqual({
    equal: 1,
    told: [],
  })
})

it('another charge before the span is a double, and our own is not missed in it', () => {
  const early = { payments: [succeeded], installationId, owner, lines: [paidTwice] }
  const { equal, differences } = compareBooks({ ...early, span: { fromMs: at(-7_200), toMs: at(-3_600) } })
  expect([equal, differences.map(({ kind }) => kind)]).toStrictEqual([0, ['double']])
})

it('another charge is told by its handle where our attempt has no ID', () => {
  const attempts = given.declined.attempts.map((attempt) => ({ ...attempt, handle: 'pi_1' }))
  expect(compared({ ...given.declined, attempts }, [again]).told).toStrictEqual([['double', 'person', again]])
})

it('another refund under the reference does not stand for the one that our book has', () => {
  const reference = given.refundSucceeded.refunds[0]?.reference ?? ''
  const other = refundOf(400, { reference, acquirerTransactionId: 'rf2' })
  expect(compared(given.refundSucceeded, [paid, other]).told).toStrictEqual([
    ['only_ours', 'person', null],
    ['double', 'person', other],
  ])
  const own = { ...other, acquirerTransactionId: 'rf1' }
  expect(compared(given.refundSucceeded, [paid, own])).toStrictEqual({ equal: 2, told: [] })
})

it.each([
  ['our book', [{ ...paid, acquirerTransactionId: '[card number]' }]],
  ['another line', [paid, { ...paid, acquirerTransactionId: '[card number]' }]],
])('an ID that had to be masked does not tell a charge from that in %s', (_name, lines) => {
  expect(compared(succeeded, lines)).toStrictEqual({ equal: 1, told: [] })
})

it('a double names the payment, whose reference it has, and the amount of the second charge', () => {
  const books = { payments: [succeeded], lines: [again, first], span, installationId, owner }
  expect(compareBooks(books).differences).toMatchObject([
    { reference: first.reference, paymentId: succeeded.id, amountMinor: 1_000, owner },
  ])
})

it('a second charge that may still be approved is a double', () => {
  const open = { ...again, state: 'challenged' } as const
  expect(compared(succeeded, [first, open])).toStrictEqual({ equal: 1, told: [['double', 'person', open]] })
})

it.each(['declined', 'failed', 'reversed'] as const)(
  'a second line that holds nothing is no difference, and does not hide the first: %s',
  (state) => {
    expect(compared(succeeded, [first, { ...again, state }])).toStrictEqual({ equal: 1, told: [] })
  },
)

it('a line that is listed twice is one', () => {
  expect(compared(succeeded, [first, { ...first }])).toStrictEqual({ equal: 1, told: [] })
  expect(compared(null, [first, { ...first }]).told).toStrictEqual([['only_theirs', 'reverse', first]])
})

it('a refund that is listed twice is paid back once, although it was processed between the readings', () => {
  const pending = refundOf(400, { acquirerTransactionId: 'act_1', state: 'pending' })
  const done = { ...pending, state: 'succeeded', atMs: at(200) } as const
  for (const lines of [
    [paid, pending, done],
    [paid, done, pending],
  ]) {
    const { differences } = compareBooks({ payments: [given.declined], lines, span, installationId, owner })
    expect(differences).toMatchObject([{ kind: 'only_theirs', proposal: 'reverse', amountMinor: 600 }])
    expect(compared(succeeded, lines).told).toStrictEqual([['only_theirs', 'adopt', done]])
  }
})

it('a line that is listed twice is the one that was read last, which may know the card', () => {
  const lines = [{ ...first, last4: null }, first]
  expect(compared(given.opened, lines).told).toStrictEqual([['only_theirs', 'adopt', first]])
})

it.each([
  ['which we call declined', given.declined],
  ['without a payment of ours', null],
])('neither of two charges is reversed by a program: %s', (_name, payment) => {
  expect(compared(payment, [first, again]).told).toStrictEqual([
    ['only_theirs', 'person', again],
    ['double', 'person', first],
  ])
})

it('neither of two charges is adopted by a program', () => {
  const { told } = compared(given.unknown, [first, again])
  expect(told).toStrictEqual([
    ['behind', 'person', again],
    ['double', 'person', first],
  ])
})

it('what a worker settles needs no person, even if its reference was charged twice', () => {
  const { told } = compared(given.reversing, [first, again])
  expect(told).toStrictEqual([
    ['behind', 'wait', again],
    ['double', 'person', first],
  ])
})

it('a refund of a reference that was charged twice is not adopted by a program', () => {
  const refund = refundOf(400)
  expect(compared(succeeded, [first, again, refund]).told).toStrictEqual([
    ['only_theirs', 'person', refund],
    ['double', 'person', first],
  ])
})

it('a second refund under one reference is a double', () => {
  const refund = refundOf(400)
  const more = refundOf(400, { atMs: at(200) })
  expect(compared(succeeded, [first, refund, more]).told).toStrictEqual([
    ['only_theirs', 'person', more],
    ['double', 'person', refund],
  ])
})

it('a double of a refund names the payment that its charge or our own refund belongs to, or none', () => {
  const reference = given.refundSucceeded.refunds[0]?.reference ?? ''
  const unnamed = { originalReference: null, acquirerTransactionId: 'act_2' }
  const paymentIds = (payment: Payment, lines: readonly StatementLine[]) =>
    compareBooks({ payments: [payment], lines, span, installationId, owner })
      .differences.filter(({ kind }) => kind === 'double')
      .map(({ paymentId }) => paymentId)
  const again = [refundOf(400), refundOf(400, { atMs: at(200) })]
  expect(paymentIds(succeeded, [first, ...again])).toStrictEqual([succeeded.id])
  const nowhere = again.map((line) => ({ ...line, originalReference: null }))
  expect(paymentIds(succeeded, [first, ...nowhere])).toStrictEqual([null])
  const ours = refundOf(400, { ...unnamed, reference })
  expect(paymentIds(given.refundSucceeded, [first, ours])).toStrictEqual([succeeded.id])
})

it('references of other programs need not be unique', () => {
  const foreign = { reference: 'order-1' }
  const lines = [authorization('approved', foreign), authorization('approved', { ...foreign, atMs: at(9) })]
  expect(compared(null, lines).told).toStrictEqual(lines.map((line) => ['only_theirs', 'person', line]))
})
