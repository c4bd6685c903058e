/** What customers see of each brand: its name, and how its numbers look. The page, its script, and the server use it. */
import type { Brand } from '../core/card/card.ts'

type BrandLooks = Readonly<{
  name: string
  /** A hint while the number is typed. `detectBrand` knows every range and decides. */
  startsWith: RegExp
  /** The number of digits before each space. */
  gaps: readonly number[]
  cvcLength: 3 | 4
  /** How many digits its numbers have; null: any number of them that a card can have. */
  lengths: readonly number[] | null
}>

export const fours: readonly number[] = [4, 8, 12, 16]

export const brandLooks: Readonly<Record<Brand, BrandLooks>> = {
  visa: { name: 'Visa', startsWith: /^4/, gaps: fours, cvcLength: 3, lengths: [16, 18, 19] },
  mastercard: {
    name: 'Mastercard',
    startsWith: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/,
    gaps: fours,
    cvcLength: 3,
    lengths: [16],
  },
  amex: { name: 'American Express', startsWith: /^3[47]/, gaps: [4, 10], cvcLength: 4, lengths: [15] },
  diners: {
    name: 'Diners Club',
    startsWith: /^3(0[0-5]|[689])/,
    gaps: [4, 10],
    cvcLength: 3,
    lengths: [14, 16, 19],
  },
  jcb: {
    name: 'JCB',
    startsWith: /^(1800|2131|35(2[89]|[3-8]))/,
    gaps: fours,
    cvcLength: 3,
    lengths: [16, 17, 18, 19],
  },
  discover: {
    name: 'Discover',
    startsWith: /^(6011|64[4-9]|65)/,
    gaps: fours,
    cvcLength: 3,
    lengths: [16, 19],
  },
  unionpay: {
    name: 'UnionPay',
    startsWith: /^(62|81)/,
    gaps: fours,
    cvcLength: 3,
    lengths: [14, 15, 16, 17, 18, 19],
  },
  // Last: six digits that begin with 6 and belong to nobody else.
  maestro: {
    name: 'Maestro',
    startsWith: /^(5[06-9]|6[37]|6\d{5})/,
    gaps: fours,
    cvcLength: 3,
    lengths: null,
  },
}

/** ISO/IEC 7812-1 ends at 19 digits; no brand of ours has fewer than 12. */
export const cardLengths = [12, 13, 14, 15, 16, 17, 18, 19]

export function lengthProblem(count: number, lengths: readonly number[]): 'short' | 'long' | null {
  if (lengths.includes(count)) return null
  return count > Math.max(...lengths) ? 'long' : 'short'
}
