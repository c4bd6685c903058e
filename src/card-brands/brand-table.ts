/** What customers see of each brand: its name, and how its numbers look. The page, its script, and the server use it. */
import type { Brand } from '../core/card/card.ts'

export type BrandLooks = Readonly<{
  name: string
  /** A hint while the number is typed. `detectBrand` knows every range and decides. */
  startsWith: RegExp
  /** The number of digits before each space. */
  gaps: readonly number[]
  cvcLength: 3 | 4
}>

export const fours: readonly number[] = [4, 8, 12, 16]

export const brandLooks: Readonly<Record<Brand, BrandLooks>> = {
  visa: { name: 'Visa', startsWith: /^4/, gaps: fours, cvcLength: 3 },
  mastercard: {
    name: 'Mastercard',
    startsWith: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/,
    gaps: fours,
    cvcLength: 3,
  },
  amex: { name: 'American Express', startsWith: /^3[47]/, gaps: [4, 10], cvcLength: 4 },
  diners: { name: 'Diners Club', startsWith: /^3(0[0-5]|[689])/, gaps: [4, 10], cvcLength: 3 },
  jcb: { name: 'JCB', startsWith: /^35(2[89]|[3-8])/, gaps: fours, cvcLength: 3 },
  discover: { name: 'Discover', startsWith: /^(6011|64[4-9]|65)/, gaps: fours, cvcLength: 3 },
  unionpay: { name: 'UnionPay', startsWith: /^(62|81)/, gaps: fours, cvcLength: 3 },
  maestro: { name: 'Maestro', startsWith: /^(5[06-9]|6[37])/, gaps: fours, cvcLength: 3 },
}
