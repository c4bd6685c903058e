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
  if (clean === '') return 'empty'
  const expiry = splitExpiry(clean)
  if (expiry === null) return 'format'
  if (expiry.month < 1 || expiry.month > 12) return 'month'
  if (isExpired(expiry.month, expiry.year, nowMs)) return 'past'
  return isTooFar(expiry, nowMs) ? 'far' : expiry
}

/** More than twenty years ahead is a typing mistake. */
function isTooFar({ month, year }: Expiry, nowMs: number): boolean {
  const [monthBefore, yearBefore] = month === 1 ? [12, year - 1] : [month - 1, year]
  return !isExpired(monthBefore, yearBefore - yearsAheadMax, nowMs)
}

function splitExpiry(text: string): Expiry | null {
  const iso = /^(\d{4})[\s/.-]+(\d{1,2})$/.exec(text)
  const usual = /^(\d{1,2})[\s/.-]+(\d{4}|\d{2})$/.exec(text) ?? /^(\d{2})(\d{4}|\d{2})$/.exec(text)
  const month = iso?.[2] ?? usual?.[1]
  const year = iso?.[1] ?? usual?.[2]
  if (month === undefined || year === undefined) return null
  return { month: Number(month), year: Number(year) + (year.length === 2 ? century : 0) }
}

/** `length` is null while the brand is not known. */
export function cvcProblem(
  text: string,
  length: 3 | 4 | null,
): 'empty' | 'length3' | 'length4' | 'length' | null {
  const clean = bare(text)
  if (clean === '') return 'empty'
  const isRight = length === null ? /^\d{3,4}$/.test(clean) : /^\d+$/.test(clean) && clean.length === length
  if (isRight) return null
  return length === null ? 'length' : `length${length}`
}

/** A card number or a security code typed into the wrong field must not be kept as a name. */
export function nameProblem(text: string): 'empty' | 'digits' | null {
  const clean = text.trim()
  if (clean === '') return 'empty'
  return onlyDigits(clean).length > 11 || /^\d{3,4}$/.test(asciiDigits(clean)) ? 'digits' : null
}

/**
 * One `@`, and a domain that ends with a dot and at least two characters; only an email could reveal other mistakes. The address is kept, so it must not contain
 * a card number.
 */
export function emailProblem(text: string): 'empty' | 'digits' | 'format' | null {
  const clean = text.trim()
  if (clean === '') return 'empty'
  if (holdsCardNumber(clean)) return 'digits'
  return /^[^@\s]+@([^@\s.]+\.)+[^@\s.]{2,}$/.test(clean) ? null : 'format'
}

/** Typed into the wrong field, with whatever an address allows between its digits. */
function holdsCardNumber(text: string): boolean {
  const runs = bare(text).match(/\d[\d._+]*/g) ?? []
  return runs.map(onlyDigits).some((run) => run.length >= 13 && run.length <= 19 && passesLuhn(run))
}
