/** A brand's looks while its number is typed. Only a hint: the server has the full table and decides. */
import { type BrandLooks, brandLooks, fours } from '../../card-brands/brand-table.ts'

const brands = Object.values(brandLooks)

export function brandHint(digits: string): BrandLooks | null {
  return brands.find(({ startsWith }) => startsWith.test(digits)) ?? null
}

/** Longer Diners Club numbers are grouped like all others. */
export function gapsOf(digits: string): readonly number[] {
  const gaps = brandHint(digits)?.gaps ?? fours
  return gaps.length === 2 && digits.length > 15 ? fours : gaps
}
