/** Which brand a card number belongs to, and whether it can be a number of that brand. The page and the API use it. */
import creditCardType from 'credit-card-type'
import { type Brand, passesLuhn } from '../core/card/card.ts'
import { brandLooks, cardLengths, lengthProblem } from './brand-table.ts'

export type BrandInfo = Readonly<{
  brand: Brand
  /** As customers know it. */
  name: string
  lengths: readonly number[]
  cvcLength: 3 | 4
}>

/** Why a string of digits cannot be a card number. */
type PanProblem = 'short' | 'long' | 'check' | 'unsupported'

/** The library's names of the brands that we accept. */
const brandOfType: Readonly<Record<string, Brand>> = {
  visa: 'visa',
  mastercard: 'mastercard',
  'american-express': 'amex',
  discover: 'discover',
  'diners-club': 'diners',
  jcb: 'jcb',
  unionpay: 'unionpay',
  maestro: 'maestro',
}

/** They are all UnionPay's. The library leaves some to Maestro, whose ranges it does not know exactly. */
const unionPayDigits = '62'
const unionPay: BrandInfo = {
  brand: 'unionpay',
  name: brandLooks.unionpay.name,
  lengths: brandLooks.unionpay.lengths ?? [],
  cvcLength: 3,
}

/** Null if the number belongs to none of our brands, or is too short to know. */
export function detectBrand(digits: string): BrandInfo | null {
  const candidates = creditCardType(digits)
  const type = candidates[0]
  if (type === undefined || candidates.length > 1) return null
  const brand = brandOfType[type.type]
  if (brand === undefined) return null
  if (brand === 'maestro' && digits.startsWith(unionPayDigits)) return unionPay
  return {
    brand,
    name: brandLooks[brand].name,
    lengths: type.lengths,
    cvcLength: type.code.size === 4 ? 4 : 3,
  }
}

/**
 * Null if nothing is wrong. A wrong check digit is reported before an unknown brand, because a typo is more likely than an
 * exotic card.
 */
export function checkPan(digits: string): PanProblem | null {
  const info = detectBrand(digits)
  const length = lengthProblem(digits.length, info?.lengths ?? cardLengths)
  if (length !== null) return length
  if (info === null) return passesLuhn(digits) ? 'unsupported' : 'check'
  // UnionPay issues numbers without a check digit.
  return info.brand === 'unionpay' || passesLuhn(digits) ? null : 'check'
}
