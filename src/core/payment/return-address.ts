/**
 * Which addresses a customer may be sent back to. Checked as text before any URL parser sees it, because parsers
 * repair what must be refused: they strip tabs and newlines and accept `https:evil.com`.
 */
import { hasForbiddenCharacters, isLonger } from '../characters.ts'
import type { Mode } from './payment.ts'

const lengthMax = 2_048
/** Host up to the path, query or fragment; no user information, no backslash, no white space anywhere. */
const shape = /^https?:\/\/[^\s/?#@\\]+(?:[/?#][^\s\\]*)?$/

/** Live payments go back over https only. A colon and a port are part of the host. */
export function isReturnAddress(text: string, mode: Mode): boolean {
  if (isLonger(text, lengthMax) || hasForbiddenCharacters(text, false) || !shape.test(text)) return false
  return mode === 'test' || text.startsWith('https://')
}
