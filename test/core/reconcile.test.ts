/** Two books compared: every state of ours beside every state of theirs, and what is proposed about a difference. */
import { describe, expect, it } from 'vitest'
import { type Difference, differenceKinds } from '../../src/core/difference.ts'
import type { Payment } from '../../src/core/payment.ts'
import { compareBooks, type StatementSpan } from '../../src/core/reconcile.ts'
import type { StatementLine } from '../../src/core/statement.ts'
import { orphanRows } from './orphan-rows.ts'
import { at, given, installationId } from './situations.ts'
import { authorization, type BookRow, inOurBook, refundOf, span } from './statement-lines.ts'

function differencesOf(payment: Payment | null, lines: readonly StatementLine[]) {
  const payments = payment === null ? [] : [payment]
  return compareBooks({ payments, lines, span, installationId })
}

const compareSuccess = (lines: readonly StatementLine[], during: StatementSpan) =>
  compareBooks({ payments: [given.succeeded], lines, span: during, installationId })

const told = ({ kind, proposal, amountMinor }: Difference) => `${kind}, ${proposal}, ${amountMinor}`

/** The payment's own line may be there too, where the row is about its refund. */
const approvedLine = authorization('approved')

const attemptRows: readonly BookRow[] = [
  ['approved', given.succeeded, [approvedLine], []],
  ['approved, not in their book', given.succeeded, [], ['only_ours, person, 1000']],
  ['approved, declined by them', given.succeeded, [authorization('declined')], ['only_ours, person, 1000']],
  ['approved, reversed by them', given.succeeded, [authorization('reversed')], ['only_ours, person, 1000']],
  ['approved, they still ask', given.succeeded, [authorization('challenged')], ['in_doubt, wait, 1000']],
  [
    'approved, another amount',
    given.succeeded,
    [authorization('approved', { amountMinor: 999 })],
    ['amount_differs, person, 1000'],
  ],
  [
    'approved, another currency',
    given.succeeded,
    [authorization('approved', { currency: 'usd' })],
    ['amount_differs, person, 1000'],
  ],
  ['declined', given.declined, [authorization('declined')], []],
  ['declined, not in their book', given.declined, [], []],
  ['declined, approved by them', given.declined, [approvedLine], ['only_theirs, reverse, 1000']],
  [
    'declined, they hold another amount',
    given.declined,
    [authorization('approved', { amountMinor: 999 })],
    ['only_theirs, reverse, 999'],
  ],
  ['declined, they still ask', given.declined, [authorization('challenged')], ['in_doubt, wait, 1000']],
  ['not sent', given.notSent, [], []],
  ['not sent, approved by them', given.notSent, [approvedLine], ['only_theirs, reverse, 1000']],
  ['reversed', given.reversed, [authorization('reversed')], []],
  ['reversed, approved by them', given.reversed, [approvedLine], ['only_theirs, reverse, 1000']],
  ...(['sending', 'challenged', 'unknown', 'reversing'] as const).flatMap((state): BookRow[] => [
    [state, given[state], [], ['in_doubt, wait, 1000']],
    [`${state}, approved by them`, given[state], [approvedLine], ['in_doubt, wait, 1000']],
  ]),
  ['set aside, not in their book', given.manual, [], ['set_aside, reverse, 1000']],
  ['set aside, they still ask', given.manual, [authorization('challenged')], ['set_aside, person, 1000']],
  ['set aside, approved by them', given.manual, [approvedLine], ['set_aside, adopt, 1000']],
  ['set aside, declined by them', given.manual, [authorization('declined')], ['set_aside, adopt, 1000']],
  ['set aside, reversed by them', given.manual, [authorization('reversed')], ['set_aside, adopt, 1000']],
  [
    'set aside, another amount',
    given.manual,
    [authorization('approved', { amountMinor: 999 })],
    ['amount_differs, person, 1000'],
  ],
  [
    'set aside after a decision, approved by them',
    given.manualDecided,
    [approvedLine],
    ['set_aside, reverse, 1000'],
  ],
  [
    'set aside after a decision, reversed by them',
    given.manualDecided,
    [authorization('reversed')],
    ['set_aside, adopt, 1000'],
  ],
]

const ourRefund = (state: StatementLine['state'], changes: Partial<StatementLine> = {}) =>
  refundOf(400, { reference: 'refund1-reference', state, ...changes })

const refundRows: readonly BookRow[] = [
  ['refunded', given.refundSucceeded, [approvedLine, ourRefund('succeeded')], []],
  ['refunded, not in their book', given.refundSucceeded, [approvedLine], ['only_ours, person, 400']],
  [
    'refunded, they say later',
    given.refundSucceeded,
    [approvedLine, ourRefund('pending')],
    ['in_doubt, wait, 400'],
  ],
  [
    'refunded, another amount',
    given.refundSucceeded,
    [approvedLine, ourRefund('succeeded', { amountMinor: 401 })],
    ['amount_differs, person, 400'],
  ],
  ['refund failed', given.refundFailed, [approvedLine, ourRefund('failed')], []],
  [
    'refund failed, they paid it',
    given.refundFailed,
    [approvedLine, ourRefund('succeeded')],
    ['only_theirs, person, 400'],
  ],
  ...(['refundSending', 'refundPending', 'refundUnknown', 'refundReversing'] as const).map(
    (state): BookRow => [
      state,
      given[state],
      [approvedLine, ourRefund('succeeded')],
      ['in_doubt, wait, 400'],
    ],
  ),
  ['refund set aside, not in their book', given.refundManual, [approvedLine], ['set_aside, reverse, 400']],
  [
    'refund set aside, paid by them',
    given.refundManual,
    [approvedLine, ourRefund('succeeded')],
    ['set_aside, adopt, 400'],
  ],
  [
    'refund set aside, failed at them',
    given.refundManual,
    [approvedLine, ourRefund('failed')],
    ['set_aside, adopt, 400'],
  ],
  [
    'refund set aside, they say later',
    given.refundManual,
    [approvedLine, ourRefund('pending')],
    ['set_aside, person, 400'],
  ],
]

const tables = { attemptRows, refundRows, orphanRows }

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

it('a difference names the payment, the reference and their line', () => {
  const [difference] = differencesOf(given.declined, [approvedLine]).differences
  expect(difference).toStrictEqual({
    kind: 'only_theirs',
    proposal: 'reverse',
    reference: approvedLine.reference,
    paymentId: given.declined.id,
    amountMinor: 1_000,
    currency: 'eur',
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

  it('a line of theirs is compared wherever our entry lies', () => {
    const long = { fromMs: at(86_400), toMs: at(2 * 86_400) }
    const { equal, differences } = compareSuccess([authorization('approved', { amountMinor: 1 })], long)
    expect([equal, differences.length]).toStrictEqual([0, 1])
    expect(compareSuccess([], long)).toStrictEqual({ equal: 0, differences: [] })
  })
})
