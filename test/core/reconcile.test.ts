/** Two books compared: every state of ours beside every state of theirs, and what is proposed about a difference. */
import { describe, expect, it } from 'vitest'
import type { Payment } from '../../src/core/payment/payment.ts'
import { type Difference, differenceKinds } from '../../src/core/reconciliation/difference.ts'
import { compareBooks, together } from '../../src/core/reconciliation/reconcile.ts'
import type { StatementLine, StatementSpan } from '../../src/core/reconciliation/statement.ts'
import { elsewhereRows } from './elsewhere-rows.ts'
import { approvedLine, attemptRows, ourRefund, refundRows } from './entry-rows.ts'
import { orphanRows } from './orphan-rows.ts'
import { at, given, installationId, open, play } from './situations.ts'
import { authorization, inOurBook, owner, span } from './statement-lines.ts'
import * as ask from './vocabulary.ts'

function differencesOf(payment: Payment | null, lines: readonly StatementLine[]) {
  const payments = payment === null ? [] : [payment]
  return compareBooks({ payments, lines, span, installationId, owner })
}

const compareSuccess = (lines: readonly StatementLine[], during: StatementSpan) =>
  compareBooks({ payments: [given.succeeded], lines, span: during, installationId, owner })

const told = ({ kind, proposal, amountMinor }: Difference) => `${kind}, ${proposal}, ${amountMinor}`

const tables = { attemptRows, refundRows, orphanRows, elsewhereRows }

describe.each(Object.entries(tables))('%s', (_, rows) => {
  it.each(rows)('%s', (_name, payment, lines, expected) => {
    const { differences, equal } = differencesOf(payment, lines)
    expect(differences.map(told)).toStrictEqual(expected)
    const entries = payment === null ? 0 : payment.attempts.length + payment.refunds.length
    const ofOurs = differences.filter(({ reference }) => inOurBook(payment, reference)).length
    expect(equal).toBe(entries - ofOurs)
  })
})

it('every class of difference has a row', () => {
  const kinds = Object.values(tables).flatMap((rows) =>
    rows.flatMap(([, , , expected]) => expected.map((text) => text.split(',')[0])),
  )
  expect(new Set(kinds)).toStrictEqual(new Set(differenceKinds))
})

it("a difference has the payment, the reference, and the acquirer's line", () => {
  const [difference] = differencesOf(given.declined, [approvedLine]).differences
  expect(difference).toStrictEqual({
    kind: 'only_theirs',
    proposal: 'reverse',
    reference: approvedLine.reference,
    paymentId: given.declined.id,
    amountMinor: 1_000,
    currency: 'eur',
    owner,
    line: approvedLine,
  })
})

describe('at the edges of the span', () => {
  const minuteMs = 60_000
  const startedAtMs = at(0)
  /** Whether a success without a line of theirs is called into question. */
  const isAsked = (fromMs: number, toMs: number) =>
    compareSuccess([], { fromMs, toMs }).differences.length === 1

  it.each([
    ['ten minutes after its beginning', startedAtMs - 10 * minuteMs, startedAtMs + 60 * minuteMs, true],
    [
      'a moment less after its beginning',
      startedAtMs - 10 * minuteMs + 1,
      startedAtMs + 60 * minuteMs,
      false,
    ],
    [
      'a moment more than ten minutes before its end',
      startedAtMs - 60 * minuteMs,
      startedAtMs + 10 * minuteMs + 1,
      true,
    ],
    ['ten minutes before its end', startedAtMs - 60 * minuteMs, startedAtMs + 10 * minuteMs, false],
  ])('%s', (_name, fromMs, toMs, expected) => {
    expect(isAsked(fromMs, toMs)).toBe(expected)
  })

  it('a line is compared wherever in time our entry is', () => {
    const long = { fromMs: at(86_400), toMs: at(2 * 86_400) }
    const { equal, differences } = compareSuccess([authorization('approved', { amountMinor: 1 })], long)
    expect([equal, differences.length]).toStrictEqual([0, 1])
    expect(compareSuccess([], long)).toStrictEqual({ equal: 0, totals: [], differences: [] })
  })

  it.each([
    ['ten minutes before its end: a worker learns it', 10 * minuteMs, 'in_doubt'],
    ['a moment longer: it should have learned it', 10 * minuteMs + 1, 'behind'],
  ])('what they know and we do not, %s', (_name, agoMs, kind) => {
    const toMs = startedAtMs + agoMs
    const { differences } = compareBooks({
      payments: [given.unknown],
      lines: [approvedLine],
      span: { fromMs: at(-3_600), toMs },
      installationId,
      owner,
    })
    expect(differences.map((one) => one.kind)).toStrictEqual([kind])
  })
})

describe('the book of one account', () => {
  const elsewhere = [
    { acquirer: 'acquirer2', account: null },
    { acquirer: 'acquirer1', account: 'acct_1' },
  ]

  it.each(elsewhere)('says nothing about what was started elsewhere: %o', (other) => {
    const payments = [given.refundSucceeded, given.unknown]
    const nothing = { equal: 0, totals: [], differences: [] }
    expect(compareBooks({ payments, lines: [], span, installationId, owner: other })).toStrictEqual(nothing)
  })

  it.each(elsewhere)('that holds money of a payment which was paid elsewhere is told: %o', (other) => {
    const { attempts, id } = given.succeeded
    const reference = `${attempts[0]?.reference.slice(0, -1)}2`
    const lines = [authorization('approved', { reference, handle: 'pi9' })]
    const books = { payments: [given.succeeded], lines, span, installationId, owner: other }
    const [difference] = compareBooks(books).differences
    expect(difference).toMatchObject({ kind: 'double', proposal: 'reverse', paymentId: id, owner: other })
  })
})

it('the comparisons of several books are added up', () => {
  const compared = compareBooks({
    payments: [given.succeeded],
    lines: [approvedLine],
    span,
    installationId,
    owner,
  })
  const other = compareBooks({
    payments: [given.declined],
    lines: [approvedLine],
    span,
    installationId,
    owner,
  })
  const both = together([compared, compared, other])
  expect(both.equal).toBe(2)
  expect(both.totals).toStrictEqual([{ currency: 'eur', takenMinor: 2_000, refundedMinor: 0 }])
  expect(both.differences).toStrictEqual(other.differences)
})

it('an entry that has moved no money adds nothing to the totals', () => {
  const { equal, totals } = differencesOf(given.declined, [authorization('declined')])
  expect([equal, totals]).toStrictEqual([1, []])
})

it('equal entries are added up by currency', () => {
  const dollars = play(open({ currency: 'usd', id: 'pay_1a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f' }), [
    0,
    ask.start(),
  ])
  const { reference = '' } = dollars.attempts[0] ?? {}
  const paid = play(dollars, [2, ask.answer({ ...ask.approved, reference, currency: 'usd' })])
  const lines = [
    approvedLine,
    ourRefund('succeeded'),
    authorization('approved', { reference, currency: 'usd' }),
  ]
  const { totals } = compareBooks({
    payments: [given.refundSucceeded, paid, given.declined],
    lines,
    span,
    installationId,
    owner,
  })
  expect(totals).toStrictEqual([
    { currency: 'eur', takenMinor: 1_000, refundedMinor: 400 },
    { currency: 'usd', takenMinor: 1_000, refundedMinor: 0 },
  ])
})
