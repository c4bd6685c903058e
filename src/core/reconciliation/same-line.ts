/** Which lines are one, and which only have one reference in common. */
import { paymentIdOf, refundIdOf } from '../attempt/reference.ts'
import type { StatementLine } from './statement.ts'

/** Whatever else it is, a line that was read again has not changed in this. */
export function isSameLine(one: StatementLine, other: StatementLine): boolean {
  return (
    one.reference === other.reference &&
    one.handle === other.handle &&
    one.kind === other.kind &&
    one.atMs === other.atMs &&
    one.amountMinor === other.amountMinor &&
    one.currency === other.currency &&
    // The card may have become known between two readings.
    (one.last4 === null || other.last4 === null || one.last4 === other.last4)
  )
}

export function isOurs(reference: string, installationId: string): boolean {
  return (paymentIdOf(installationId, reference) ?? refundIdOf(installationId, reference)) !== null
}
