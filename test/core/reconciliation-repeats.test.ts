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

it('references of other programs need not be unique', () => {
  const foreign = { reference: 'order-1' }
  const lines = [authorization('approved', foreign), authorization('approved', { ...foreign, atMs: at(9) })]
  expect(compared(null, lines).told).toStrictEqual(lines.map((line) => ['only_theirs', 'person', line]))
})
