/**
 * Which addresses a customer may be sent back to. Checked as a string before any URL parser sees it, because parsers repair
 * what must be refused: they strip tabs and newlines and accept `https:evil.com`.
 */
import { hasForbiddenCharacters, isLonger } from '../characters.ts'
import type { Mode } from './payment.ts'

const lengthMax = 2_048
/** A host, then a path, query, or fragment; no user information, no backslash, and no whitespace anywhere. */
const shape = /^https?:\/\/[^\s/?#@\\]+(?:[/?#][^\s\\]*)?$/

/** Live payments return over https only. The host may contain a port. */
export function isReturnAddress(text: string, mode: Mode): boolean {
  if (isLonger(text, lengthMax) || hasForbiddenCharacters(text, false) || !shape.test(text)) return false
  return mode === 'test' || text.startsWith('https://')
}
