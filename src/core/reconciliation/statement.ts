/** The acquirer's book: its lines, and what they add up to. */
import type { Currency } from '../money.ts'

export type StatementLine = Readonly<{
  reference: string
  /** What `prepare` returned for the authorization, if the acquirer prepares. */
  handle: string | null
  /**
   * The acquirer's own ID: of a payment as its approval has it, of a refund as the answers about the refund have it. Null if
   * there is none, or if it is not reported.
   */
  acquirerTransactionId: string | null
  kind: 'authorization' | 'refund'
  state: 'pending' | 'challenged' | 'approved' | 'succeeded' | 'declined' | 'failed' | 'reversed'
  amountMinor: number
  currency: Currency
  /** Of the card, if the acquirer reports them. */
  last4: string | null
  /** The authorization of a refund, if the acquirer reports it. */
  originalReference: string | null
  atMs: number
}>

/** The time that a statement covers. What happened near its edges may be booked on the other side of them. */
export type StatementSpan = Readonly<{ fromMs: number; toMs: number }>

export const edgeMs = 10 * 60_000

export type StatementBook = Readonly<{
  /**
   * The one that stands for its reference, if there are several: the one that our book has, or else one that has moved money,
   * or else one that still may.
   */
  lines: ReadonlyMap<string, StatementLine>
  /** By the authorization's reference: the sum of refunds that have moved money or still may. */
  paidBackMinor: ReadonlyMap<string, number>
}>

/** `isOther`: the line is not the charge or refund that our book has under its reference. */
export function statementBook(
  lines: readonly StatementLine[],
  isOther: (line: StatementLine) => boolean,
): StatementBook {
  const paidBackMinor = new Map<string, number>()
  for (const line of lines.filter(isPaidBack)) {
    const original = line.originalReference ?? ''
    paidBackMinor.set(original, (paidBackMinor.get(original) ?? 0) + line.amountMinor)
  }
  const rankOf = (line: StatementLine) => weightOf(line) - (isOther(line) ? weightMax + 1 : 0)
  const byWeight = lines.toSorted((one, other) => rankOf(one) - rankOf(other))
  return { lines: new Map(byWeight.map((line) => [line.reference, line])), paidBackMinor }
}

const weightMax = 2

/** What matters most for the comparison, if there are several. */
export function weightOf(line: StatementLine): number {
  return hasMovedMoney(line) ? weightMax : isUndecided(line) ? 1 : 0
}

/** Money has moved. */
export function hasMovedMoney(line: StatementLine): boolean {
  return line.state === 'approved' || line.state === 'succeeded'
}

/** Money may still move. */
export function isUndecided(line: StatementLine): boolean {
  return line.state === 'pending' || line.state === 'challenged'
}

/** A refund that has moved money, or is about to. */
export function isPaidBack(line: StatementLine): boolean {
  return line.kind === 'refund' && (hasMovedMoney(line) || isUndecided(line))
}

/** What remains of a line after the refunds that name it. */
export function heldMinor(book: StatementBook, line: StatementLine): number {
  return line.amountMinor - (book.paidBackMinor.get(line.reference) ?? 0)
}
