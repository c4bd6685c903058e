/**
 * References of ours that occur twice. A payment's attempts are numbered, so after an older copy was restored, the acquirer
 * may be sent a reference again that it has forgotten, and charge twice.
 */
import { paymentIdOf } from '../attempt/reference.ts'
import type { Difference } from './difference.ts'
import type { Entry } from './reconcile-entries.ts'
import type { Ours } from './reconcile-orphans.ts'
import { isOurs } from './same-line.ts'
import { hasMovedMoney, isUndecided, type StatementBook, type StatementLine } from './statement.ts'

/**
 * The lines other than the one that stands for the reference, and those that are not what our book has under it (`isOther`), as
 * far as they have moved money or still may.
 */
export function repeatedLines(
  lines: readonly StatementLine[],
  theirs: StatementBook,
  isOther: (line: StatementLine) => boolean,
  installationId: string,
): readonly StatementLine[] {
  const isBeside = (line: StatementLine) =>
    theirs.lines.get(line.reference) !== line && isOurs(line.reference, installationId)
  return lines.filter(
    (line) => (hasMovedMoney(line) || isUndecided(line)) && (isOther(line) || isBeside(line)),
  )
}

/** `entry`: what our book has under the reference. */
export function doubleOf(
  line: StatementLine,
  entry: Entry | undefined,
  { installationId, payments, owner }: Ours,
): Difference {
  const { reference, amountMinor, currency } = line
  const named = paymentIdOf(installationId, line.originalReference ?? reference)
  const paymentId = entry?.paymentId ?? payments.get(named ?? '')?.id ?? null
  return { kind: 'double', proposal: 'person', reference, paymentId, amountMinor, currency, line, owner }
}

/** A repair names the reference, and could change the other line. */
export function withoutRepair(difference: Difference, repeated: ReadonlySet<string>): Difference {
  const { reference, line, proposal } = difference
  const isRepeated = repeated.has(reference) || repeated.has(line?.originalReference ?? '')
  return isRepeated && (proposal === 'adopt' || proposal === 'reverse')
    ? { ...difference, proposal: 'person' }
    : difference
}
