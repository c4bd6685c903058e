/** Two books of the same money, compared by reference. Pure: it proposes what to do about differences. */

import type { Currency } from '../money.ts'
import type { Payment } from '../payment/payment.ts'
import type { Difference } from './difference.ts'
import { compareEntry, type Entry, entriesOf } from './reconcile-entries.ts'
import { findOrphan } from './reconcile-orphans.ts'
import { edgeMs, type StatementLine, type StatementSpan, statementBook } from './statement.ts'

type Books = Readonly<{
  /** Ours. */
  payments: readonly Payment[]
  /** The acquirer's. They must be read before the payments, so that the intent behind every line is among the payments. */
  lines: readonly StatementLine[]
  span: StatementSpan
  installationId: string
}>

export type Comparison = Readonly<{
  equal: number
  /** The sums of the equal entries. */
  totals: readonly Total[]
  differences: readonly Difference[]
}>
export type Total = Readonly<{ currency: Currency; takenMinor: number; refundedMinor: number }>

export function compareBooks({ payments, lines, span, installationId }: Books): Comparison {
  const theirs = statementBook(lines)
  const ourReferences = new Set<string>()
  const differences: Difference[] = []
  const equal: Entry[] = []
  for (const payment of payments) {
    for (const entry of entriesOf(payment)) {
      ourReferences.add(entry.reference)
      const line = theirs.lines.get(entry.reference) ?? null
      if (line === null && !isWithin(entry.atMs, span)) continue
      const difference = compareEntry(entry, line, theirs, span)
      if (difference === null) equal.push(entry)
      else differences.push(difference)
    }
  }
  const ours = { installationId, payments: new Map(payments.map((payment) => [payment.id, payment])) }
  const strangers = lines.filter((line) => !ourReferences.has(line.reference))
  // Refunds come after authorizations, because a refund can be adopted only after its authorization.
  const inOrder = [
    ...strangers.filter(isAuthorization),
    ...strangers.filter((line) => !isAuthorization(line)),
  ]
  for (const line of inOrder) {
    const orphan = findOrphan(line, ours, theirs)
    if (orphan !== null) differences.push(orphan)
  }
  return { equal: equal.length, totals: totalsOf(equal), differences }
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
    const { takenMinor, refundedMinor } = totals.get(currency) ?? { takenMinor: 0, refundedMinor: 0 }
    totals.set(currency, {
      currency,
      takenMinor: takenMinor + (isRefund ? 0 : amountMinor),
      refundedMinor: refundedMinor + (isRefund ? amountMinor : 0),
    })
  }
  return [...totals.values()]
}
