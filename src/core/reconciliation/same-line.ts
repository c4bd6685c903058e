/** Which lines are one, and which only have one reference in common. */
import { paymentIdOf, refundIdOf } from '../attempt/reference.ts'
import { isMasked } from '../card/mask.ts'
import { type StatementLine, weightOf } from './statement.ts'

/** What tells two charges, or two refunds, with one reference apart. */
export type Identity = Pick<StatementLine, 'handle' | 'acquirerTransactionId'>

/**
 * Whatever else it is, a line that was read again has not changed in this. Where the acquirer's ID is known, it decides: a
 * refund may have got another time since. Where it is not, the card may have become known since.
 */
export function isSameLine(one: StatementLine, other: StatementLine): boolean {
  return (
    one.reference === other.reference &&
    one.handle === other.handle &&
    one.kind === other.kind &&
    one.amountMinor === other.amountMinor &&
    one.currency === other.currency &&
    (haveSameId(one, other) ??
      (one.atMs === other.atMs && (one.last4 === null || other.last4 === null || one.last4 === other.last4)))
  )
}

/** Both are known by something, and it differs. */
export function isAnother(one: Identity, other: Identity): boolean {
  const hasOtherHandle = one.handle !== null && other.handle !== null && one.handle !== other.handle
  return hasOtherHandle || haveSameId(one, other) === false
}

/** Null where it cannot be told: two IDs that were masked may have been different ones. */
function haveSameId(one: Identity, other: Identity): boolean | null {
  const [mine, theirs] = [one.acquirerTransactionId, other.acquirerTransactionId]
  if (mine === null || theirs === null || isMasked(mine) || isMasked(theirs)) return null
  return mine === theirs
}

/** Pages may overlap, and an account may be read under two names. Of what was listed again, what matters most is kept. */
export function withoutRepetitions(lines: readonly StatementLine[]): readonly StatementLine[] {
  const kept = new Map<string, StatementLine[]>()
  for (const line of lines) {
    const alike = kept.get(line.reference) ?? []
    kept.set(line.reference, alike)
    const at = alike.findIndex((other) => isSameLine(line, other))
    const same = alike[at]
    if (same === undefined) alike.push(line)
    else if (weightOf(line) >= weightOf(same)) alike[at] = line
  }
  return [...kept.values()].flat()
}

/** This installation made the reference, for an attempt or a refund. */
export function isOurs(reference: string, installationId: string): boolean {
  return (paymentIdOf(installationId, reference) ?? refundIdOf(installationId, reference)) !== null
}
