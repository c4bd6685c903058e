/** A brand's looks while its number is typed. Only a hint: the server has the full table and decides. */

import { fours } from '../../card-brands/brand-table.ts'
import type { BrandHint } from '../brand-hints.ts'

/** The last one fits every number. */
export function brandHint(hints: readonly BrandHint[], digits: string): BrandHint {
  return hints.find(({ startsWith }) => digits.match(startsWith)) as BrandHint
}

/** Longer Diners Club numbers are grouped like all others. */
export function gapsOf({ gaps }: BrandHint, digits: string): readonly number[] {
  return digits.length > 15 ? fours : gaps
}
