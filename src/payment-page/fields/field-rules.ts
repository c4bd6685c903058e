/** What a field must contain, reported as the key of its message. The browser and the server use the same rules. */
import { isExpired, passesLuhn } from '../../core/card/card.ts'
import { asciiDigits } from '../../core/card/digits.ts'
import { bare, onlyDigits } from './typed-digits.ts'

type ExpiryProblem = 'empty' | 'format' | 'month' | 'past' | 'far'
type Expiry = Readonly<{ month: number; year: number }>

const yearsAheadMax = 20
const century = 2000

/** M/YY, MM/YY, MM/YYYY, MMYY, MMYYYY, YYYY-MM, with any of `/ - .` and spaces between. */
export function readExpiry(text: string, nowMs: number): Expiry | ExpiryProblem {
  const clean = asciiDigits(text).trim()
  if (!clean) return 'empty'
  const [, isoYear, isoMonth] = /^(\d{4})[\s/.-]+(\d\d?)$/.exec(clean) ?? []
  const [, apart, joined, usualYear] = /^(?:(\d\d?)[\s/.-]+|(\d\d))(\d\d|\d{4})$/.exec(clean) ?? []
  const typedMonth = apart ?? joined ?? isoMonth
  if (!typedMonth) return 'format'
  const month = Number(typedMonth)
  const year = Number(usualYear ?? isoYear) + (usualYear?.length === 2 ? century : 0)
  if (month < 1 || month > 12) return 'month'
  if (isExpired(month, year, nowMs)) return 'past'
  // More is a typing mistake. A month before the first one is the last one of the year before.
  return isExpired(month - 1, year - yearsAheadMax, nowMs) ? { month, year } : 'far'
}

/** `length` is missing while the brand is not known. */
export function cvcProblem(
  text: string,
  length?: 3 | 4 | null,
): 'empty' | 'length3' | 'length4' | 'length' | null {
  const clean = bare(text)
  if (!clean) return 'empty'
  const isRight = /^\d{3,4}$/.test(clean) && (!length || clean.length === length)
  return isRight ? null : `length${length ?? ''}`
}

export type TextProblem = 'empty' | 'digits'

/** More of them are a card number in a wrong field. */
const digitsMax = 11

export function textProblem(text: string, isRequired: boolean): TextProblem | null {
  if (!text.trim()) return isRequired ? 'empty' : null
  return onlyDigits(text).length > digitsMax ? 'digits' : null
}

/** A card number or a security code typed into the wrong field must not be kept as a name. */
export function nameProblem(text: string): TextProblem | null {
  return /^\d{3,4}$/.test(asciiDigits(text.trim())) ? 'digits' : textProblem(text, true)
}

/**
 * One `@`, and a domain that ends with a dot and at least two characters; only an email could reveal other mistakes. The address is kept, so it must not contain
 * a card number.
 */
export function emailProblem(text: string): 'empty' | 'digits' | 'format' | null {
  const clean = text.trim()
  if (!clean) return 'empty'
  if (holdsCardNumber(clean)) return 'digits'
  return /^[^@\s]+@([^@\s.]+\.)+[^@\s.]{2,}$/.test(clean) ? null : 'format'
}

/** Typed into the wrong field, with whatever an address allows between its digits. */
function holdsCardNumber(text: string): boolean {
  const runs = bare(text).match(/\d[\d._+]*/g) ?? []
  return runs.map(onlyDigits).some((run) => /^\d{13,19}$/.test(run) && passesLuhn(run))
}
