/**
 * A brand's looks while it is typed: grouping, name, length of the code. Only a hint; the server has the full table
 * and decides.
 */

type BrandHint = Readonly<{ name: string; gaps: readonly number[]; cvcLength: 3 | 4 }>

const fours = [4, 8, 12, 16]
const hint = (name: string, gaps: readonly number[] = fours, cvcLength: 3 | 4 = 3): BrandHint => ({
  name,
  gaps,
  cvcLength,
})

const table: readonly (readonly [RegExp, BrandHint])[] = [
  [/^4/, hint('Visa')],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, hint('Mastercard')],
  [/^3[47]/, hint('American Express', [4, 10], 4)],
  [/^3(0[0-5]|[689])/, hint('Diners Club', [4, 10])],
  [/^35(2[89]|[3-8])/, hint('JCB')],
  [/^(6011|64[4-9]|65)/, hint('Discover')],
  [/^(62|81)/, hint('UnionPay')],
  [/^(5[06-9]|6[37])/, hint('Maestro')],
]

export function brandHint(digits: string): BrandHint | null {
  return table.find(([pattern]) => pattern.test(digits))?.[1] ?? null
}

/** Longer Diners Club numbers are grouped as all others. */
export function gapsOf(digits: string): readonly number[] {
  const gaps = brandHint(digits)?.gaps ?? fours
  return gaps.length === 2 && digits.length > 15 ? fours : gaps
}
