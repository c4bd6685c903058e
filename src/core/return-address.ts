/**
 * Which addresses a customer may be sent back to. Checked as text before any URL parser sees it, because parsers
 * repair what must be refused: they strip tabs and newlines and accept `https:evil.com`.
 */
import type { Mode } from './payment.ts'

const lengthMax = 2_048
/** Host up to the path, query or fragment; no user information, no backslash, no white space anywhere. */
const shape = /^https?:\/\/[^\s/?#@\\]+(?:[/?#][^\s\\]*)?$/

/** Live payments go back over https only. A colon and a port are part of the host. */
export function isReturnAddress(text: string, mode: Mode): boolean {
  if (isTooLong(text) || !shape.test(text) || hasControls(text)) return false
  return mode === 'test' || text.startsWith('https://')
}

/** Counted in code points; those are never more than the code units, which are cheaper to count. */
function isTooLong(text: string): boolean {
  return text.length > lengthMax && (text.length > 2 * lengthMax || [...text].length > lengthMax)
}

/** C0, DEL and C1 controls, and lone surrogates, which no URL may contain. */
function hasControls(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true
  }
  return !text.isWellFormed()
}
