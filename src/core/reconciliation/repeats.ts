/**
 * References of ours that occur twice. A payment's attempts are numbered, so after an older copy was restored, the acquirer
 * may be sent a reference again that it has forgotten, and charge twice.
 */
import { paymentIdOf } from '../attempt/reference.ts'
import type { Difference } from './difference.ts'
import type { Ours } from './reconcile-orphans.ts'
import { isOurs, isSameLine } from './same-line.ts'
import { hasMovedMoney, isUndecided, type StatementBook, type StatementLine } from './statement.ts'

/** The lines beside the one that stands for the reference, as far as they have moved money or still may. */
export function repeatedLines(
  lines: readonly StatementLine[],
  theirs: StatementBook,
  installationId: string,
): readonly StatementLine[] {
  return lines.filter((line) => {
    const main = theirs.lines.get(line.reference)
    if (main === undefined || main === line || !isOurs(line.reference, installationId)) return false
    return (hasMovedMoney(line) || isUndecided(line)) && !isSameLine(main, line)
  })
}

export function doubleOf(line: StatementLine, { installationId, payments, owner }: Ours): Difference {
  const { reference, amountMinor, currency } = line
  const named = paymentIdOf(installationId, line.originalReference ?? reference)
  const paymentId = payments.get(named ?? '')?.id ?? null
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
