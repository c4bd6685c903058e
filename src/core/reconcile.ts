/** Two books of the same money, compared by reference. Pure: what to do about a difference is proposed, not done. */
import type { Attempt } from './attempt.ts'
import type { Difference, DifferenceKind, Proposal } from './difference.ts'
import type { Payment } from './payment.ts'
import { findOrphan } from './reconcile-orphans.ts'
import type { Refund } from './refund.ts'
import {
  heldMinor,
  isLive,
  isUndecided,
  type StatementBook,
  type StatementLine,
  statementBook,
} from './statement.ts'

export type Books = Readonly<{
  /** Ours. */
  payments: readonly Payment[]
  /** The acquirer's. They must have been drawn before the payments: then each line's intent is among the payments. */
  lines: readonly StatementLine[]
  span: StatementSpan
  installationId: string
}>

export type Comparison = Readonly<{ equal: number; differences: readonly Difference[] }>

/** The statement's time; entries near its edges may be booked on the other side of them. */
export type StatementSpan = Readonly<{ fromMs: number; toMs: number }>

const edgeMs = 10 * 60_000

export function compareBooks({ payments, lines, span, installationId }: Books): Comparison {
  const theirs = statementBook(lines)
  const known = new Set<string>()
  const differences: Difference[] = []
  let equal = 0
  for (const payment of payments) {
    for (const entry of entriesOf(payment)) {
      known.add(entry.reference)
      const line = theirs.lines.get(entry.reference) ?? null
      if (line === null && !isWithin(entry.atMs, span)) continue
      const difference = compareEntry(payment, entry, line, theirs)
      if (difference === null) equal++
      else differences.push(difference)
    }
  }
  const ours = { installationId, payments: new Map(payments.map((payment) => [payment.id, payment])) }
  const strangers = lines.filter((line) => !known.has(line.reference))
  // Refunds after the authorizations, because one may be adopted only after the other.
  const inOrder = [
    ...strangers.filter(isAuthorization),
    ...strangers.filter((line) => !isAuthorization(line)),
  ]
  for (const line of inOrder) {
    const orphan = findOrphan(line, ours, theirs)
    if (orphan !== null) differences.push(orphan)
  }
  return { equal, differences }
}

function isAuthorization(line: StatementLine): boolean {
  return line.kind === 'authorization'
}

function isWithin(atMs: number, span: StatementSpan): boolean {
  return atMs >= span.fromMs + edgeMs && atMs < span.toMs - edgeMs
}

type Entry = Readonly<{
  reference: string
  /** What we say of their line: money moved, certainly none, or not known. */
  belief: 'moved' | 'none' | 'unknown' | 'manual'
  /** It was decided to reverse it. */
  isDecided: boolean
  isRefund: boolean
  amountMinor: number
  atMs: number
}>

function entriesOf(payment: Payment): readonly Entry[] {
  return [
    ...payment.attempts.map(({ reference, state, decision, startedAtMs }) => ({
      reference,
      belief: beliefs[state],
      isDecided: decision !== null,
      isRefund: false,
      amountMinor: payment.amountMinor,
      atMs: startedAtMs,
    })),
    ...payment.refunds.map(({ reference, state, amountMinor, createdAtMs }) => ({
      reference,
      belief: beliefs[state],
      isDecided: false,
      isRefund: true,
      amountMinor,
      atMs: createdAtMs,
    })),
  ]
}

const beliefs: Readonly<Record<Attempt['state'] | Refund['state'], Entry['belief']>> = {
  approved: 'moved',
  succeeded: 'moved',
  declined: 'none',
  not_sent: 'none',
  reversed: 'none',
  failed: 'none',
  sending: 'unknown',
  challenged: 'unknown',
  unknown: 'unknown',
  reversing: 'unknown',
  pending: 'unknown',
  manual: 'manual',
}

function compareEntry(
  payment: Payment,
  entry: Entry,
  line: StatementLine | null,
  theirs: StatementBook,
): Difference | null {
  const { reference, belief, isRefund } = entry
  const difference = (
    kind: DifferenceKind,
    proposal: Proposal,
    amountMinor = entry.amountMinor,
  ): Difference => ({
    kind,
    proposal,
    line,
    reference,
    paymentId: payment.id,
    amountMinor,
    currency: payment.currency,
  })
  if (belief === 'unknown') return difference('in_doubt', 'wait')
  const isTaken = line !== null && isLive(line)
  const differs = isTaken && (line.amountMinor !== entry.amountMinor || line.currency !== payment.currency)
  if (belief === 'manual') {
    return differs ? difference('amount_differs', 'person') : difference('set_aside', settling(entry, line))
  }
  if (line !== null && isUndecided(line)) return difference('in_doubt', 'wait')
  if (belief === 'moved') {
    if (!isTaken) return difference('only_ours', 'person')
    return differs ? difference('amount_differs', 'person') : null
  }
  const held = isTaken ? heldMinor(theirs, line) : 0
  return held === 0 ? null : difference('only_theirs', isRefund ? 'person' : 'reverse', held)
}

/** How what was set aside can be settled. */
function settling({ isDecided }: Entry, line: StatementLine | null): Proposal {
  // They do not know it, so it can be made sure that they never will.
  if (line === null) return 'reverse'
  if (isUndecided(line)) return 'person'
  return isLive(line) && isDecided ? 'reverse' : 'adopt'
}
