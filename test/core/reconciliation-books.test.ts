/** Which statements are the same account under several names. */
import { expect, it } from 'vitest'
import { booksOf } from '../../src/core/reconciliation/books.ts'
import { installationId } from './situations.ts'
import { authorization, refundOf } from './statement-lines.ts'

const refund = refundOf(400)
const charge = authorization('approved')
const named = authorization('approved', { acquirerTransactionId: 'pay_1' })
const foreign = authorization('approved', { reference: 'order-1' })

const books = (...statements: Parameters<typeof booksOf>[0]) =>
  booksOf(statements, installationId).map(({ names, lines }) => [names, lines])

it('statements without a common line of ours are books of their own', () => {
  expect(
    books(
      { account: null, lines: [charge, foreign] },
      { account: 'acct_1', lines: [foreign] },
      { account: 'acct_2', lines: [] },
    ),
  ).toStrictEqual([
    [[null], [charge, foreign]],
    [['acct_1'], [foreign]],
    [['acct_2'], []],
  ])
})

it('statements with a common line of ours are one book, with what all of them have', () => {
  expect(
    books(
      { account: null, lines: [refund] },
      { account: 'acct_1', lines: [foreign] },
      { account: 'acct_2', lines: [charge, refund] },
    ),
  ).toStrictEqual([
    [
      [null, 'acct_2'],
      [refund, charge, refund],
    ],
    [['acct_1'], [foreign]],
  ])
})

it('one common line of ours is enough, whichever of the statements has more', () => {
  const [few, many] = [[refund], [charge, foreign, refund]]
  expect(books({ account: null, lines: few }, { account: 'acct_1', lines: many })).toStrictEqual([
    [
      [null, 'acct_1'],
      [refund, charge, foreign, refund],
    ],
  ])
  expect(books({ account: 'acct_1', lines: many }, { account: null, lines: few })).toStrictEqual([
    [
      ['acct_1', null],
      [charge, foreign, refund, refund],
    ],
  ])
})

it.each([
  [{ handle: 'pi_2' }],
  [{ kind: 'refund' }],
  [{ atMs: charge.atMs + 1 }],
  [{ amountMinor: 999 }],
  [{ currency: 'usd' }],
  [{ last4: '4242' }],
] as const)('a reference that was charged at two accounts does not make them one: %j', (changes) => {
  const other = { ...charge, ...changes }
  expect(books({ account: 'acct_1', lines: [charge] }, { account: 'acct_2', lines: [other] })).toStrictEqual([
    [['acct_1'], [charge]],
    [['acct_2'], [other]],
  ])
})

it('charges with IDs of their own at two accounts do not make them one', () => {
  const other = { ...named, acquirerTransactionId: 'pay_2' }
  expect(books({ account: 'acct_1', lines: [named] }, { account: 'acct_2', lines: [other] })).toStrictEqual([
    [['acct_1'], [named]],
    [['acct_2'], [other]],
  ])
})

it('a line is the same if its ID is, although its time and its card have changed', () => {
  const later = { ...named, atMs: named.atMs + 1, last4: '4242' }
  expect(books({ account: null, lines: [named] }, { account: 'acct_1', lines: [later] })).toStrictEqual([
    [
      [null, 'acct_1'],
      [named, later],
    ],
  ])
})

it('a line is the same although its state and its card became known between the readings', () => {
  const before = { ...charge, state: 'pending', last4: null } as const
  expect(books({ account: null, lines: [before] }, { account: 'acct_1', lines: [charge] })).toStrictEqual([
    [
      [null, 'acct_1'],
      [before, charge],
    ],
  ])
})

it('a charge that only the second statement has is in the book', () => {
  const again = { ...charge, handle: 'pi_2' }
  expect(
    books({ account: null, lines: [charge] }, { account: 'acct_1', lines: [charge, again] }),
  ).toStrictEqual([
    [
      [null, 'acct_1'],
      [charge, charge, again],
    ],
  ])
})
