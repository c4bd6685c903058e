/**
 * The part of an adapter's reason that may be stored. Third-party code may have put a whole request into it, and it is stored
 * permanently, so no digits of a card survive, not even those of a security code.
 */
import { mask } from '../card/mask.ts'

const lengthMax = 200
/** The rest is not read. Masking comes before cutting, because it needs whole numbers. */
const readMax = 2_000

/** Printable ASCII of at most 200 characters. Anything but a string becomes "no reason given". */
export function safeCause(text: unknown): string {
  if (typeof text !== 'string') return 'no reason given'
  const printable = text.slice(0, readMax).replace(/[^\x20-\x7e]+/g, ' ')
  const safe = mask(printable).replace(/((?:http|status)[ :=_]{0,2})?([0-9]{3,})/gi, keepStatus)
  return safe.trim().slice(0, lengthMax) || 'no reason given'
}

/** Operators look for an HTTP status, which is recognized by the word in front of it. */
function keepStatus(whole: string, name: string | undefined, digits: string): string {
  if (name === undefined) return '[digits]'
  return digits.length === 3 ? whole : `${name}[digits]`
}
