/** Which statements are the same account under several names. */
import { expect, it } from 'vitest'
import { booksOf } from '../../src/core/reconciliation/books.ts'
import { installationId } from './situations.ts'
import { authorization, refundOf } from './statement-lines.ts'

const refund = refundOf(400)
const charge = authorization('approved')
const foreign = authorization('approved', { reference: 'order-1' })

const books = (...statements: Parameters<typeof booksOf>[0]) =>
  booksOf(statements, installationId).map(({ names, lines }) => [names, lines])

it('statements without a common reference of ours are books of their own', () => {
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

it('statements with a common reference of ours are one book, with what either of them has', () => {
  expect(
    books(
      { account: null, lines: [refund] },
      { account: 'acct_1', lines: [foreign] },
      { account: 'acct_2', lines: [charge, refund] },
    ),
  ).toStrictEqual([
    [
      [null, 'acct_2'],
      [refund, charge],
    ],
    [['acct_1'], [foreign]],
  ])
})
