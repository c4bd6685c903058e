/**
 * How long a string is, and which characters no string of a payment may contain. Control characters drive terminals and
 * break lines of logs; overrides and embeddings of the writing direction make a string read differently from what it says.
 */

/** Counted in code points. There are never more of them than code units, which are cheaper to count. */
export function isLonger(text: string, lengthMax: number): boolean {
  if (text.length <= lengthMax) return false
  let count = 0
  for (const _ of text) if (++count > lengthMax) return true
  return false
}

const tab = 0x09
const lineFeed = 0x0a
const carriageReturn = 0x0d

/** `hasLines` allows tabs and line ends. Isolates (U+2066 to U+2069) are allowed, because they only protect other text. */
export function hasForbiddenCharacters(text: string, hasLines: boolean): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20) {
      if (!hasLines || (code !== tab && code !== lineFeed && code !== carriageReturn)) return true
    } else if (code >= 0x7f) {
      if (code < 0xa0 || (code >= 0x202a && code <= 0x202e)) return true
    }
  }
  return !text.isWellFormed()
}
