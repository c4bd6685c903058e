/**
 * What may be kept of a text that an adapter gives as a reason. It comes from other people's code, which may have put a
 * whole request into it, and it is stored where nothing can be removed: so no digits of a card survive, not even a code's.
 */
import { mask } from '../card/mask.ts'

const lengthMax = 200
/** More than this is not looked at; masking before cutting needs whole numbers. */
const readMax = 2_000

export function safeCause(text: unknown): string {
  if (typeof text !== 'string') return 'no reason given'
  const printable = text.slice(0, readMax).replace(/[^\x20-\x7e]+/g, ' ')
  const safe = mask(printable).replace(/((?:http|status)[ :=]{0,2})?([0-9]{3,})/gi, keepStatus)
  return safe.trim().slice(0, lengthMax) || 'no reason given'
}

/** An HTTP status is what operators look for, and is named as one. */
function keepStatus(whole: string, name: string | undefined, digits: string): string {
  if (name === undefined) return '[digits]'
  return digits.length === 3 ? whole : `${name}[digits]`
}
