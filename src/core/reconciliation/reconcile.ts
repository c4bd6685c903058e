/** Two books of the same money, compared by reference. Pure: it proposes what to do about differences. */

import type { Currency } from '../money.ts'
import type { Payment } from '../payment/payment.ts'
import type { AccountName } from './books.ts'
import type { BookOwner, Difference } from './difference.ts'
import { compareEntry, type Entry, entriesOf } from './reconcile-entries.ts'
import { findOrphan } from './reconcile-orphans.ts'
import { doubleOf, repeatedLines, withoutRepair } from './repeats.ts'
import { isAnother, withoutRepetitions } from './same-line.ts'
import { edgeMs, type StatementLine, type StatementSpan, statementBook } from './statement.ts'

type Books = Readonly<{
  /** Ours. */
  payments: readonly Payment[]
  /** The acquirer's. They must be read before the payments, so that the intent behind every line is among the payments. */
  lines: readonly StatementLine[]
  span: StatementSpan
  installationId: string
  /** Whose book the lines are. Only what was started there is compared with them. */
  owner: BookOwner
  /** Other names of the same account. */
  otherNames?: readonly AccountName[]
}>

export type Comparison = Readonly<{
  equal: number
  /** The sums of the equal entries. */
  totals: readonly Total[]
  differences: readonly Difference[]
}>
export type Total = Readonly<{ currency: Currency; takenMinor: number; refundedMinor: number }>

/** Entries near the edges of the span are compared only if the statement has them: they may be booked outside of it. */
export function compareBooks(books: Books): Comparison {
  const { payments, span, installationId, owner } = books
  const lines = withoutRepetitions(books.lines)
  const entries = entriesIn(books)
  const known = new Map(entries.map((entry) => [entry.reference, entry]))
  const isOther = (line: StatementLine) => isAnother(known.get(line.reference) ?? line, line)
  const theirs = statementBook(lines, isOther)
  const differences: Difference[] = []
  const equal: Entry[] = []
  for (const entry of entries) {
    const line = theirs.lines.get(entry.reference) ?? null
    const own = line !== null && isOther(line) ? null : line
    if (own === null && !isWithin(entry.atMs, span)) continue
    const difference = compareEntry(entry, own, theirs, span)
    if (difference === null) equal.push(entry)
    else differences.push(difference)
  }
  const ours = { installationId, owner, payments: new Map(payments.map((payment) => [payment.id, payment])) }
  const repeated = new Set(repeatedLines(lines, theirs, isOther, installationId))
  const strangers = lines.filter((line) => !known.has(line.reference) && !repeated.has(line))
  // Refunds come after authorizations, because a refund can be adopted only after its authorization.
  const inOrder = [
    ...strangers.filter(isAuthorization),
    ...strangers.filter((line) => !isAuthorization(line)),
  ]
  for (const line of inOrder) {
    const orphan = findOrphan(line, ours, theirs)
    if (orphan !== null) differences.push(orphan)
  }
  const doubles = [...repeated].map((line) => doubleOf(line, known.get(line.reference), ours))
  const references = new Set(doubles.map(({ reference }) => reference))
  return {
    equal: equal.length,
    totals: totalsOf(equal),
    differences: [...differences.map((one) => withoutRepair(one, references)), ...doubles],
  }
}

/** What was started at this account. */
function entriesIn({ payments, owner, otherNames = [] }: Books): readonly Entry[] {
  const names = [owner.account, ...otherNames]
  return payments
    .flatMap(entriesOf)
    .filter((entry) => entry.owner.acquirer === owner.acquirer && names.includes(entry.owner.account))
}

/** Of several books. */
export function together(comparisons: readonly Comparison[]): Comparison {
  const totals = new Map<Currency, Total>()
  for (const total of comparisons.flatMap((one) => one.totals)) addTotal(totals, total)
  return {
    equal: comparisons.reduce((sum, { equal }) => sum + equal, 0),
    totals: [...totals.values()],
    differences: comparisons.flatMap(({ differences }) => differences),
  }
}

function isAuthorization(line: StatementLine): boolean {
  return line.kind === 'authorization'
}

function isWithin(atMs: number, span: StatementSpan): boolean {
  return atMs >= span.fromMs + edgeMs && atMs < span.toMs - edgeMs
}

function totalsOf(entries: readonly Entry[]): readonly Total[] {
  const totals = new Map<Currency, Total>()
  for (const { moneyMoved, isRefund, amountMinor, currency } of entries) {
    if (moneyMoved !== 'yes') continue
    addTotal(totals, {
      currency,
      takenMinor: isRefund ? 0 : amountMinor,
      refundedMinor: isRefund ? amountMinor : 0,
    })
  }
  return [...totals.values()]
}

function addTotal(totals: Map<Currency, Total>, { currency, takenMinor, refundedMinor }: Total): void {
  const before = totals.get(currency)
  totals.set(currency, {
    currency,
    takenMinor: (before?.takenMinor ?? 0) + takenMinor,
    refundedMinor: (before?.refundedMinor ?? 0) + refundedMinor,
  })
}
