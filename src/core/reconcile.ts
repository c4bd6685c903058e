/** Two books of the same money, compared by reference. Pure: what to do about a difference is proposed, not done. */
import type { Currency } from './money.ts'
import type { Payment } from './payment.ts'

/** One line of the acquirer's own book. */
export type StatementLine = Readonly<{
  reference: string
  kind: 'authorization' | 'refund'
  state: 'pending' | 'challenged' | 'approved' | 'succeeded' | 'declined' | 'failed' | 'reversed'
  amountMinor: number
  currency: Currency
  /** The card's, where the acquirer tells. */
  last4: string | null
  atMs: number
}>

export const differenceKinds = [
  /** They hold live money that our book does not know, or calls untaken. */
  'only_theirs',
  /** We say that money moved, and they do not. Never repaired by a program. */
  'only_ours',
  'amount_differs',
  /** Two live approvals of one payment. */
  'double',
  /** Not known yet, at either side; time or a worker settles it. */
  'in_doubt',
  /** Waits for a person. */
  'set_aside',
] as const
export type DifferenceKind = (typeof differenceKinds)[number]

/** adopt: believe the acquirer. reverse: make their line have no effect. wait: a worker is at it. person: neither. */
export type Proposal = 'adopt' | 'reverse' | 'wait' | 'person'

export type Difference = Readonly<{
  kind: DifferenceKind
  reference: string
  paymentId: string | null
  amountMinor: number
  currency: Currency
  proposal: Proposal
  line: StatementLine | null
}>

export type Comparison = Readonly<{ equal: number; differences: readonly Difference[] }>

/** The statement's time; entries near its edges may be booked on the other side of them. */
export type StatementSpan = Readonly<{ fromMs: number; toMs: number }>

const edgeMs = 10 * 60_000

export function compareBooks(
  payments: readonly Payment[],
  lines: readonly StatementLine[],
  span: StatementSpan,
): Comparison {
  const theirs = new Map(lines.map((line) => [line.reference, line]))
  const known = new Set<string>()
  const differences: Difference[] = []
  let equal = 0
  for (const payment of payments) {
    for (const entry of entriesOf(payment)) {
      known.add(entry.reference)
      const line = theirs.get(entry.reference) ?? null
      if (line === null && !isWithin(entry.atMs, span)) continue
      const difference = compareEntry(payment, entry, line)
      if (difference === null) equal++
      else differences.push(difference)
    }
  }
  const byKey = new Map(payments.map((payment) => [paymentKey(payment.id), payment]))
  const orphans = lines.filter((line) => !known.has(line.reference) && isLiveMoney(line))
  return { equal, differences: [...differences, ...orphans.map((line) => orphan(line, byKey))] }
}

type Entry = Readonly<{
  reference: string
  /** What we say of their line: money moved, certainly none, or not known. */
  belief: 'moved' | 'none' | 'unknown' | 'manual'
  amountMinor: number
  atMs: number
}>

function isWithin(atMs: number, span: StatementSpan): boolean {
  return atMs >= span.fromMs + edgeMs && atMs < span.toMs
}

function entriesOf(payment: Payment): readonly Entry[] {
  return [
    ...payment.attempts.map(({ reference, state, startedAtMs }) => ({
      reference,
      belief: beliefs[state],
      amountMinor: payment.amountMinor,
      atMs: startedAtMs,
    })),
    ...payment.refunds.map(({ reference, state, amountMinor, createdAtMs }) => ({
      reference,
      belief: beliefs[state],
      amountMinor,
      atMs: createdAtMs,
    })),
  ]
}

const beliefs = {
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
} as const satisfies Record<string, Entry['belief']>

function compareEntry(payment: Payment, entry: Entry, line: StatementLine | null): Difference | null {
  const moved = line !== null && isLiveMoney(line)
  const difference = (kind: DifferenceKind, proposal: Proposal): Difference => ({
    kind,
    proposal,
    line,
    reference: entry.reference,
    paymentId: payment.id,
    amountMinor: entry.amountMinor,
    currency: payment.currency,
  })
  if (entry.belief === 'unknown') return difference('in_doubt', 'wait')
  if (moved && (line.amountMinor !== entry.amountMinor || line.currency !== payment.currency)) {
    return difference('amount_differs', 'person')
  }
  if (entry.belief === 'manual') return difference('set_aside', moved ? 'adopt' : 'person')
  if (entry.belief === 'moved') return moved ? null : difference('only_ours', 'person')
  return moved ? difference('only_theirs', line.kind === 'authorization' ? 'reverse' : 'person') : null
}

/** Their line names a reference that our book has never used: we were restored from an older copy, or it is not ours. */
function orphan(line: StatementLine, byKey: ReadonlyMap<string, Payment>): Difference {
  const payment = line.kind === 'authorization' ? (byKey.get(keyOf(line.reference)) ?? null) : null
  const { reference, amountMinor, currency } = line
  const found = { reference, amountMinor, currency, line, paymentId: payment?.id ?? null }
  if (line.kind === 'refund') return { ...found, kind: 'only_theirs', proposal: 'person' }
  if (payment?.ending?.kind === 'succeeded') return { ...found, kind: 'double', proposal: 'reverse' }
  const isAdoptable =
    payment !== null &&
    payment.ending === null &&
    line.last4 !== null &&
    payment.amountMinor === amountMinor &&
    payment.currency === currency &&
    reference === `${paymentKey(payment.id)}a${payment.attempts.length + 1}`
  return { ...found, kind: 'only_theirs', proposal: isAdoptable ? 'adopt' : 'reverse' }
}

/** Money that has moved, or will: an approval that was not reversed, a refund that was not refused. */
function isLiveMoney(line: StatementLine): boolean {
  return line.state === 'approved' || line.state === 'succeeded'
}

function paymentKey(paymentId: string): string {
  return paymentId.replace('pay_', '').replaceAll('-', '')
}

/** The payment's part of an attempt's reference. */
function keyOf(reference: string): string {
  return reference.replace(/a[0-9]+$/, '')
}
